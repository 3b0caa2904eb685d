package menhir.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import menhir.service.LeaderContact;
import menhir.service.StoreService.ClusterView;
import menhir.service.StoreService.Outcome;
import menhir.service.StoreService.ReplicaView;
import menhir.service.StoreService.StoreView;
import menhir.store.Item;
import menhir.store.Rejection;
import org.junit.jupiter.api.Test;

class NodeStatsTest {
    private static final Outcome PLACED =
            new Outcome.ItemChanged(new Item("GameStart", BigDecimal.TEN, 1, null, 1), false, false);

    private final NodeStats stats = new NodeStats(List.of("stocks", "books"), 1_000, 0);
    private long seconds;

    private void sample() {
        seconds++;
        stats.sample(1_000 + seconds * 1_000, seconds * 1_000_000_000);
    }

    private StoreSample newest(int store) {
        List<Sample> samples = stats.view(0, 0).samples();
        return samples.get(samples.size() - 1).stores().get(store);
    }

    private static ClusterView cluster(StoreView... stores) {
        return new ClusterView(List.of(), List.of(stores));
    }

    @Test
    void shouldCountAndTimeEachSecondByItself() {
        stats.of("stocks").command(PLACED, 2_000_000);
        stats.of("stocks").command(PLACED, 4_000_000);
        stats.of("stocks").command(new Outcome.Rejected(new Rejection.UnknownItem("x")), 1_000_000);
        stats.of("stocks").command(null, 9_000_000_000L);
        stats.of("stocks").lookup(true, 100_000);
        stats.of("stocks").lookup(true, 100_000);
        stats.of("stocks").lookup(false, 3_000_000);
        sample();

        StoreSample first = newest(0);
        assertThat(List.of(first.orders(), first.rejections(), first.failures(), first.lookups(), first.hits()))
                .containsExactly(2L, 1L, 1L, 3L, 2L);
        assertThat(first.orderP50Micros()).isBetween(1_980L, 2_020L);
        assertThat(first.orderP99Micros()).isBetween(8_900_000L, 9_100_000L);
        assertThat(first.lookupP50Micros()).isBetween(99L, 101L);
        assertThat(first.lookupP99Micros()).isBetween(2_970L, 3_030L);
        assertThat(newest(1)).isEqualTo(new StoreSample(0, 0, 0, null, null, 0, 0, null, null, null, null));

        sample();
        assertThat(newest(0)).isEqualTo(new StoreSample(0, 0, 0, null, null, 0, 0, null, null, null, null));
    }

    @Test
    void shouldLoseNoRequestThatEndsWhileASampleIsTaken() throws Exception {
        int threads = 4;
        long each = 20_000;
        long sampled = 0;
        ExecutorService clients = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(clients.submit(() -> {
                    for (long n = 0; n < each; n++) {
                        stats.of("books").command(PLACED, 1_000);
                    }
                }));
            }
            while (!running.stream().allMatch(Future::isDone)) {
                sample();
                sampled += newest(1).orders();
            }
        } finally {
            clients.shutdownNow();
        }
        sample();

        assertThat(sampled + newest(1).orders()).isEqualTo(threads * each);
    }

    @Test
    void shouldKeepTheNewestSamplesAndGiveOnlyThoseThatAreAskedFor() {
        for (int i = 0; i < NodeStats.MAX_SAMPLES + 7; i++) {
            sample();
        }

        NodeStats.View all = stats.view(0, 0);
        assertThat(all.samples()).hasSize(NodeStats.MAX_SAMPLES);
        assertThat(all.lastSample()).isEqualTo(NodeStats.MAX_SAMPLES + 7);
        assertThat(all.samples().get(0).atMillis()).isEqualTo(1_000 + 8 * 1_000);
        assertThat(stats.view(all.lastSample() - 2, 0).samples())
                .isEqualTo(all.samples().subList(NodeStats.MAX_SAMPLES - 2, NodeStats.MAX_SAMPLES));
        assertThat(stats.view(all.lastSample(), 0).samples()).isEmpty();
        // Of the process before, which had counted further.
        assertThat(stats.view(Long.MAX_VALUE, Long.MAX_VALUE).samples()).isEmpty();
    }

    @Test
    void shouldSayHowLongASampleWasWhenTheProcessWasHeldUp() {
        sample();
        stats.sample(9_000, 8_500_000_000L);

        assertThat(stats.view(0, 0).samples()).extracting(Sample::lengthMillis).containsExactly(1_000L, 7_500L);
    }

    @Test
    void shouldSampleTheEndOfTheLogAndTheGreatestKnownLagWhileThereIsALeader() {
        List<ReplicaView> replicas = List.of(
                new ReplicaView(1, "n1", "member", 50, 0L, 0L, null),
                new ReplicaView(2, "n2", "member", 38, 12L, 0L, null),
                new ReplicaView(3, "n3", "down", 0, null, null, null));
        stats.see(cluster(new StoreView("stocks", "n1", 2, 50, 50, 0, replicas)), Map.of(), 0);
        sample();
        assertThat(newest(0).released()).isEqualTo(50);
        assertThat(newest(0).lag()).isEqualTo(12);

        stats.see(cluster(new StoreView("stocks", null, 0, 0, 0, 0, replicas)), Map.of(), 0);
        sample();
        assertThat(newest(0).released()).isNull();
        assertThat(newest(0).lag()).isNull();
    }

    @Test
    void shouldSayForHowLongNoLeaderIsHeardAndForgetItWithoutACluster() {
        assertThat(stats.view(0, 0).silentMillis()).containsEntry("stocks", null);
        stats.see(cluster(), Map.of("stocks", new LeaderContact(4, 1_400, 0)), 0);
        assertThat(stats.view(0, 0).silentMillis())
                .containsEntry("stocks", 1_400L)
                .containsEntry("books", null);
        stats.seeNothing();
        assertThat(stats.view(0, 0).silentMillis()).containsEntry("stocks", null);
    }

    @Test
    void shouldKeepTheStatusAndTheIdOfAChangeWithALongPath() {
        stats.administered("PUT /v1/stores/stocks/items/" + "x".repeat(2_000), "r".repeat(64), 201, 5);

        TimelineEntry entry = stats.view(0, 0).timeline().get(0);
        assertThat(entry.detail())
                .hasSizeLessThanOrEqualTo(Timeline.MAX_DETAIL)
                .endsWith("...: 201, request " + "r".repeat(64));
    }
}
