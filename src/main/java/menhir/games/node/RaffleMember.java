package menhir.games.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import menhir.cluster.ClusterPeers;
import menhir.games.multicast.Delivered;
import menhir.games.multicast.Member;
import menhir.games.multicast.Multicast;
import menhir.games.multicast.MulticastLimits;
import menhir.games.multicast.MulticastOutput;
import menhir.games.multicast.Packet;
import menhir.games.multicast.View;
import menhir.games.raffle.Raffle;
import menhir.games.raffle.RaffleRequest;
import menhir.games.raffle.RaffleView;
import menhir.games.raffle.Winner;
import menhir.service.ServiceException;
import menhir.service.StoreService;
import menhir.store.MembershipView;
import menhir.store.MembershipView.MemberIncarnation;
import menhir.wire.CborMessage;
import org.jspecify.annotations.Nullable;

/**
 * A front-end's member of the multicast, with the raffle that it feeds: a shell around {@link Multicast} and {@link
 * Raffle}. A member that was left out of a roster begins a new life, as another member, and takes over what no other member
 * had seen of its requests.
 *
 * <p>Nothing here is durable: the order lives as long as one member that knows it does.
 */
public final class RaffleMember extends AbstractBehavior<RaffleMember.Command> {

    /** Its name, the same on every node. */
    public static final String NAME = "counter";

    public sealed interface Command {}

    /** From another member. */
    record Carry(Packet packet) implements Command, CborMessage {}

    /** Draw a winner; empty when there is no entry to draw from. */
    public record Draw(CompletableFuture<Optional<Winner>> answer) implements Command {}

    /** The raffle, with the newest entries and winners. */
    public record ViewRaffle(int limit, CompletableFuture<RaffleView> answer) implements Command {}

    /** What was delivered lately, of places above {@code after}. */
    public record ViewDeliveries(long after, int limit, CompletableFuture<List<Delivered>> answer) implements Command {}

    private record Looked(@Nullable MembershipView roster) implements Command {}

    private record Tick() implements Command {}

    private record Awake() implements Command {}

    private record Gather() implements Command {}

    private record PendingDraw(CompletableFuture<Optional<Winner>> answer, long deadline) {}

    private static final Duration TICK = Duration.ofMillis(100);

    /** From the first request on, others are gathered for so long. */
    private static final Duration GATHER = Duration.ofMillis(20);

    private static final long LOOK_MILLIS = 200;
    private static final long ANNOUNCE_MILLIS = 500;
    private static final long DRAW_MILLIS = 8_000;
    private static final int MAX_DRAWS = 100;

    private final TimerScheduler<Command> timers;
    private final RaffleMemberSettings settings;
    private final StoreService stores;
    private final RequestFeed feed;
    private final ClusterPeers<Command> counters;
    private final ClusterPeers<ViewCoordinator.Command> keepers;
    private final Map<String, PendingDraw> draws = new HashMap<>();

    private Multicast multicast;
    private Raffle raffle = new Raffle();
    private long lookedAt;
    private boolean looking;
    private long announcedAt;
    private long drawsAsked;
    private long askedForDraw = -1;

    private RaffleMember(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            RaffleMemberSettings settings,
            StoreService stores,
            RequestFeed feed,
            ClusterPeers<Command> counters,
            ClusterPeers<ViewCoordinator.Command> keepers) {
        super(context);
        context.setLoggerName(RaffleMember.class);
        this.timers = timers;
        this.settings = settings;
        this.stores = stores;
        this.feed = feed;
        this.counters = counters;
        this.keepers = keepers;
        this.multicast = newLife(0);
        timers.startTimerWithFixedDelay(new Tick(), TICK);
        sleep();
    }

