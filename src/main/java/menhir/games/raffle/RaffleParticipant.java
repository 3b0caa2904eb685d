package menhir.games.raffle;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import menhir.games.multicast.Delivery;
import menhir.games.multicast.GroupView;
import menhir.games.multicast.Member;
import menhir.games.multicast.Multicast;
import menhir.games.multicast.MulticastLimits;
import menhir.games.multicast.MulticastOutput;
import menhir.games.multicast.Packet;

/**
 * The part that one front-end takes in the raffle, across all its incarnations: its current {@link Multicast} member and the
 * {@link Raffle} that this member's deliveries drive. It decides when the member announces itself and looks up the group's
 * view, when the front-end rejoins as a new incarnation, and when an automatic draw is due.
 *
 * <p>A member that was excluded from the group is replaced by a new incarnation, which takes over the requests that were
 * never sent. Until a view with the new incarnation is installed, {@link #status} shows the raffle of the previous one.
 *
 * <p>Single-threaded. Times are milliseconds of a monotonic clock.
 */
public final class RaffleParticipant {
    static final long ANNOUNCE_MILLIS = 500;
    static final long LOOKUP_MILLIS = 200;

    /** The effects of a participant. */
    public interface Output {

        /** Sends a packet to a member. The network may lose, delay, duplicate or reorder it. */
        void send(Member to, Packet packet);

        /** Tells the coordinator of the group's views that this member is alive. */
        void announce(Member member);

        /** Looks up the current view; {@link #onView} or {@link #onNoView} must follow. */
        void lookUpView();

        /** For the log. */
        void viewInstalled(GroupView view);

        /** For the log. */
        void memberRetired(Member member, String reason);
    }

    private final String node;
    private final int drawEvery;
    private final MulticastLimits limits;
    private final LongSupplier wallClockMillis;
    private final RandomGenerator random;
    private final Output output;
    private final PendingDraws draws = new PendingDraws();

    private Multicast multicast;
    private Raffle raffle = new Raffle();

    /** The order that {@link #raffle} counts along, and its position in it: those of the last installed view. */
    private long firstView;

    private long position;

    private long announceAt = Long.MIN_VALUE;
    private long lookUpAt = Long.MIN_VALUE;
    private boolean lookingUp;
    private long nonces;

    /** Number of draws when this member last submitted an automatic draw; -1 if it submitted none in this view. */
    private long submittedDraw = -1;

    /**
     * A participant that is not in the group yet.
     *
     * @param node name of its members
     * @param drawEvery number of entries from one automatic draw to the next; 0 for no automatic draws
     * @param wallClockMillis source of increasing incarnations; it must not repeat a value after a restart of the process
     * @param random source of the nonces of draws
     */
    public RaffleParticipant(
            String node,
            int drawEvery,
            MulticastLimits limits,
            LongSupplier wallClockMillis,
            RandomGenerator random,
            Output output) {
        this.node = node;
        this.drawEvery = drawEvery;
        this.limits = limits;
        this.wallClockMillis = wallClockMillis;
        this.random = random;
        this.output = output;
        this.multicast = newMember(0);
    }

    private Multicast newMember(long incarnationAfter) {
        long incarnation = Math.max(incarnationAfter + 1, wallClockMillis.getAsLong());
        return new Multicast(new Member(node, incarnation), limits, new Application());
    }

    // ---- group membership -------------------------------------------------------------------------------------------

    /** Does what is due. To be called every 100 ms or so. */
    public void tick(long now) {
        if (now >= announceAt) {
            announceAt = now + ANNOUNCE_MILLIS;
            output.announce(multicast.self());
        }
        if (!lookingUp && now >= lookUpAt) {
            lookUpAt = now + LOOKUP_MILLIS;
            lookingUp = true;
            output.lookUpView();
        }
        multicast.tick(now);
        draws.expire(now);
        drawIfDue();
        rejoinIfRetired();
    }

    /**
     * The result of a lookup.
     *
     * @param latestIncarnation the highest incarnation of this node that was ever in a view; 0 if none was
     */
    public void onView(GroupView view, long latestIncarnation, long now) {
        lookingUp = false;
        Member self = multicast.self();
        boolean joined = multicast.view() != null;
        if (joined || view.members().contains(self)) {
            multicast.onView(view, now);
            rejoinIfRetired();
        } else if (latestIncarnation >= self.incarnation()) {
            // Possible if the wall clock was set back: this incarnation will never be admitted.
            rejoin(latestIncarnation, "incarnation " + latestIncarnation + " was a member before");
        }
        // Otherwise the view is older than this incarnation, which waits to be admitted.
    }

    /** The lookup failed, or there is no view yet. */
    public void onNoView() {
        lookingUp = false;
    }

