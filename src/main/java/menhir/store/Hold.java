package menhir.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stock that is set aside for a while: a client confirms it, which makes it an order, or gives it back, or it expires. A hold
 * that has ended has no lines; the newest {@link Limits#ENDED_HOLDS} are remembered.
 *
 * <p>It is on disk: see {@link Value}.
 *
 * @param id index of the log entry that placed it
 * @param customer whom it is for, null if the client did not say
 * @param placedMillis when it was placed, milliseconds since 1970
 * @param expiresMillis when it expires at the earliest, milliseconds since 1970 by the clock of the leader that decided it
 * @param placedClock when it was placed, by the {@link HoldClock}
 * @param endsClock when it expires, by the {@link HoldClock}
 * @param order the order that it became, null if it did not
 * @param version index of the log entry that changed it last
 */
public record Hold(
        long id,
        State state,
        List<HeldLine> lines,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String customer,

        long placedMillis,
        long expiresMillis,
        long placedClock,
        long endsClock,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long order,

        long version)
        implements Value {

    /** What became of a hold. The names are on disk. */
    public enum State {
        ACTIVE,
        CONFIRMED,
        RELEASED,
        EXPIRED
    }

    /**
     * A line of an active hold.
     *
     * @param price of the order that it may become
     * @param counted the {@link Terms#since} by which the quantity counts as the customer's; 0 if it is not counted
     */
    public record HeldLine(String item, long quantity, BigDecimal price, long counted) {}

    public Hold {
        lines = List.copyOf(lines);
    }

    private static final String PREFIX = "\thold\t";

    /** The name of a hold's value. No item has it, for no name contains a tab. */
    public static String nameOf(long id) {
        return PREFIX + id;
    }

    /** Whether this is the name of a hold's value. */
    static boolean isName(String name) {
        return name.startsWith(PREFIX);
    }

    /** Of which hold this is the {@link #nameOf}. */
    static long idOf(String name) {
        return Long.parseLong(name.substring(PREFIX.length()));
    }

    @Override
    public String name() {
        return nameOf(id);
    }

    public boolean isActive() {
        return state == State.ACTIVE;
    }

    /** The lines of the order that it becomes when it is confirmed. */
    public List<PricedLine> orderLines() {
        return lines.stream()
                .map(line -> new PricedLine(line.item(), line.quantity(), line.price()))
                .toList();
    }

    /** What it gives back. */
    List<Line> stock() {
        return lines.stream()
                .map(line -> new Line(line.item(), line.quantity()))
                .toList();
    }

    Hold ended(State how, @Nullable Long becameOrder, long newVersion) {
        return new Hold(
                id,
                how,
                List.of(),
                customer,
                placedMillis,
                expiresMillis,
                placedClock,
                endsClock,
                becameOrder,
                newVersion);
    }

    Hold until(long newExpiresMillis, long newEndsClock, long newVersion) {
        return new Hold(
                id,
                state,
                lines,
                customer,
                placedMillis,
                newExpiresMillis,
                placedClock,
                newEndsClock,
                order,
                newVersion);
    }

    @Override
    public int weight() {
        return Weight.BASE + lines.size();
    }

    @Override
    public long digest() {
        Digest64.Quick digest = new Digest64.Quick()
                .add("hold")
                .add(id)
                .add(state.name())
                .add(customer)
                .add(placedMillis)
                .add(expiresMillis)
                .add(placedClock)
                .add(endsClock)
                .add(order == null ? -1 : order)
                .add(version);
        for (HeldLine line : lines) {
            digest.add(line.item())
                    .add(line.quantity())
                    .add(line.price().unscaledValue().longValue())
                    .add(line.price().scale())
                    .add(line.counted());
        }
        return digest.value();
    }

    @Override
    public void putInto(StoreState state) {
        state.putHold(this);
    }
}
