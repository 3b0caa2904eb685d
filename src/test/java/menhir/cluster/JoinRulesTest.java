package menhir.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JoinRulesTest {
    private static final String A = "menhir@a:1";
    private static final String B = "menhir@b:1";
    private static final String C = "menhir@c:1";
    private static final List<String> SEEDS = List.of(A, B, C);

    private static JoinRules rules(String self) {
        return new JoinRules(self, SEEDS, slotOf(self), 3);
    }

    private static Set<Integer> slotOf(String node) {
        return Set.of(SEEDS.indexOf(node) + 1);
    }

    @Test
    void shouldFormAClusterAtOnceIfItIsTheOnlySeed() {
        assertThat(new JoinRules(A, List.of(A), Set.of(1), 1).nodeToJoin(0)).isEqualTo(A);
    }

    @Test
    void shouldFormAClusterAtOnceAsTheFirstOfAllSeeds() {
        JoinRules first = rules(A);
        JoinRules second = rules(B);
        for (String other : SEEDS) {
            first.onStatus(other, Set.of(), slotOf(other), 0);
            second.onStatus(other, Set.of(), slotOf(other), 0);
        }

        assertThat(first.nodeToJoin(0)).isEqualTo(A);
        assertThat(second.nodeToJoin(0)).isNull();
    }

    @Test
    void shouldFormAClusterWithoutTheFirstSeedOnceTheReachableMajorityIsStable() {
        JoinRules rules = rules(B);
        for (long now = 0; now < JoinRules.STABLE_MILLIS; now += 250) {
            rules.onStatus(C, Set.of(), Set.of(3), now);
            assertThat(rules.nodeToJoin(now)).isNull();
        }
        rules.onStatus(C, Set.of(), Set.of(3), JoinRules.STABLE_MILLIS);

        assertThat(rules.nodeToJoin(JoinRules.STABLE_MILLIS)).isEqualTo(B);
    }

    @Test
    void shouldNotFormAClusterWithoutAMajority() {
        JoinRules rules = rules(A);
        rules.onStatus(B, Set.of(), Set.of(2), 0);

        for (long now = JoinRules.STATUS_TTL_MILLIS; now < 60_000; now += 250) {
            assertThat(rules.nodeToJoin(now)).isNull();
        }
    }

    @Test
    void shouldJoinASeedThatIsInAClusterAndRetryAfterAWhile() {
        JoinRules rules = rules(A);
        rules.onStatus(C, Set.of(B, C), Set.of(2, 3), 0);
        assertThat(rules.nodeToJoin(0)).isEqualTo(C);

        rules.onStatus(C, Set.of(B, C), Set.of(2, 3), JoinRules.JOIN_TIMEOUT_MILLIS - 1);
        assertThat(rules.nodeToJoin(JoinRules.JOIN_TIMEOUT_MILLIS - 1)).isNull();
        assertThat(rules.nodeToJoin(JoinRules.JOIN_TIMEOUT_MILLIS)).isEqualTo(C);
    }

    @Test
    void shouldLeaveAMinorityForALargerClusterThatLasts() {
        JoinRules rules = rules(A);
        for (long now = 0; now < JoinRules.SUPERSEDED_MILLIS; now += 250) {
            rules.onStatus(B, Set.of(B, C), Set.of(2, 3), now);
            assertThat(rules.isSuperseded(Set.of(A), Set.of(1), now)).isFalse();
        }
        rules.onStatus(B, Set.of(B, C), Set.of(2, 3), JoinRules.SUPERSEDED_MILLIS);

        assertThat(rules.isSuperseded(Set.of(A), Set.of(1), JoinRules.SUPERSEDED_MILLIS))
                .isTrue();
    }

    @Test
    void shouldStartToWaitAnewIfTheLargerClusterWasGoneMeanwhile() {
        JoinRules rules = rules(A);
        rules.onStatus(B, Set.of(B, C), Set.of(2, 3), 0);
        assertThat(rules.isSuperseded(Set.of(A), Set.of(1), 0)).isFalse();
        assertThat(rules.isSuperseded(Set.of(A), Set.of(1), JoinRules.STATUS_TTL_MILLIS))
                .isFalse();

        rules.onStatus(B, Set.of(B, C), Set.of(2, 3), JoinRules.SUPERSEDED_MILLIS);
        assertThat(rules.isSuperseded(Set.of(A), Set.of(1), JoinRules.SUPERSEDED_MILLIS))
                .isFalse();
    }

    @Test
    void shouldStayInAMajorityAndInAClusterThatTheOthersKnow() {
        JoinRules rules = rules(A);
        for (long now = 0; now <= 2 * JoinRules.SUPERSEDED_MILLIS; now += 250) {
            rules.onStatus(C, Set.of(C), Set.of(3), now);
            assertThat(rules.isSuperseded(Set.of(A, B), Set.of(1, 2), now)).isFalse();
            rules.onStatus(C, Set.of(A, B, C), Set.of(1, 2, 3), now);
            assertThat(rules.isSuperseded(Set.of(A), Set.of(1), now)).isFalse();
        }
    }

    @Test
    void shouldDissolveExactlyOneOfTwoClustersOfTheSameSize() {
        JoinRules first = rules(A);
        JoinRules second = rules(B);
        boolean firstLeaves = false;
        boolean secondLeaves = false;
        for (long now = 0; now <= JoinRules.SUPERSEDED_MILLIS; now += 250) {
            first.onStatus(B, Set.of(B), Set.of(2), now);
            second.onStatus(A, Set.of(A), Set.of(1), now);
            firstLeaves |= first.isSuperseded(Set.of(A), Set.of(1), now);
            secondLeaves |= second.isSuperseded(Set.of(B), Set.of(2), now);
        }

        assertThat(firstLeaves).isFalse();
        assertThat(secondLeaves).isTrue();
    }

    @Test
    void shouldCountSlotsNotNodes() {
        List<String> five = List.of(A, B, C, "menhir@d:1", "menhir@e:1");
        JoinRules few = new JoinRules(A, five, Set.of(1), 3);
        few.onStatus(B, Set.of(), Set.of(2), 0);
        assertThat(few.nodeToJoin(0)).isNull();
        few.onStatus(B, Set.of(), Set.of(2), JoinRules.STABLE_MILLIS - 1);
        assertThat(few.nodeToJoin(JoinRules.STABLE_MILLIS)).isEqualTo(A);

        JoinRules many = new JoinRules(C, five, Set.of(3), 3);
        many.onStatus(five.get(3), Set.of(), Set.of(), 0);
        many.onStatus(five.get(4), Set.of(), Set.of(), 0);
        many.nodeToJoin(0);
        many.onStatus(five.get(3), Set.of(), Set.of(), JoinRules.STABLE_MILLIS - 1);
        many.onStatus(five.get(4), Set.of(), Set.of(), JoinRules.STABLE_MILLIS - 1);
        assertThat(many.nodeToJoin(JoinRules.STABLE_MILLIS)).isNull();

        Set<String> manyMembers = Set.of(C, five.get(3), five.get(4));
        for (long now = 0; now <= 2 * JoinRules.SUPERSEDED_MILLIS; now += 250) {
            few.onStatus(C, manyMembers, Set.of(3), now);
            assertThat(few.isSuperseded(Set.of(A, B), Set.of(1, 2), now)).isFalse();
        }
    }

    /** Two of three nodes were killed, and one of them is back: it cannot join a cluster whose other member is lost. */
    @Test
    void shouldLeaveAMinorityForNodesThatWaitToJoin() {
        JoinRules rules = rules(A);
        for (long now = 0; now < JoinRules.SUPERSEDED_MILLIS; now += 250) {
            rules.onStatus(B, Set.of(), Set.of(2), now);
            assertThat(rules.isSuperseded(Set.of(A), Set.of(1), now)).isFalse();
        }
        rules.onStatus(B, Set.of(), Set.of(2), JoinRules.SUPERSEDED_MILLIS);
        assertThat(rules.isSuperseded(Set.of(A), Set.of(1), JoinRules.SUPERSEDED_MILLIS))
                .isTrue();
    }
}
