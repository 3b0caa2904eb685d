package menhir.games.multicast;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One member of a totally ordered multicast: what any member delivers, every member delivers, in the same order, without
 * gaps or repeats. What a member delivers before it dies is the beginning of what the others deliver.
 *
 * <p><em>Within a view</em> this is Lamport's algorithm ({@link LamportQueue}). <em>From view to view</em>, as soon as it is
 * told of a new one, a member acknowledges and delivers nothing more; it sends all others what it holds ({@link Item.Held},
 * {@link Item.Flushed}), and when it has the same from all, says so ({@link Item.Ready}). When all are ready, each delivers
 * all of it and begins the new view. If another member dies meanwhile, a still newer view comes and all is done again.
 *
 * <p>Why two steps: were it delivered as soon as a member has everything, that member could deliver a message which only it
 * and a dead one had, and die too. After the second step every member that can be in a later view holds all of it.
 *
 * <p>Invariants: whatever a member delivers, every member of its view holds or has delivered. A message of an earlier view
 * is delivered before any of a later one. A blank member acknowledges nothing before it has its state.
 *
 * <p>Single-threaded. Times are milliseconds of any clock that does not run backwards.
 */
public class Multicast {
    private static final int PIECE_BYTES = 32 * 1024;

    private final Member self;
    private final MulticastLimits limits;
    private final MulticastOutput output;
    private final LamportQueue queue;
    private final Outbox outbox;
    private final History history;

    private final Map<Member, Link> links = new TreeMap<>();
    private @Nullable View view;
    private ViewChange change = new ViewChange(new View(1, List.of(new Member("", 0))));
    private boolean installed;
    private boolean retired;
    private boolean blank = true;
    private boolean acknowledgementDue;
    private long founding;
    private long position;
    private int linkHighWater;

    /** A member without state, in no view yet. */
    public Multicast(Member self, MulticastLimits limits, MulticastOutput output) {
        this(self, limits, output, Stamp.ORDER);
    }

    Multicast(Member self, MulticastLimits limits, MulticastOutput output, Comparator<Stamp> order) {
        this.self = self;
        this.limits = limits;
        this.output = output;
        this.queue = new LamportQueue(order);
        this.outbox = new Outbox(limits);
        this.history = new History(limits.historyRequests());
    }

    // ---- requests ---------------------------------------------------------------------------------------------------

    /** Whether {@link #submit} would take another request. Without room the client is told to come again later. */
    public boolean hasRoom() {
        return !retired && outbox.hasRoom();
    }

    /**
     * Takes a request; it leaves with the next {@link #flush}, or gathers with others while messages are on the way. It is
     * delivered unless this member dies or is left out of a view first.
     *
     * @return false, and nothing is done, if there is no room
     * @throws IllegalArgumentException if the request is too long
     */
    public boolean submit(String request) {
        if (!hasRoom()) {
            return false;
        }
        outbox.add(request);
        return true;
    }

    /** Requests that no other member has seen; when this member retires they may be submitted to its next life. */
    public List<String> unsent() {
        return outbox.pending();
    }

    // ---- what comes in ----------------------------------------------------------------------------------------------

    /** A new view was agreed on; old news are ignored. */
    public void onView(View next, long now) {
        View current = view;
        if (retired || (current != null && next.number() <= current.number())) {
            return;
        }
        if (!next.members().contains(self)) {
            retire("view " + next.number() + " is without " + self);
            return;
        }
        view = next;
        installed = false;
        change = new ViewChange(next);
        noteHighWater();
        links.clear();
        for (Member member : next.members()) {
            if (!member.equals(self)) {
                links.put(member, newLink(next));
            }
        }
        queue.newView();
        if (blank) {
            queue.dropAll();
        }
        heldForOthers().forEach(batch -> toAll(new Item.Held(batch)));
        Item.Flushed flushed = new Item.Flushed(blank, queue.clock(), queue.delivered());
        toAll(flushed);
        change.flushed(self, flushed);
        advance();
        flush(now);
    }

