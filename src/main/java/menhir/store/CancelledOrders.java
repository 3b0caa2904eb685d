package menhir.store;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;

/**
 * Which orders of a block of {@value #ORDERS} consecutive numbers were cancelled, and where the log says so. Without a cancelled
 * order a block has no value. It is on disk: see {@link Value}.
 *
 * <p>It takes 16 bytes for each cancelled order, so that a state can know all of them.
 */
public final class CancelledOrders implements Value {
    /** Order numbers of a block. */
    static final int ORDERS = 256;

    private static final String PREFIX = "\tcancelled\t";
    private static final long[] NONE = {};

    private final long block;
    /** In rising order. */
    private final long[] numbers;

    private final long[] indexes;
    private final long version;

    @JsonCreator
    CancelledOrders(
            @JsonProperty("block") long block,
            @JsonProperty("numbers") long[] numbers,
            @JsonProperty("indexes") long[] indexes,
            @JsonProperty("version") long version) {
        if (numbers.length != indexes.length || numbers.length > ORDERS) {
            throw new IllegalArgumentException(
                    numbers.length + " cancelled orders with " + indexes.length + " indexes");
        }
        this.block = block;
        this.numbers = numbers.clone();
        this.indexes = indexes.clone();
        this.version = version;
    }

    /** The value of an order's block while none of its orders is cancelled. */
    static CancelledOrders none(long order) {
        return new CancelledOrders(blockOf(order), NONE, NONE, 0);
    }

    private static long blockOf(long order) {
        return order / ORDERS;
    }

    /** The name of the value that tells whether an order is cancelled. No item has it, for no name contains a tab. */
    public static String nameOf(long order) {
        return PREFIX + blockOf(order);
    }

    /** Index of the log entry by which an order of this block was cancelled; 0 if it was not. */
    public long indexOf(long order) {
        int at = Arrays.binarySearch(numbers, order);
        return at < 0 ? 0 : indexes[at];
    }

    /** With one more order, cancelled by the entry at {@code index}. */
    CancelledOrders with(long order, long index) {
        int at = Arrays.binarySearch(numbers, order);
        if (at >= 0) {
            throw new IllegalStateException("the log cancels the order " + order + " twice");
        }
        int place = -at - 1;
        return new CancelledOrders(block, inserted(numbers, place, order), inserted(indexes, place, index), index);
    }

    private static long[] inserted(long[] before, int place, long added) {
        long[] after = Arrays.copyOf(before, before.length + 1);
        System.arraycopy(before, place, after, place + 1, before.length - place);
        after[place] = added;
        return after;
    }

    /** How many orders of the block are cancelled. */
    int count() {
        return numbers.length;
    }

    @JsonProperty("block")
    long block() {
        return block;
    }

    @JsonProperty("numbers")
    long[] numbers() {
        return numbers.clone();
    }

    @JsonProperty("indexes")
    long[] indexes() {
        return indexes.clone();
    }

    @Override
    public String name() {
        return PREFIX + block;
    }

    @Override
    @JsonProperty("version")
    public long version() {
        return version;
    }

    /** A number and an index take a tenth of what a unit of weight stands for. */
    @Override
    public int weight() {
        return 1 + numbers.length / 10;
    }

    @Override
    public long digest() {
        Digest64.Quick digest = new Digest64.Quick().add("cancelled").add(block).add(version);
        for (int i = 0; i < numbers.length; i++) {
            digest.add(numbers[i]).add(indexes[i]);
        }
        return digest.value();
    }

    @Override
    public void putInto(StoreState state) {
        state.cancellations().put(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CancelledOrders that
                && block == that.block
                && version == that.version
                && Arrays.equals(numbers, that.numbers)
                && Arrays.equals(indexes, that.indexes);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(digest());
    }

    @Override
    public String toString() {
        return "CancelledOrders" + Arrays.toString(numbers);
    }
}
