package menhir.store;

import java.util.Set;

/**
 * Where an administrator wants the store's leader to run. It runs elsewhere only while the node of that slot cannot lead.
 *
 * <p>It is on disk: see {@link Value}.
 *
 * @param slot the slot on whose node it is to run; 0 for the store's home, which is in the settings of the nodes
 * @param version index of the log entry that changed it last; 0 if none has
 */
public record LeaderPlacement(int slot, long version) implements Value {
    public static final String NAME = "\tleader";

    static final LeaderPlacement AT_HOME = new LeaderPlacement(0, 0);

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
        return new Digest64.Quick().add("leader").add(slot).add(version).value();
    }

    @Override
    public void putInto(StoreState state) {
        state.putLeaderPlacement(this);
    }

    /**
     * Wants the leader elsewhere from now on.
     *
     * @param slot as in {@link LeaderPlacement}
     */
    public record PlaceLeader(String key, int slot) implements Command {
        @Override
        public long fingerprint() {
            return new Digest64().add("place-leader").add(slot).value();
        }

        @Override
        public String target(long index) {
            return NAME;
        }

        @Override
        public int weight() {
            return Weight.SINGLE;
        }

        @Override
        public Decision decideBy(Decider decider, long timeMillis) {
            return new Decision.Accepted(new LeaderPlaced(slot, key, fingerprint(), timeMillis));
        }
    }

    /** The leader is wanted in another slot, or at home. */
    public record LeaderPlaced(int slot, String key, long fingerprint, long timeMillis) implements Entry.Keyed {
        @Override
        public void applyTo(StoreState state) {
            state.putLeaderPlacement(new LeaderPlacement(slot, state.index()));
        }

        @Override
        public Set<String> affectedNames() {
            return Set.of(NAME);
        }

        @Override
        public int weight() {
            return Weight.SINGLE;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.leaderPlaced(this);
        }
    }
}