    public void onPacket(Packet packet, long now) {
        View current = view;
        Link link = links.get(packet.from());
        if (retired || current == null || link == null || packet.view() != current.number()) {
            // Of an earlier view: too late. Of a later one: it comes again when this member has been told of that.
            return;
        }
        link.onPacket(packet, item -> take(packet.from(), current, item));
        flush(now);
    }

    /** To be called a few times in each {@link MulticastLimits#resendMillis()}. */
    public void tick(long now) {
        flush(now);
    }

    /** Sends what is due and delivers what may be delivered. */
    public void flush(long now) {
        View current = view;
        if (retired || current == null) {
            return;
        }
        if (installed) {
            do {
                sendRequests(current);
            } while (deliverAcknowledged(current) && outbox.hasNext());
            if (acknowledgementDue) {
                acknowledgementDue = false;
                toAll(new Item.Ack(queue.received(), queue.delivered()));
            }
        }
        links.forEach((member, link) -> link.due(now).forEach(packet -> output.send(member, packet)));
    }

    private boolean take(Member from, View current, Item item) {
        if (retired) {
            return false;
        }
        if (item instanceof Item.Data data) {
            return onData(from, current, data);
        } else if (item instanceof Item.Ack ack) {
            queue.acknowledged(from, ack.received());
            deliveredBy(from, ack.delivered());
        } else if (item instanceof Item.Held one) {
            hold(one.batch());
        } else if (item instanceof Item.Flushed flushed) {
            queue.witness(flushed.time());
            change.flushed(from, flushed);
            advance();
        } else if (item instanceof Item.Ready) {
            change.ready(from);
            advance();
        } else if (item instanceof Item.Snapshot snapshot) {
            onSnapshot(snapshot, current);
        }
        return true;
    }

    // ---- within a view ----------------------------------------------------------------------------------------------

    private boolean onData(Member from, View current, Item.Data data) {
        if (queue.heldFrom(from) >= limits.window()) {
            return false;
        }
        if (data.time() > queue.newestFrom(from)) {
            queue.receive(new Batch(new Stamp(current.number(), data.time(), from), data.requests()));
            acknowledgementDue = true;
        }
        return true;
    }

    private void sendRequests(View current) {
        while (outbox.hasNext()) {
            Stamp stamp = new Stamp(current.number(), queue.nextTime(), self);
            Item.Data data = new Item.Data(stamp.time(), outbox.next(stamp));
            queue.hold(new Batch(stamp, data.requests()));
            toAll(data);
        }
    }

    private boolean deliverAcknowledged(View current) {
        boolean any = false;
        for (Batch head = queue.head(); head != null && mayDeliver(head.stamp(), current); head = queue.head()) {
            deliver(head);
            any = true;
        }
        return any;
    }

    /** Whether the head of the queue is acknowledged by all members of the view. */
    boolean mayDeliver(Stamp head, View current) {
        for (Member member : current.members()) {
            if (!member.equals(self) && !queue.acknowledgedBy(member, head)) {
                return false;
            }
        }
        return true;
    }

    private void deliveredBy(Member member, Stamp upTo) {
        change.delivered(member, upTo);
        outbox.deliveredByAll(change.deliveredByAll());
    }

    private void deliver(Batch batch) {
        queue.delivered(batch.stamp());
        acknowledgementDue = true;
        deliveredBy(self, queue.delivered());
        for (String request : batch.requests()) {
            position++;
            history.add(new Delivered(position, batch.stamp().sender(), request));
            output.deliver(position, batch.stamp().sender(), request);
        }
    }

    // ---- from view to view ------------------------------------------------------------------------------------------

    /** What this member has and others may lack: all that it has not delivered. What it has, every one of them holds. */
    List<Batch> heldForOthers() {
        return queue.held();
    }

