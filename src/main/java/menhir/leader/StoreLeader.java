package menhir.leader;

import java.util.List;
import java.util.Set;
import menhir.replica.LogReplies.LeaderKnown;
import menhir.replica.OrderRead;
import menhir.replica.StateChunk;
import menhir.replication.FrontEndMessage;
import menhir.replication.Leader;
import menhir.replication.LeaderOutput;
import menhir.replication.LeaderOutput.Fetched;
import menhir.replication.ReplicaMessage;
import menhir.replication.ReplicaReply;
import menhir.store.Command;
import menhir.store.Decider;
import menhir.store.Decision;
import menhir.store.Entry;
import menhir.store.EntryCodec;
import menhir.store.StoreState;
import menhir.store.Value;
import org.jspecify.annotations.Nullable;

/**
 * A store's leader: decides commands, orders them in the log, and replies when they are released. It joins {@link Leader},
 * which has the protocol's rules, and {@link Decider}, which has the store's.
 *
 * <p>Nothing here is durable: what a reply promises is on disk in a majority of the slots. There are two kinds. The
 * <em>singleton</em> runs on the node with the store's home slot. It starts again as a candidate when it has retired, and asks
 * an acting leader to hand over. An <em>acting</em> leader leads while the singleton cannot; it stops when it has retired or
 * does not win. Belongs to one thread.
 */
public class StoreLeader {

    /** What a leader needs from its environment. Any message may be lost. */
    public interface Output {
        void toReplica(int slot, ReplicaMessage message);

        void toFrontEnd(String frontEnd, FrontEndMessage message);

        /** Replies to commands of a front-end. */
        void reply(String frontEnd, List<CommandReply> replies);

        /** Asks for entries of a replica's log; answered by {@link StoreLeader#onFetched}. */
        void fetch(int slot, long fromIndex);

        /** Asks a catalog replica for a chunk of its state; answered by {@link StoreLeader#onChunk}. */
        void exportState(int slot, int position);

        /** Calls {@link StoreLeader#flush} after the messages that have arrived already. */
        void flushLater();

        /** Asks all replicas which leader they know; answered by {@link StoreLeader#onLeaderKnown}. */
        void findLeader();

        /** Asks the leader at this address to hand over to the singleton. */
        void requestHandOver(String leader);

        /** The leader begins to lead, after the log that it took over. */
        void leading(long epoch, long afterIndex);

        void retired(long epoch, String reason);
    }

    /** Creates the protocol's rules. */
    public interface LeaderFactory {
        Leader create(LeaderOutput.Entries entries, LeaderOutput output, long now);
    }

    /** What happens to a leader after a step. */
    public enum Next {
        CONTINUE,
        /** It has retired and must be replaced by a new candidate of the same kind. */
        START_AGAIN,
        STOP
    }

    /** A read of orders, with a slot whose replica can answer it by the leader's word. */
    public record VouchedRead(int slot, OrderRead read) {}

    private final LeaderSettings settings;
    private final List<Integer> slotsInOrder;
    private final boolean singleton;
    private final String address;
    private final Output output;
    private final Leader leader;
    private final PendingReplies replies;
    private final RestockSchedule restocks;
    private final CatalogSeeder seeder;
    private final HandOver handOver;
    private final long startedAt;

    private Decider decider;
    private @Nullable StateLoader loader;
    private boolean flushing;
    private boolean stopping;
    private boolean retired;
    private long soughtLeaderAt;
    /** By how much the time has skipped. Somebody may have set the wall clock. */
    private long skippedMillis;

    /**
     * A candidate, which becomes the leader if a majority of the replicas lets it.
     *
     * @param address by which replicas know the leader
     */
    public StoreLeader(
            LeaderSettings settings,
            boolean singleton,
            String address,
            LeaderFactory factory,
            Output output,
            long now) {
        this.settings = settings;
        this.slotsInOrder = settings.slotsInOrder();
        this.singleton = singleton;
        this.address = address;
        this.output = output;
        this.startedAt = now;
        this.soughtLeaderAt = now - settings.timing().leaseMillis();
        this.replies = new PendingReplies(output::reply);
        this.restocks = new RestockSchedule(settings.rules().restocking());
        this.seeder = new CatalogSeeder(settings.firstCatalog());
        this.decider = settings.decider(settings.emptyState());
        this.leader = factory.create(new ProtocolEntries(), new ProtocolOutput(), now);
        this.handOver = new HandOver(settings, singleton, leader);
    }

