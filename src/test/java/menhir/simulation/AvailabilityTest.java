package menhir.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import menhir.replication.Protocol;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two of three sites reach each other, and any of the other links are cut for good, in one direction or both. Then changes
 * are still acknowledged: soon after the cut, and all the time.
 */
class AvailabilityTest {
    private static final int SEEDS = 2;
    /** From the cut to the first acknowledgement: an old leader retires, its lease expires, and another is elected. */
    private static final int LEASES_TO_CHANGE = 12;
    /** Afterwards, between two acknowledgements. */
    private static final int LEASES_BETWEEN = 4;

    private static final int LEASES_OBSERVED = 40;

    private record Link(int from, int to) {}

    static List<List<Link>> cuts() {
        List<List<Link>> cuts = new ArrayList<>();
        for (int lonely = 0; lonely < 3; lonely++) {
            int one = (lonely + 1) % 3;
            int other = (lonely + 2) % 3;
            List<Link> links = List.of(
                    new Link(lonely, one), new Link(one, lonely), new Link(lonely, other), new Link(other, lonely));
            for (int some = 1; some < 16; some++) {
                List<Link> cut = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    if ((some >> i & 1) != 0) {
                        cut.add(links.get(i));
                    }
                }
                cuts.add(cut);
            }
        }
        return cuts;
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void shouldAcknowledgeChangesWhileTwoSitesReachEachOther(List<Link> cut) {
        LongStream.iterate(1, seed -> seed + 1)
                .mapToObj(Scenario::of)
                .filter(scenario -> scenario.slots() == 3 && scenario.frontEnds() == 3)
                .limit(SEEDS)
                .parallel()
                .forEach(scenario -> observe(scenario, cut));
    }

    private static void observe(Scenario scenario, List<Link> cut) {
        World world = new World(scenario, Protocol.sound(), false);
        Workload workload = new Workload(world, world.random().split());
        Timeline timeline = world.timeline();
        long lease = world.timing().leaseMillis() * 1_000;
        world.heal();
        workload.start();
        timeline.runUntil(10 * lease);
        assertThat(world.truth().released()).isPositive();

        cut.forEach(link -> world.network().cut(link.from(), link.to()));
        long cutAt = timeline.now();
        long released = world.truth().released();
        long lastAt = cutAt;
        long firstGap = 0;
        long longestGap = 0;
        while (timeline.now() < cutAt + LEASES_OBSERVED * lease) {
            timeline.runUntil(timeline.now() + lease / 20);
            if (world.truth().released() > released || timeline.now() >= cutAt + LEASES_OBSERVED * lease) {
                long gap = timeline.now() - lastAt;
                if (lastAt < cutAt + LEASES_TO_CHANGE * lease) {
                    firstGap = Math.max(firstGap, gap);
                } else {
                    longestGap = Math.max(longestGap, gap);
                }
                released = world.truth().released();
                lastAt = timeline.now();
            }
        }
        String what = "seed " + scenario.seed() + ", " + cut + " cut: leases without an acknowledgement ";
        assertThat(1.0 * firstGap / lease).as(what + "after the cut").isLessThan(LEASES_TO_CHANGE);
        assertThat(1.0 * longestGap / lease).as(what + "later").isLessThan(LEASES_BETWEEN);
    }
}
