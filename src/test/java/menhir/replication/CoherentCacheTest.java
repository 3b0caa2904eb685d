package menhir.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import menhir.replication.FrontEndMessage.Invalidate;
import menhir.replication.FrontEndMessage.LeaseGranted;
import menhir.replication.FrontEndMessage.Revoke;
import org.junit.jupiter.api.Test;

class CoherentCacheTest {
    private final CoherentCache<String> cache = new CoherentCache<>(3);

    @Test
    void shouldServeNothingWithoutARunningLease() {
        assertThat(cache.leaseRunning(0)).isFalse();
        grant(1, 0, 100, 10, 0);
        put("ball", "1", 10, 5);
        assertThat(cache.get("ball", 99)).isEqualTo("1");
        assertThat(cache.get("ball", 100)).isNull();
    }

    @Test
    void shouldCountALeaseFromWhenItWasAskedFor() {
        grant(1, 20, 100, 10, 90);
        assertThat(cache.leaseRunning(119)).isTrue();
        assertThat(cache.leaseRunning(120)).isFalse();
        grant(1, 0, 100, 10, 100);
        assertThat(cache.leaseRunning(119))
                .as("a late grant does not shorten it")
                .isTrue();
    }

    @Test
    void shouldDemandWhatTheLeaderHadWhenItGranted() {
        grant(1, 0, 100, 10, 0);
        assertThat(cache.minIndex("ball")).isEqualTo(10);
        put("ball", "older", 9, 5);
        assertThat(cache.get("ball", 5)).isNull();
    }

    @Test
    void shouldDropWhatChangesAndTakeNothingOlderAgain() {
        grant(1, 0, 100, 10, 0);
        put("ball", "1", 10, 1);
        put("doll", "2", 10, 1);
        assertThat(invalidate(1, 10, 12, "ball")).isTrue();
        assertThat(cache.get("ball", 2)).isNull();
        assertThat(cache.get("doll", 2)).isEqualTo("2");
        assertThat(cache.minIndex("ball")).isEqualTo(12);
        assertThat(cache.invalidations()).isEqualTo(1);
        // A slow read brings the old value.
        put("ball", "1", 11, 3);
        assertThat(cache.get("ball", 3)).isNull();
        put("ball", "3", 12, 3);
        assertThat(cache.get("ball", 3)).isEqualTo("3");
    }

    @Test
    void shouldStartAnewWhenAnInvalidationWasMissed() {
        grant(1, 0, 100, 10, 0);
        put("doll", "2", 10, 1);
        assertThat(invalidate(1, 11, 12, "ball")).isTrue();
        assertThat(cache.get("doll", 2)).as("index 11 may have changed it").isNull();
        assertThat(cache.minIndex("doll")).isEqualTo(12);
    }

    @Test
    void shouldStartAnewAfterALapse() {
        grant(1, 0, 100, 10, 0);
        put("doll", "2", 10, 1);
        long generation = cache.generation();
        grant(1, 150, 100, 20, 150);
        assertThat(cache.get("doll", 151)).isNull();
        assertThat(cache.minIndex("doll")).isEqualTo(20);
        cache.offer("doll", "2", 30, generation, 151);
        assertThat(cache.get("doll", 151)).as("read before the lapse").isNull();
    }

    @Test
    void shouldKeepItsValuesWhenTheLeaseIsRenewedInTime() {
        grant(1, 0, 100, 10, 0);
        put("doll", "2", 10, 1);
        grant(1, 50, 100, 20, 60);
        assertThat(cache.get("doll", 149)).isEqualTo("2");
        assertThat(cache.minIndex("ball")).isEqualTo(10);
    }

    @Test
    void shouldForgetTheIndexesOfAnEarlierLeader() {
        grant(1, 0, 100, 10, 0);
        invalidate(1, 10, 500, "ball");
        grant(2, 50, 100, 20, 60);
        assertThat(cache.minIndex("ball")).as("500 may never come").isEqualTo(20);
    }

    @Test
    void shouldListenToNoEarlierLeader() {
        grant(2, 0, 100, 10, 0);
        put("doll", "2", 10, 1);
        assertThat(invalidate(1, 0, 99, "doll")).isFalse();
        grant(1, 0, 1_000, 5, 1);
        assertThat(cache.get("doll", 99)).isEqualTo("2");
        assertThat(cache.leaseRunning(100)).isFalse();
    }

    @Test
    void shouldStopServingWhenALaterLeaderInvalidatesBeforeItsGrantArrives() {
        grant(1, 0, 100, 10, 0);
        put("doll", "2", 10, 1);
        assertThat(invalidate(2, 7, 8, "ball")).isTrue();
        assertThat(cache.leaseRunning(2)).isFalse();
        grant(2, 0, 100, 7, 2);
        assertThat(cache.get("doll", 3)).isNull();
        assertThat(cache.minIndex("doll")).isEqualTo(8);
    }

    @Test
    void shouldServeNothingAfterItsLeaseWasRevokedWhateverArrivesLater() {
        grant(1, 0, 100, 10, 0);
        put("doll", "2", 10, 1);
        cache.onRevoke(new Revoke(1));
        assertThat(cache.get("doll", 2)).isNull();
        grant(1, 1, 100, 10, 3);
        assertThat(cache.leaseRunning(4)).as("granted before it was revoked").isFalse();

        grant(2, 4, 100, 12, 5);
        assertThat(cache.leaseRunning(6)).isTrue();
        cache.onRevoke(new Revoke(1));
        assertThat(cache.leaseRunning(6)).as("of an earlier leader").isTrue();
    }

    @Test
    void shouldTakeNoLeaseThatWasRevokedBeforeItArrived() {
        grant(1, 0, 100, 10, 0);
        cache.onRevoke(new Revoke(2));
        assertThat(cache.leaseRunning(1)).isFalse();
        grant(2, 1, 100, 10, 2);
        assertThat(cache.leaseRunning(3)).isFalse();
    }

    @Test
    void shouldStayWithinItsCapacity() {
        grant(1, 0, 100, 1, 0);
        put("a", "1", 1, 1);
        put("b", "1", 1, 1);
        put("c", "1", 1, 1);
        assertThat(cache.get("a", 1)).isEqualTo("1");
        put("d", "1", 1, 1);
        assertThat(cache.size()).isEqualTo(3);
        assertThat(cache.get("b", 1)).as("least recently used").isNull();
        CoherentCache<String> off = new CoherentCache<>(0);
        off.onGranted(new LeaseGranted(1, 0, 100, 1), 0);
        off.offer("a", "1", 5, off.generation(), 1);
        assertThat(off.size()).isZero();
    }

    @Test
    void shouldBecomeStricterRatherThanGrowWithoutLimit() {
        grant(1, 0, 100, 1, 0);
        for (int i = 0; i <= CoherentCache.MAX_MIN_INDEXES; i++) {
            invalidate(1, 1 + i, 2 + i, "item-" + i);
        }
        assertThat(cache.minIndex("never heard of")).isEqualTo(CoherentCache.MAX_MIN_INDEXES + 2);
    }

    private void grant(long epoch, long askedAt, long duration, long lastIndex, long now) {
        cache.onGranted(new LeaseGranted(epoch, askedAt, duration, lastIndex), now);
    }

    private boolean invalidate(long epoch, long previous, long index, String item) {
        return cache.onInvalidate(new Invalidate(epoch, previous, index, Set.of(item)));
    }

    private void put(String key, String value, long index, long now) {
        cache.offer(key, value, index, cache.generation(), now);
    }
}