    /** How often {@link #tick} should be called now, in milliseconds. An idle store's leader has little to do. */
    public long tickMillis() {
        return leader.tickMillis();
    }

    /** What to do with this leader after the step that has just been made. */
    public Next next() {
        if (!retired) {
            return Next.CONTINUE;
        }
        return singleton && !stopping ? Next.START_AGAIN : Next.STOP;
    }

    // ---- commands ---------------------------------------------------------------------------------------------------

    /**
     * Decides commands of one front-end, which were sent to the leader of this epoch. They are void if it leads in another
     * one: meanwhile another leader may have rejected them, and the clients been told so.
     */
    public void onSubmit(String frontEnd, long epoch, List<SubmittedCommand> commands, long now) {
        boolean accepts = isOwn(epoch)
                && mayDecide(now)
                && !leader.draining()
                && decider.state().opened();
        long timeMillis = settings.wallClock().getAsLong();
        countTime(now);
        for (SubmittedCommand command : commands) {
            if (!accepts) {
                replies.replyNow(frontEnd, new CommandReply.NotLeader(command.id(), command.attempt()));
            } else if (isTooOld(command)) {
                replies.replyNow(frontEnd, new CommandReply.TooOld(command.id(), command.attempt(), leader.released()));
            } else if (!leader.hasRoom()) {
                replies.replyNow(frontEnd, new CommandReply.Overloaded(command.id(), command.attempt()));
            } else {
                decide(frontEnd, command, timeMillis);
            }
        }
        replies.release(leader.released());
        flushSoon();
    }

    /**
     * Whether commands may be decided: only while nobody else can lead. Then the leader's log has all that was ever
     * released, and a rejection is true at this moment.
     */
    boolean mayDecide(long now) {
        return leader.leaseRunning(now);
    }

    /** Whether an earlier attempt may have been accepted by an entry whose key is forgotten by now. */
    boolean isTooOld(SubmittedCommand submitted) {
        return submitted.since() < decider.state().index() - settings.keyCapacity()
                && !decider.knows(submitted.command());
    }

    /** Whether commands for this epoch are for this leader. */
    boolean isOwn(long epoch) {
        return epoch == leader.epoch();
    }

    private void decide(String frontEnd, SubmittedCommand submitted, long timeMillis) {
        Command command = submitted.command();
        Decision decision = decider.decide(command, timeMillis);
        if (decision instanceof Decision.Accepted accepted) {
            Entry.Keyed entry = accepted.entry();
            long index = append(entry);
            String target = command.target(index);
            Value value = target == null ? null : decider.state().value(target);
            replyWhenReleased(index, frontEnd, new CommandReply.Done(submitted.id(), entry, value));
        } else if (decision instanceof Decision.Replayed replayed) {
            replyWhenReleased(
                    leader.lastIndex(),
                    frontEnd,
                    new CommandReply.Replayed(submitted.id(), replayed.number(), replayed.index()));
        } else if (decision instanceof Decision.Rejected rejected) {
            // The entries that it was decided on must be released first: a later leader may not have them.
            replyWhenReleased(
                    leader.lastIndex(),
                    frontEnd,
                    new CommandReply.Rejected(submitted.id(), submitted.attempt(), rejected.why()));
        }
    }

    void replyWhenReleased(long index, String frontEnd, CommandReply reply) {
        replies.await(index, frontEnd, reply);
    }

    /** Replies with the next release, whatever is released. */
    final void replyNow(String frontEnd, CommandReply reply) {
        replies.replyNow(frontEnd, reply);
    }

    private long append(Entry entry) {
        long index = leader.propose(entry.orderNumber(), EntryCodec.encode(entry), affectedKeys(entry));
        decider.apply(index, entry);
        return index;
    }

    /** The cache keys to invalidate before the entry is released. */
    Set<String> affectedKeys(Entry entry) {
        return decider.affectedKeys(entry);
    }

