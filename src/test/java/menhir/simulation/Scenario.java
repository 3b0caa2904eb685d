package menhir.simulation;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import menhir.replication.Timing;
import menhir.store.Command;
import menhir.store.StoreRules;

/**
 * What a seed makes of the world. Intervals are means, in microseconds; 0 for never.
 *
 * @param frontEnds how many front-ends; those beyond the slots run on sites of their own
 * @param chaosMicros how long faults happen before everything is healed
 * @param loss share of messages lost
 * @param duplicates share of messages that arrive twice
 * @param slow share of messages that take up to {@code slowMicros} longer
 * @param persistMicros longest normal time of a write to disk
 * @param batchMicros how long a leader may gather commands before it sends them
 * @param cacheCapacity values in a front-end's cache
 * @param items how many items there are
 * @param keyCapacity over how many log entries keys are remembered: sometimes over fewer than are written during a retry
 */
record Scenario(
        long seed,
        int slots,
        int frontEnds,
        Timing timing,
        StoreRules rules,
        long chaosMicros,
        double loss,
        double duplicates,
        double slow,
        long slowMicros,
        long persistMicros,
        long batchMicros,
        int cacheCapacity,
        int items,
        long callMicros,
        long crashMicros,
        long wipeMicros,
        long pauseMicros,
        long partitionMicros,
        long rivalMicros,
        long resignMicros,
        long nemesisMicros,
        long copyMicros,
        int keyCapacity) {

    /** The item that has a limit per customer, where clients use holds. */
    static final String LIMITED = item(0);

    static final long LIMIT = 12;

    private static final int ALL_KEYS = 100_000;

    private static final long LEADERS = 0x1EAD;

    boolean remembersAllKeys() {
        return keyCapacity == ALL_KEYS;
    }

    /** Whether clients hold items, and say which customer they are. */
    boolean usesHolds() {
        return new SplittableRandom(~seed).nextInt(3) == 0;
    }

    /** Whether an administrator has the leader move. */
    boolean movesLeaders() {
        return slots > 1 && new SplittableRandom(seed ^ LEADERS).nextInt(4) == 0;
    }

    Hardships hardships() {
        return Hardships.of(seed);
    }

    static Scenario of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int kind = random.nextInt(20);
        int slots = kind < 15 ? 3 : kind < 18 ? 5 : 1;
        double storm = random.nextInt(8) == 0 ? 0 : random.nextDouble();
        long lease = 800 + 160 * random.nextLong(6);
        return new Scenario(
                seed,
                slots,
                2 + random.nextInt(2),
                timing(lease, random),
                rules(random),
                24_000_000 + random.nextLong(24_000_000),
                random.nextInt(3) == 0 ? 0 : 0.2 * storm * random.nextDouble(),
                random.nextInt(3) == 0 ? 0 : 0.1 * random.nextDouble(),
                random.nextInt(3) == 0 ? 0 : 0.2 * random.nextDouble(),
                1 + random.nextLong(lease * 1_000),
                2_000 + random.nextLong(40_000),
                random.nextInt(2) * random.nextLong(16_000),
                random.nextInt(6) == 0 ? 1 : 100,
                2 + random.nextInt(4),
                60_000 + random.nextLong(100_000),
                interval(storm, 8_000_000, random),
                interval(storm, 12_000_000, random),
                interval(storm, 8_000_000, random),
                interval(storm, 8_000_000, random),
                interval(storm, 10_000_000, random),
                interval(storm, 16_000_000, random),
                random.nextInt(3) == 0 ? 4_000_000 + random.nextLong(8_000_000) : 0,
                random.nextInt(2) == 0 ? interval(storm, 3_000_000, random) : 0,
                random.nextInt(4) == 0 ? 5 + random.nextInt(30) : ALL_KEYS);
    }

    private static long interval(double storm, long micros, SplittableRandom random) {
        return storm == 0 || random.nextInt(4) == 0 ? 0 : micros / 2 + random.nextLong(2 * micros);
    }

    private static StoreRules rules(SplittableRandom random) {
        StoreRules.Restocking restocking = random.nextInt(4) == 0
                ? new StoreRules.Restocking(1_000 + random.nextLong(4_000), 1 + random.nextLong(2), 6)
                : null;
        return new StoreRules(random.nextBoolean(), random.nextInt(3) == 0, restocking);
    }

    private static Timing timing(long lease, SplittableRandom random) {
        Timing usual = Timing.ofLease(lease);
        if (random.nextInt(3) == 0) {
            return usual;
        }
        int appendEntries = 1 + random.nextInt(8);
        return new Timing(
                usual.leaseMillis(),
                usual.cacheLeaseMillis(),
                usual.heartbeatMillis(),
                usual.resendMillis(),
                usual.marginMillis(),
                appendEntries,
                1 + random.nextInt(2_000),
                4 + random.nextInt(40),
                usual.unreleasedBytes(),
                appendEntries + random.nextInt(12),
                usual.windowBytes());
    }

    /** Half of the items are there from the start; clients add the others. */
    List<Command> firstCatalog() {
        List<Command> catalog = new ArrayList<>();
        for (int i = 0; i < items / 2; i++) {
            catalog.add(new Command.PutItem(
                    "first-catalog/" + item(i), item(i), BigDecimal.valueOf(1_000 + i, 2), 5L + i, topic(i)));
        }
        if (usesHolds()) {
            catalog.add(new Command.SetTerms("first-catalog/terms", LIMITED, LIMIT, null, null));
        }
        return catalog;
    }

    static String item(int number) {
        return "item-" + number;
    }

    static String topic(int number) {
        return "topic-" + number % 2;
    }
}