    /** A counter; both kinds of peers are for this actor alone. */
    public static Behavior<Command> create(
            RaffleMemberSettings settings,
            StoreService stores,
            RequestFeed feed,
            ClusterPeers<Command> counters,
            ClusterPeers<ViewCoordinator.Command> keepers) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new RaffleMember(context, timers, settings, stores, feed, counters, keepers)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Carry.class, this::onCarry)
                .onMessage(Tick.class, this::onTick)
                .onMessage(Awake.class, this::onAwake)
                .onMessage(Gather.class, this::onGather)
                .onMessage(Looked.class, this::onLooked)
                .onMessage(Draw.class, this::onDraw)
                .onMessage(ViewRaffle.class, this::onViewRaffle)
                .onMessage(ViewDeliveries.class, this::onViewDeliveries)
                .onSignal(PostStop.class, this::onPostStop)
                .build();
    }

    private Multicast newLife(long after) {
        Member self = new Member(settings.node(), Math.max(after + 1, System.currentTimeMillis()));
        return new Multicast(self, MulticastLimits.standard(), new Output());
    }

    // ---- the multicast ----------------------------------------------------------------------------------------------

    private Behavior<Command> onCarry(Carry carry) {
        multicast.onPacket(carry.packet(), now());
        return afterStep();
    }

    private Behavior<Command> onTick(Tick tick) {
        long now = now();
        if (now - announcedAt >= ANNOUNCE_MILLIS) {
            announcedAt = now;
            announce();
        }
        if (!looking && now - lookedAt >= LOOK_MILLIS) {
            lookedAt = now;
            lookForRoster();
        }
        multicast.tick(now);
        failLateDraws(now);
        drawIfDue();
        return afterStep();
    }

    /** Without requests there is nothing to do for them. */
    private void sleep() {
        ActorRef<Command> self = getContext().getSelf();
        feed.sleep(() -> self.tell(new Awake()));
    }

    private Behavior<Command> onAwake(Awake awake) {
        timers.startSingleTimer(new Gather(), GATHER);
        return this;
    }

    private Behavior<Command> onGather(Gather gather) {
        while (multicast.hasRoom()) {
            String request = feed.poll();
            if (request == null) {
                break;
            }
            multicast.submit(request);
        }
        multicast.flush(now());
        if (feed.isEmpty()) {
            sleep();
        } else {
            timers.startSingleTimer(new Gather(), GATHER);
        }
        return afterStep();
    }

    private void announce() {
        counters.refresh();
        keepers.refresh();
        String first = keepers.first();
        if (first != null) {
            Member self = multicast.self();
            keepers.tell(first, new ViewCoordinator.Announce(new MemberIncarnation(self.name(), self.incarnation())));
        }
    }

    private void lookForRoster() {
        looking = true;
        getContext()
                .pipeToSelf(
                        stores.lookup(settings.store(), MembershipView.NAME),
                        (lookup, failure) -> new Looked(
                                failure == null && lookup.value() instanceof MembershipView roster ? roster : null));
    }

    private Behavior<Command> onLooked(Looked looked) {
        looking = false;
        MembershipView roster = looked.roster();
        if (roster != null && roster.number() > 0 && concerns(roster)) {
            List<Member> members = roster.members().stream()
                    .map(member -> new Member(member.name(), member.incarnation()))
                    .toList();
            multicast.onView(View.of(roster.number(), members), now());
        }
        return afterStep();
    }

    /** A new life waits for its member: the rosters before are not about it. */
    private boolean concerns(MembershipView roster) {
        Member self = multicast.self();
        return multicast.view() != null
                || roster.members().contains(new MemberIncarnation(self.name(), self.incarnation()));
    }

    /** A member that is out comes back as another one, with what nobody has seen yet. */
    private Behavior<Command> afterStep() {
        if (multicast.retired()) {
            List<String> unsent = multicast.unsent();
            multicast = newLife(multicast.self().incarnation());
            unsent.forEach(multicast::submit);
            announce();
        }
        return this;
    }

    private final class Output implements MulticastOutput {
        @Override
        public void send(Member to, Packet packet) {
            counters.tell(to.name(), new Carry(packet));
        }

        @Override
        public void deliver(long position, Member sender, String request) {
            raffle.deliver(sender.name(), request);
            PendingDraw pending = sender.equals(multicast.self()) ? draws.remove(request) : null;
            if (pending != null) {
                pending.answer().complete(Optional.ofNullable(raffle.winner()));
            }
        }

        @Override
        public byte[] snapshot() {
            return raffle.snapshot();
        }

        @Override
        public void restore(byte[] state, long position) {
            raffle = Raffle.restore(state);
        }

        @Override
        public void installed(View view) {
            // Whoever was to draw may not have got that far.
            askedForDraw = -1;
            if (multicast.founding() == view.number()) {
                // Nobody knew anything: what this node may have known of an earlier order is over.
                raffle = new Raffle();
            }
            getContext().getLog().info("counting with roster {}: {}", view.number(), view.members());
        }

        @Override
        public void retired(String reason) {
            getContext().getLog().info("{} counts no more: {}", multicast.self(), reason);
        }
    }

    // ---- the raffle -------------------------------------------------------------------------------------------------

    private Behavior<Command> onDraw(Draw draw) {
        if (draws.size() >= MAX_DRAWS || !multicast.installed() || !multicast.hasRoom()) {
            draw.answer().completeExceptionally(notNow());
            return this;
        }
        String request = drawRequest();
        draws.put(request, new PendingDraw(draw.answer(), now() + DRAW_MILLIS));
        multicast.submit(request);
        multicast.flush(now());
        return afterStep();
    }

    private String drawRequest() {
        return new RaffleRequest.Draw(nonce()).text();
    }

    private String nonce() {
        drawsAsked++;
        return multicast.self() + "/" + drawsAsked + "/" + System.nanoTime();
    }

    /**
     * Of all front-ends the first one of the roster draws by itself, once for so many new entries. One that was first before
     * may have asked for the same draw: it is done once.
     */
    private void drawIfDue() {
        View view = multicast.view();
        if (settings.drawEvery() == 0 || view == null || !multicast.installed() || !multicast.hasRoom()) {
            return;
        }
        boolean first = view.members().get(0).equals(multicast.self());
        if (first && askedForDraw != raffle.draws() && raffle.drawIsDue(settings.drawEvery())) {
            askedForDraw = raffle.draws();
            multicast.submit(new RaffleRequest.NextDraw(raffle.draws(), nonce()).text());
        }
    }

    private void failLateDraws(long now) {
        draws.values().removeIf(draw -> {
            if (now < draw.deadline()) {
                return false;
            }
            draw.answer()
                    .completeExceptionally(new ServiceException(
                            ServiceException.Reason.OUTCOME_UNKNOWN,
                            "The draw has not found its place in the order in time. It may still be done."));
            return true;
        });
    }

    private Behavior<Command> onViewRaffle(ViewRaffle request) {
        View view = multicast.view();
        request.answer()
                .complete(new RaffleView(
                        multicast.self().toString(),
                        view == null ? 0 : view.number(),
                        multicast.installed(),
                        multicast.founding(),
                        raffle.requests(),
                        raffle.entered(),
                        multicast.position(),
                        raffle.digest(),
                        newest(raffle.entries(), request.limit()),
                        newest(raffle.winners(), request.limit()),
                        feed.leftOut()));
        return this;
    }

    private static <T> List<T> newest(List<T> all, int limit) {
        return all.subList(Math.max(0, all.size() - limit), all.size());
    }

    private Behavior<Command> onViewDeliveries(ViewDeliveries request) {
        request.answer()
                .complete(multicast.history().stream()
                        .filter(delivered -> delivered.position() > request.after())
                        .limit(request.limit())
                        .toList());
        return this;
    }

    private Behavior<Command> onPostStop(PostStop signal) {
        draws.values().forEach(draw -> draw.answer().completeExceptionally(notNow()));
        return this;
    }

    private static ServiceException notNow() {
        return new ServiceException(
                ServiceException.Reason.NO_MAJORITY,
                "This front-end does not take part in the raffle now; try again soon.");
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