    /** Commands that have arrived meanwhile share an Append: the flush comes after them. */
    private void flushSoon() {
        if (!flushing) {
            flushing = true;
            output.flushLater();
        }
    }

    /** Answers {@link Output#flushLater}. */
    public void flush(long now) {
        flushing = false;
        leader.flush(now);
    }

    // ---- the protocol -----------------------------------------------------------------------------------------------

    public void onReply(ReplicaReply reply, long now) {
        leader.onReply(reply, now);
        startLeadingIfLoaded(now);
    }

    public void onFetched(Fetched fetched, long now) {
        if (loader != null) {
            onLoaded(loader.onFetched(fetched, now), now);
        } else {
            leader.onFetched(fetched, now);
        }
    }

    public void onChunk(StateChunk chunk, long now) {
        if (loader != null) {
            onLoaded(loader.onChunk(chunk, now), now);
        }
    }

    StateLoader newLoader(
            LeaderSettings of,
            int slot,
            long lastIndex,
            long lastEpoch,
            long epoch,
            StateLoader.Output loaderOutput,
            long now) {
        return new StateLoader(of, slot, lastIndex, lastEpoch, epoch, loaderOutput, now);
    }

    Decider newDecider(StoreState state) {
        return settings.decider(state);
    }

    private void onLoaded(boolean more, long now) {
        if (more) {
            leader.onLoadProgress(now);
        }
        startLeadingIfLoaded(now);
    }

    private void startLeadingIfLoaded(long now) {
        StoreState state = loader == null ? null : loader.loaded();
        if (state != null && leader.phase() == Leader.Phase.LOADING) {
            loader = null;
            decider = newDecider(state);
            handOver.began(now);
            output.leading(leader.epoch(), state.index());
            leader.onLoaded(now);
        }
    }

    /** To be called every {@link #tickMillis}. */
    public void tick(long now) {
        leader.tick(now);
        if (loader != null) {
            loader.tick(now);
            startLeadingIfLoaded(now);
        }
        if (leader.leads() && !decider.state().opened()) {
            seed();
        }
        countTime(now);
        if (mayDecide(now) && !leader.draining() && decider.state().opened()) {
            expireHolds();
        }
        if (leader.leaseRunning(now) && decider.state().opened() && restocks.due(now)) {
            restock();
        }
        handOver.tick(placement(), now);
        if (!leader.leads() && !retired) {
            waitToLead(now);
        }
    }

    private void waitToLead(long now) {
        boolean elected = leader.phase() == Leader.Phase.LOADING;
        if (!singleton && !elected && now - startedAt >= 2 * settings.timing().leaseMillis()) {
            // Another leads, or there is no majority. The standby keeps watching.
            stopping = true;
            retired = true;
        } else if (singleton && now - soughtLeaderAt >= settings.timing().leaseMillis()) {
            soughtLeaderAt = now;
            output.findLeader();
        }
    }

    /** By the time that nobody sets: holds last as long as they should, whatever happens to the wall clock. */
    void countTime(long now) {
        decider.countTime(now - skippedMillis);
    }

    final long skippedMillis() {
        return skippedMillis;
    }

    private void seed() {
        while (leader.hasRoom() && !decider.state().opened()) {
            append(seeder.next(decider, settings.wallClock().getAsLong()));
        }
        flushSoon();
    }

    private void expireHolds() {
        Entry expired = decider.expiredHolds(settings.wallClock().getAsLong());
        while (expired != null && leader.hasRoom()) {
            append(expired);
            flushSoon();
            expired = decider.expiredHolds(settings.wallClock().getAsLong());
        }
    }

    private void restock() {
        for (String name : decider.itemsToRestock()) {
            if (!leader.hasRoom()) {
                // The rest follows with the next check.
                break;
            }
            append(decider.restock(name, settings.wallClock().getAsLong()));
        }
        flushSoon();
    }

    // ---- hand-over --------------------------------------------------------------------------------------------------

    /** What a replica knows about the leader: the singleton asks an acting leader to hand over. */
    public void onLeaderKnown(LeaderKnown known) {
        String other = known.leader();
        if (other != null && !other.equals(address) && known.leaseRemainingMillis() > 0 && !leader.leads()) {
            output.requestHandOver(other);
        }
    }

