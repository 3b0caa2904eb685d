package menhir.games.node;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.List;
import menhir.cluster.ClusterPeers;
import menhir.service.StoreService;
import menhir.service.StoreService.Lookup;
import menhir.service.StoreService.Outcome;
import menhir.store.Command.InstallView;
import menhir.store.MembershipView;
import menhir.store.MembershipView.MemberIncarnation;
import menhir.wire.CborMessage;
import org.jspecify.annotations.Nullable;

/**
 * The view service of the multicast. There is one on each node; the one on the first of the live nodes, by name, proposes
 * rosters. Several at once, which see different nodes as live, do no harm: a proposal names the roster that it is to follow,
 * and the store's log takes one.
 *
 * <p>Nothing here is durable. Who takes over knows the roster from the store and, after a moment, who is there from the
 * counters, which announce themselves to whomever they see as first.
 */
public final class ViewCoordinator extends AbstractBehavior<ViewCoordinator.Command> {

    /** Its name, the same on every node. */
    public static final String NAME = "roster-keeper";

    public sealed interface Command {}

    /** A counter is there. */
    record Announce(MemberIncarnation member) implements Command, CborMessage {}

    /** The present roster; null if it could not be read. */
    private record Looked(@Nullable MembershipView roster) implements Command {}

    private record Proposed(@Nullable Outcome outcome) implements Command {}

    private record Tick() implements Command {}

    private static final Duration TICK = Duration.ofMillis(200);

    private final StoreService stores;
    private final String store;
    private final String node;
    private final ClusterPeers<Command> keepers;
    private final ViewRules rules = new ViewRules(now());
    private boolean first;
    private boolean busy;

    private ViewCoordinator(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            StoreService stores,
            String store,
            String node,
            ClusterPeers<Command> keepers) {
        super(context);
        context.setLoggerName(ViewCoordinator.class);
        this.stores = stores;
        this.store = store;
        this.node = node;
        this.keepers = keepers;
        timers.startTimerWithFixedDelay(new Tick(), TICK);
    }

    /**
     * The keeper on this node.
     *
     * @param store the scoreboard whose log agrees on rosters
     * @param keepers for this actor alone
     */
    public static Behavior<Command> create(
            StoreService stores, String store, String node, ClusterPeers<Command> keepers) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new ViewCoordinator(context, timers, stores, store, node, keepers)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Announce.class, this::onAnnounce)
                .onMessage(Tick.class, this::onTick)
                .onMessage(Looked.class, this::onLooked)
                .onMessage(Proposed.class, this::onProposed)
                .build();
    }

    private Behavior<Command> onAnnounce(Announce announce) {
        rules.announced(announce.member(), now());
        return this;
    }

    private Behavior<Command> onTick(Tick tick) {
        keepers.refresh();
        boolean nowFirst = node.equals(keepers.first());
        if (nowFirst && !first) {
            rules.beginAnew(now());
        }
        first = nowFirst;
        if (first && !busy) {
            busy = true;
            getContext()
                    .pipeToSelf(
                            stores.lookup(store, MembershipView.NAME),
                            (lookup, failure) -> new Looked(failure == null ? rosterIn(lookup) : null));
        }
        return this;
    }

    private static MembershipView rosterIn(Lookup lookup) {
        return lookup.value() instanceof MembershipView roster ? roster : MembershipView.NONE;
    }

    private Behavior<Command> onLooked(Looked looked) {
        busy = false;
        MembershipView roster = looked.roster();
        List<MemberIncarnation> members = roster == null ? null : rules.proposal(roster, keepers.names(), now());
        if (roster != null && members != null) {
            busy = true;
            InstallView command = new InstallView(stores.newKey(), roster.number(), members);
            getContext()
                    .pipeToSelf(
                            stores.submit(store, command),
                            (outcome, failure) -> new Proposed(failure == null ? outcome : null));
        }
        return this;
    }

    /** Whatever came of it, the next tick looks again. */
    private Behavior<Command> onProposed(Proposed proposed) {
        busy = false;
        if (proposed.outcome() instanceof Outcome.ValueChanged stands
                && stands.value() instanceof MembershipView roster) {
            getContext().getLog().info("{}: roster {}: {}", store, roster.number(), roster.members());
        }
        return this;
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
