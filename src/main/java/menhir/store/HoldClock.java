package menhir.store;

/**
 * The time by which holds run out: milliseconds that the store's leaders have counted, as far as the log tells. A leader counts
 * by a clock that nobody sets, and continues from the newest {@link HoldEntry} that tells the time. What passed between that
 * entry and the beginning of its lead is not counted.
 *
 * <p>So it never runs ahead of the time that has really passed, whoever leads and whatever the nodes' wall clocks say: a hold may
 * last longer than it was promised, never shorter.
 *
 * <p>It is on disk: see {@link Value}.
 *
 * @param version index of the log entry that changed it last
 */
public record HoldClock(long millis, long version) implements Value {
    static final HoldClock START = new HoldClock(0, 0);

    private static final String NAME = "\tclock";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public long digest() {
        return new Digest64.Quick().add("clock").add(millis).add(version).value();
    }

    @Override
    public void putInto(StoreState state) {
        state.putHoldClock(this);
    }
}