    /** The singleton asks to lead. */
    public void handOver(long now) {
        handOver.onAsked(placement(), now);
    }

    private int placement() {
        return decider.state().leaderPlacement().slot();
    }

    /** Resigns in favour of another node, then stops. */
    public void stop(long now) {
        stopping = true;
        handOver.leave(now);
    }

    /** This candidate takes the place of a leader that has retired. If that one named another to follow, it lets that one go first. */
    public void replace(StoreLeader retiredLeader, long now) {
        handOver.replace(retiredLeader.handOver);
        long rest = retiredLeader.handOver.restMillis();
        if (rest > 0) {
            leader.rest(now + rest);
        }
    }

    /** The time has skipped so much since the last step: {@link Leader#onTimeSkipped}. */
    public void onTimeSkipped(long millis) {
        skippedMillis += millis;
        leader.onTimeSkipped(millis);
    }

    // ---- front-ends -------------------------------------------------------------------------------------------------

    public void onLeaseAsked(String frontEnd, long askedAt, long now) {
        leader.onLeaseAsked(frontEnd, askedAt, now);
    }

    public void onInvalidated(String frontEnd, long epoch, long index, long now) {
        leader.onInvalidated(frontEnd, epoch, index, now);
    }

    public void onLeaseReturned(String frontEnd, long epoch, long now) {
        leader.onLeaseReturned(frontEnd, epoch, now);
    }

    /** A slot whose replica can answer a read of orders, with this leader's word for what is released; or null. */
    public @Nullable VouchedRead vouch(OrderRead read, long now) {
        int slot = leader.leaseRunning(now) && leader.established() ? leader.firstInStep(slotsInOrder, now) : 0;
        return slot == 0
                ? null
                : new VouchedRead(
                        slot, new OrderRead(read.request(), read.afterNumber(), read.limit(), leader.released()));
    }

    public LeaderStatus status(long now) {
        return new LeaderStatus(
                settings.node(),
                leader.epoch(),
                leader.lastIndex(),
                leader.released(),
                leader.leaseRunning(now),
                decider.state().opened(),
                leader.replicas(now));
    }

    /** The protocol's rules, to observe them. */
    public Leader leader() {
        return leader;
    }

    /** The state that commands are decided on, to observe it. */
    public StoreState state() {
        return decider.state();
    }

    // ---- what the protocol asks for ---------------------------------------------------------------------------------

    /** Entries that the protocol writes are applied by the decider too, so that its state stays in step with the log. */
    private final class ProtocolEntries implements LeaderOutput.Entries {
        @Override
        public byte[] leaderElected(long epoch) {
            return applied(new Entry.LeaderElected(
                    epoch, settings.node(), settings.wallClock().getAsLong()));
        }

        @Override
        public byte[] replicaJoined(int slot) {
            return applied(new Entry.ReplicaJoined(slot));
        }

        private byte[] applied(Entry entry) {
            decider.apply(leader.lastIndex() + 1, entry);
            return EntryCodec.encode(entry);
        }
    }

    private final class LoaderOutput implements StateLoader.Output {
        @Override
        public void exportState(int slot, int position) {
            output.exportState(slot, position);
        }

        @Override
        public void fetch(int slot, long fromIndex) {
            output.fetch(slot, fromIndex);
        }
    }

    private final class ProtocolOutput implements LeaderOutput {
        @Override
        public void toReplica(int slot, ReplicaMessage message) {
            output.toReplica(slot, message);
        }

        @Override
        public void toFrontEnd(String frontEnd, FrontEndMessage message) {
            output.toFrontEnd(frontEnd, message);
        }

        @Override
        public void fetch(int slot, long fromIndex) {
            output.fetch(slot, fromIndex);
        }

        @Override
        public void load(int slot, long lastIndex, long now) {
            if (loader == null) {
                loader = newLoader(
                        settings, slot, lastIndex, leader.baseEpoch(), leader.epoch(), new LoaderOutput(), now);
            }
        }

        @Override
        public void released(long index) {
            replies.release(index);
        }

        @Override
        public void retired(String reason) {
            retired = true;
            loader = null;
            output.retired(leader.epoch(), reason);
        }
    }
}