    /** A packet arrived from another member. */
    public void onPacket(Packet packet, long now) {
        multicast.onPacket(packet, now);
        rejoinIfRetired();
    }

    private void rejoinIfRetired() {
        if (multicast.retired()) {
            startMember(multicast.self().incarnation());
        }
    }

    private void rejoin(long latestIncarnation, String reason) {
        output.memberRetired(multicast.self(), reason);
        startMember(latestIncarnation);
    }

    private void startMember(long incarnationAfter) {
        List<String> unsent = multicast.unsent();
        multicast = newMember(incarnationAfter);
        unsent.forEach(multicast::submit);
        output.announce(multicast.self());
    }

    // ---- requests ---------------------------------------------------------------------------------------------------

    /** Whether {@link #submit} accepts another request. */
    public boolean hasRoom() {
        return multicast.hasRoom();
    }

    /** Accepts an encoded {@link RaffleRequest}, to be sent with the next {@link #flush}; returns false without room. */
    public boolean submit(String request) {
        return multicast.submit(request);
    }

    /** Sends the submitted requests as far as the window allows. */
    public void flush(long now) {
        multicast.flush(now);
        rejoinIfRetired();
    }

    // ---- draws ------------------------------------------------------------------------------------------------------

    /** Draws a winner. The reply is given exactly once, at the latest by {@link #close}. */
    public void draw(Consumer<DrawOutcome> reply, long now) {
        if (draws.isFull() || !multicast.installed() || !multicast.hasRoom()) {
            reply.accept(new DrawOutcome.NotSubmitted());
            return;
        }
        String request = new RaffleRequest.Draw(nonce()).text();
        draws.add(request, reply, now);
        multicast.submit(request);
        flush(now);
    }

    private String nonce() {
        nonces++;
        return multicast.self() + "/" + nonces + "/" + random.nextLong();
    }

    /**
     * The first member of the view submits an automatic draw, once for the given number of entries. A previous first member
     * may have submitted the same draw; only one of them has an effect.
     */
    private void drawIfDue() {
        GroupView view = multicast.view();
        if (drawEvery == 0 || view == null || !multicast.installed() || !multicast.hasRoom()) {
            return;
        }
        boolean first = view.members().get(0).equals(multicast.self());
        if (first && submittedDraw != raffle.draws() && raffle.drawIsDue(drawEvery)) {
            submittedDraw = raffle.draws();
            multicast.submit(new RaffleRequest.NextDraw(raffle.draws(), nonce()).text());
        }
    }

    /** Gives up the pending draws. To be called once, at the end. */
    public void close() {
        draws.close();
    }

    // ---- state ------------------------------------------------------------------------------------------------------

    public String node() {
        return node;
    }

    /**
     * The raffle at this front-end.
     *
     * @param limit most entries, and most winners
     * @param dropped number of requests that did not reach {@link #submit}
     */
    public RaffleStatus status(int limit, long dropped) {
        GroupView view = multicast.view();
        return new RaffleStatus(
                multicast.self().toString(),
                view == null ? 0 : view.number(),
                multicast.installed(),
                firstView,
                raffle.requests(),
                raffle.entered(),
                position,
                raffle.digest(),
                newest(raffle.entries(), limit),
                newest(raffle.winners(), limit),
                dropped);
    }

    private static <T> List<T> newest(List<T> all, int limit) {
        return all.subList(Math.max(0, all.size() - limit), all.size());
    }

    /** The deliveries of the current member after a position, oldest first, as far as they are kept. */
    public List<Delivery> deliveries(long after, int limit) {
        return multicast.history().stream()
                .filter(delivery -> delivery.position() > after)
                .limit(limit)
                .toList();
    }

    private final class Application implements MulticastOutput {
        @Override
        public void send(Member to, Packet packet) {
            output.send(to, packet);
        }

        @Override
        public void deliver(long at, Member sender, String request) {
            position = at;
            raffle.deliver(sender.name(), request);
            if (sender.equals(multicast.self())) {
                draws.delivered(request, raffle.winner());
            }
        }

        @Override
        public byte[] snapshot() {
            return raffle.snapshot();
        }

        @Override
        public void restore(byte[] state, long at) {
            raffle = Raffle.restore(state);
            position = at;
        }

        @Override
        public void installed(GroupView view) {
            firstView = multicast.firstView();
            // The previous first member may have crashed before its automatic draw was delivered.
            submittedDraw = -1;
            if (firstView == view.number()) {
                // No member had state: the order starts again, and so does the raffle.
                raffle = new Raffle();
                position = 0;
            }
            output.viewInstalled(view);
        }

        @Override
        public void retired(String reason) {
            output.memberRetired(multicast.self(), reason);
        }
    }
}