    private void hold(Batch batch) {
        if (blank) {
            return;
        }
        queue.hold(batch);
        if (queue.size() > limits.heldBatches()) {
            retire("more than " + limits.heldBatches() + " messages are undelivered");
        }
    }

    private void advance() {
        View current = view;
        if (installed || retired || current == null || !change.allFlushed()) {
            return;
        }
        if (!change.isReady(self)) {
            toAll(new Item.Ready());
            change.ready(self);
        }
        if (!everyoneReady()) {
            return;
        }
        if (change.allBlank()) {
            blank = false;
            founding = current.number();
        }
        if (!blank) {
            install(current);
        }
    }

    /** Whether all members hold what any member held. */
    boolean everyoneReady() {
        return change.allReady();
    }

    private void install(View current) {
        Stamp start = Stamp.startOf(current.number());
        for (Batch head = queue.head(); head != null && head.stamp().compareTo(start) < 0; head = queue.head()) {
            deliver(head);
        }
        begin(current, start);
        if (change.isDonor(self)) {
            List<Member> newcomers =
                    links.keySet().stream().filter(change::isBlank).toList();
            if (!newcomers.isEmpty()) {
                handOver(output.snapshot(), newcomers);
            }
        }
    }

    private void begin(View current, Stamp start) {
        queue.delivered(start);
        deliveredBy(self, start);
        installed = true;
        acknowledgementDue = true;
        output.installed(current);
    }

    private void handOver(byte[] state, List<Member> newcomers) {
        int from = 0;
        do {
            int to = Math.min(state.length, from + PIECE_BYTES);
            Item piece = new Item.Snapshot(founding, position, Arrays.copyOfRange(state, from, to), to == state.length);
            newcomers.forEach(member -> link(member).add(piece));
            from = to;
        } while (from < state.length);
    }

    private void onSnapshot(Item.Snapshot snapshot, View current) {
        if (!blank) {
            return;
        }
        if (change.state().size() + snapshot.piece().length > limits.snapshotBytes()) {
            retire("the state handed over has more than " + limits.snapshotBytes() + " bytes");
            return;
        }
        change.state().writeBytes(snapshot.piece());
        if (snapshot.last()) {
            blank = false;
            founding = snapshot.founding();
            position = snapshot.position();
            output.restore(change.state().toByteArray(), position);
            begin(current, Stamp.startOf(current.number()));
        }
    }

    private void retire(String reason) {
        retired = true;
        installed = false;
        noteHighWater();
        links.clear();
        queue.dropAll();
        output.retired(reason);
    }

    Link newLink(View ofView) {
        return new Link(ofView, self, limits);
    }

    private Link link(Member member) {
        Link link = links.get(member);
        if (link == null) {
            throw new IllegalStateException(member + " is not in the view");
        }
        return link;
    }

    private void toAll(Item item) {
        links.values().forEach(link -> link.add(item));
    }

    private void noteHighWater() {
        links.values().forEach(link -> linkHighWater = Math.max(linkHighWater, link.highWater()));
    }

    // ---- what the world may ask -------------------------------------------------------------------------------------

    public Member self() {
        return self;
    }

    /** Whether this member takes part: it is in a view that has begun. */
    public boolean installed() {
        return installed;
    }

    /** Out for good. */
    public boolean retired() {
        return retired;
    }

    /** The newest view that this member was told of, or null. */
    public @Nullable View view() {
        return view;
    }

    /** How many requests have been delivered since the sequence began, here or before this member came. */
    public long position() {
        return position;
    }

    /** Number of the view in which the sequence began: when all members were new. 0 for a blank member. */
    public long founding() {
        return founding;
    }

    /** The newest delivered requests, oldest first. */
    public List<Delivered> history() {
        return history.all();
    }

    int heldHighWater() {
        return queue.highWater();
    }

    int linkHighWater() {
        noteHighWater();
        return linkHighWater;
    }

    int onTheWay() {
        return outbox.onTheWay();
    }
}
