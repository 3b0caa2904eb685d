package menhir.replication;

/**
 * Where the orders of a log are: an immutable map from order numbers to indexes. It is exact for the latest part of the log,
 * which a new leader may still truncate. For the rest it knows each order's index to within {@link #CORRIDOR} entries, so
 * that it stays small where orders and other entries alternate.
 *
 * <p>Both parts are runs: the first number of consecutive orders -> its index. The older part has lost each run that begins
 * less than a corridor after the one kept before.
 *
 * @param older at least {@link #CORRIDOR} indexes apart
 * @param latest every run from there on
 */
public record OrderNumbers(RunIndex older, RunIndex latest) {

    /** An order is at most this many entries, less one, after its {@link #firstIndexOf}. */
    public static final int CORRIDOR = 64;

    /** No orders. */
    public static final OrderNumbers NONE = new OrderNumbers(RunIndex.EMPTY, RunIndex.EMPTY);

    /** The latest part has at least so many runs, and so entries: more than a leader may have without a release. */
    private static final int EXACT_RUNS = 16_384;

    /** The numbers with one more order, at the end of the log. */
    OrderNumbers append(long number, long index) {
        RunIndex runs = latest.isEmpty() ? older : latest;
        int last = runs.size() - 1;
        if (last >= 0 && runs.value(last) + number - runs.key(last) == index) {
            return this;
        }
        RunIndex longer = latest.append(number, index);
        return longer.size() < 2 * EXACT_RUNS ? new OrderNumbers(older, longer) : thinned(longer);
    }

    private OrderNumbers thinned(RunIndex runs) {
        RunIndex kept = older;
        for (int i = 0; i < EXACT_RUNS; i++) {
            if (kept.isEmpty() || runs.value(i) - kept.value(kept.size() - 1) >= CORRIDOR) {
                kept = kept.append(runs.key(i), runs.value(i));
            }
        }
        RunIndex rest = RunIndex.EMPTY;
        for (int i = EXACT_RUNS; i < runs.size(); i++) {
            rest = rest.append(runs.key(i), runs.value(i));
        }
        return new OrderNumbers(kept, rest);
    }

    /** The lowest index at which the order with a number in the log can be. */
    public long firstIndexOf(long number) {
        RunIndex runs = isLatest(number) ? latest : older;
        int run = runs.floor(number);
        return runs.value(run) + number - runs.key(run);
    }

    /** The highest index at which it can be. */
    public long lastIndexOf(long number) {
        return firstIndexOf(number) + (isLatest(number) ? 0 : CORRIDOR - 1);
    }

    private boolean isLatest(long number) {
        return !latest.isEmpty() && number >= latest.key(0);
    }

    /**
     * The highest number at or below an index, or 0. In the older part it may be too low, by less than a corridor.
     *
     * @param lastNumber the highest number of all
     */
    long lastNumberAt(long index, long lastNumber) {
        if (!latest.isEmpty() && latest.value(0) <= index) {
            return lastNumberAt(index, latest, lastNumber, 0);
        }
        return lastNumberAt(index, older, latest.isEmpty() ? lastNumber : latest.key(0) - 1, CORRIDOR - 1);
    }

    private static long lastNumberAt(long index, RunIndex runs, long lastNumber, int corridor) {
        int run = runs.floorValue(index);
        if (run < 0) {
            return 0;
        }
        long lastOfRun = run + 1 < runs.size() ? runs.key(run + 1) - 1 : lastNumber;
        long sinceRun = Math.max(0, index - runs.value(run) - corridor);
        return Math.min(runs.key(run) + sinceRun, lastOfRun);
    }

    /** The numbers below {@code number}. */
    OrderNumbers dropFrom(long number) {
        return new OrderNumbers(older.dropFrom(number), latest.dropFrom(number));
    }

    public boolean isEmpty() {
        return older.isEmpty() && latest.isEmpty();
    }
}
