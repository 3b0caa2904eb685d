package menhir.leader;

import java.util.Set;
import menhir.replica.StateChunk;
import menhir.replication.Protocol;
import menhir.simulation.Mutation;
import menhir.store.Decider;
import menhir.store.DeciderParts;
import menhir.store.Entry;
import menhir.store.StoreState;

/** Creates leaders, with at most one rule broken on purpose. */
public final class LeaderParts {
    private LeaderParts() {}

    public static StoreLeader leader(
            Protocol protocol,
            LeaderSettings settings,
            boolean singleton,
            String address,
            StoreLeader.LeaderFactory factory,
            StoreLeader.Output output,
            long now) {
        return new BrokenLeader(protocol, settings, singleton, address, factory, output, now);
    }

    private static final class BrokenLeader extends StoreLeader {
        private final Protocol protocol;
        private final LeaderSettings settings;

        BrokenLeader(
                Protocol protocol,
                LeaderSettings settings,
                boolean singleton,
                String address,
                LeaderFactory factory,
                Output output,
                long now) {
            super(settings, singleton, address, factory, output, now);
            this.protocol = protocol;
            this.settings = settings;
        }

        @Override
        Decider newDecider(StoreState state) {
            return protocol.breaks(Mutation.HOLD_CLOCK_OF_THE_LEADER)
                    ? DeciderParts.withHoldClockOfItsOwn(
                            state, settings.rules(), settings.wallClock().getAsLong())
                    : super.newDecider(state);
        }

        @Override
        void countTime(long now) {
            super.countTime(now + (protocol.breaks(Mutation.SKIPPED_TIME_ENDS_HOLDS) ? skippedMillis() : 0));
        }

        @Override
        boolean isOwn(long epoch) {
            return protocol.breaks(Mutation.COMMANDS_OF_ANY_EPOCH) || super.isOwn(epoch);
        }

        @Override
        void replyWhenReleased(long index, String frontEnd, CommandReply reply) {
            Mutation early = reply instanceof CommandReply.Rejected
                    ? Mutation.REJECTION_BEFORE_RELEASE
                    : Mutation.REPLY_BEFORE_RELEASE;
            if (protocol.breaks(early)) {
                replyNow(frontEnd, reply);
            } else {
                super.replyWhenReleased(index, frontEnd, reply);
            }
        }

        @Override
        boolean isTooOld(SubmittedCommand submitted) {
            return !protocol.breaks(Mutation.OLD_ATTEMPT_DECIDED) && super.isTooOld(submitted);
        }

        @Override
        boolean mayDecide(long now) {
            return protocol.breaks(Mutation.DECISION_WITHOUT_LEASE) ? leader().leads() : super.mayDecide(now);
        }

        @Override
        Set<String> affectedKeys(Entry entry) {
            return protocol.breaks(Mutation.TOPICS_NOT_INVALIDATED) ? entry.affectedNames() : super.affectedKeys(entry);
        }

        @Override
        StateLoader newLoader(
                LeaderSettings of,
                int slot,
                long lastIndex,
                long lastEpoch,
                long epoch,
                StateLoader.Output output,
                long now) {
            return new StateLoader(of, slot, lastIndex, lastEpoch, epoch, output, now) {
                @Override
                boolean isExpected(StateChunk chunk) {
                    return protocol.breaks(Mutation.LATE_CHUNK_ACCEPTED) || super.isExpected(chunk);
                }

                @Override
                boolean isLast(StateChunk chunk) {
                    return protocol.breaks(Mutation.FIRST_CHUNK_IS_ALL) || super.isLast(chunk);
                }
            };
        }
    }
}
