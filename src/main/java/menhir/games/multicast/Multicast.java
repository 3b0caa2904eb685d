package menhir.games.multicast;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One member of a totally ordered multicast: all members deliver the same requests in the same order, without gaps or
 * duplicates. The deliveries of a member that crashed are a prefix of the deliveries of the others.
 *
 * <p><em>Within a view</em> this is Lamport's algorithm ({@link LamportQueue}). <em>View change:</em> as soon as a member
 * learns of a new view, it stops acknowledging and delivering. It sends its unstable messages to all members ({@link
 * Item.Unstable}, {@link Item.Flushed}). When it has received those of all members, it sends {@link Item.Ready}. When all
 * members are ready, each delivers the unstable messages and installs the view. If another member crashes meanwhile, a newer
 * view replaces this one and the exchange starts again.
 *
 * <p>Why two phases: if a member delivered as soon as it holds all unstable messages, it could deliver a message that only
 * itself and a crashed member hold, and then crash too. After the second phase every member that can be in a later view holds
 * all of them.
 *
 * <p>Invariants: a message that a member delivers is held or delivered by every member of its view. A message of an earlier
 * view is delivered before any message of a later one. A blank member, which has no state yet, acknowledges nothing.
 *
 * <p>Single-threaded. Times are milliseconds of a monotonic clock.
 */
public class Multicast {
    private final Member self;
    private final MulticastLimits limits;
    private final MulticastOutput output;
    private final LamportQueue queue;
    private final Outbox outbox;
    private final DeliveryHistory history;
    private final Links links = new Links();

    private @Nullable GroupView view;
    private ViewChange change = new ViewChange(new GroupView(1, List.of(new Member("", 0))));
    private StateTransfer transfer = new StateTransfer();
    private boolean installed;
    private boolean retired;
    private boolean blank = true;
    private boolean acknowledgementDue;
    private long firstView;
    private long position;

    /** A blank member, in no view yet. */
    public Multicast(Member self, MulticastLimits limits, MulticastOutput output) {
        this(self, limits, output, Stamp.ORDER);
    }

    Multicast(Member self, MulticastLimits limits, MulticastOutput output, Comparator<Stamp> order) {
        this.self = self;
        this.limits = limits;
        this.output = output;
        this.queue = new LamportQueue(order);
        this.outbox = new Outbox(limits);
        this.history = new DeliveryHistory(limits.historyRequests());
    }

    // ---- requests ---------------------------------------------------------------------------------------------------

    /** Whether {@link #submit} would accept another request. */
    public boolean hasRoom() {
        return !retired && outbox.hasRoom();
    }

    /**
     * Accepts a request. It is sent with the next {@link #flush}, or gathers with others while the window is full. It is
     * delivered unless this member crashes or is excluded from a view first.
     *
     * @return false if there is no room; the request is not accepted then
     * @throws IllegalArgumentException if the request is too long
     */
    public boolean submit(String request) {
        if (!hasRoom()) {
            return false;
        }
        outbox.add(request);
        return true;
    }

    /** Requests that were never sent. When this member retires, they may be submitted to its next incarnation. */
    public List<String> unsent() {
        return outbox.pending();
    }

    // ---- input ------------------------------------------------------------------------------------------------------

    /** A view was agreed on. Views that are not newer than the current one are ignored. */
    public void onView(GroupView next, long now) {
        GroupView current = view;
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
        transfer = new StateTransfer();
        List<Member> peers =
                next.members().stream().filter(member -> !member.equals(self)).toList();
        links.open(peers, () -> newLink(next));
        queue.newView();
        if (blank) {
            queue.clear();
        }
        unstableMessages().forEach(batch -> links.addToAll(new Item.Unstable(batch)));
        Item.Flushed flushed = new Item.Flushed(blank, queue.clock(), queue.delivered());
        links.addToAll(flushed);
        change.flushed(self, flushed);
        advance();
        flush(now);
    }

    /** A packet arrived. Packets of other views and of senders that are not in the view are ignored. */
    public void onPacket(Packet packet, long now) {
        GroupView current = view;
        Link link = links.to(packet.from());
        if (retired || current == null || link == null || packet.view() != current.number()) {
            // A packet of a later view is resent until this member has learned of that view.
            return;
        }
        link.onPacket(packet, item -> accept(packet.from(), current, item));
        flush(now);
    }

    /** Resends what is due. To be called several times per {@link MulticastLimits#resendMillis()}. */
    public void tick(long now) {
        flush(now);
    }

    /** Sends and delivers all that is due. */
    public void flush(long now) {
        GroupView current = view;
        if (retired || current == null) {
            return;
        }
        if (installed) {
            do {
                sendRequests(current);
            } while (deliverAcknowledged(current) && outbox.hasNext());
            if (acknowledgementDue) {
                acknowledgementDue = false;
                links.addToAll(new Item.Ack(queue.received(), queue.delivered()));
            }
        }
        links.sendDue(now, output::send);
    }

    private boolean accept(Member from, GroupView current, Item item) {
        if (retired) {
            return false;
        }
        if (item instanceof Item.Data data) {
            return onData(from, current, data);
        } else if (item instanceof Item.Ack ack) {
            queue.acknowledged(from, ack.received());
            deliveredBy(from, ack.delivered());
        } else if (item instanceof Item.Unstable unstable) {
            onUnstable(unstable.batch());
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

    private boolean onData(Member from, GroupView current, Item.Data data) {
        if (queue.undeliveredFrom(from) >= limits.window()) {
            return false;
        }
        if (data.time() > queue.newestFrom(from)) {
            queue.receive(new Batch(new Stamp(current.number(), data.time(), from), data.requests()));
            acknowledgementDue = true;
        }
        return true;
    }

    private void sendRequests(GroupView current) {
        while (outbox.hasNext()) {
            Stamp stamp = new Stamp(current.number(), queue.nextTime(), self);
            Item.Data data = new Item.Data(stamp.time(), outbox.next(stamp));
            queue.add(new Batch(stamp, data.requests()));
            links.addToAll(data);
        }
    }

    private boolean deliverAcknowledged(GroupView current) {
        boolean any = false;
        for (Batch head = queue.head(); head != null && mayDeliver(head.stamp(), current); head = queue.head()) {
            deliver(head);
            any = true;
        }
        return any;
    }

    /** Whether all members of the view have acknowledged the head of the queue. */
    boolean mayDeliver(Stamp head, GroupView current) {
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
            history.add(new Delivery(position, batch.stamp().sender(), request));
            output.deliver(position, batch.stamp().sender(), request);
        }
    }

    // ---- view change ------------------------------------------------------------------------------------------------

    /** The messages that this member has not delivered. Others may lack them; those that it delivered are held by all. */
    List<Batch> unstableMessages() {
        return queue.undelivered();
    }

    private void onUnstable(Batch batch) {
        if (blank) {
            return;
        }
        queue.add(batch);
        if (queue.size() > limits.undeliveredBatches()) {
            retire("more than " + limits.undeliveredBatches() + " messages are undelivered");
        }
    }

    private void advance() {
        GroupView current = view;
        if (installed || retired || current == null || !change.allFlushed()) {
            return;
        }
        if (!change.isReady(self)) {
            links.addToAll(new Item.Ready());
            change.ready(self);
        }
        if (!allReady()) {
            return;
        }
        if (change.allBlank()) {
            blank = false;
            firstView = current.number();
        }
        if (!blank) {
            install(current);
        }
    }

    /** Whether every member holds all unstable messages. */
    boolean allReady() {
        return change.allReady();
    }

    private void install(GroupView current) {
        Stamp start = Stamp.startOf(current.number());
        for (Batch head = queue.head(); head != null && head.stamp().compareTo(start) < 0; head = queue.head()) {
            deliver(head);
        }
        begin(current, start);
        if (change.isDonor(self)) {
            List<Member> blankMembers =
                    links.peers().stream().filter(change::isBlank).toList();
            if (!blankMembers.isEmpty()) {
                StateTransfer.chunks(firstView, position, output.snapshot())
                        .forEach(chunk -> links.add(blankMembers, chunk));
            }
        }
    }

    private void begin(GroupView current, Stamp start) {
        queue.delivered(start);
        deliveredBy(self, start);
        installed = true;
        acknowledgementDue = true;
        output.installed(current);
    }

    private void onSnapshot(Item.Snapshot snapshot, GroupView current) {
        if (!blank) {
            return;
        }
        if (!transfer.add(snapshot, limits.snapshotBytes())) {
            retire("the received state has more than " + limits.snapshotBytes() + " bytes");
            return;
        }
        if (snapshot.last()) {
            blank = false;
            firstView = snapshot.firstView();
            position = snapshot.position();
            output.restore(transfer.state(), position);
            begin(current, Stamp.startOf(current.number()));
        }
    }

    private void retire(String reason) {
        retired = true;
        installed = false;
        links.close();
        queue.clear();
        output.retired(reason);
    }

    Link newLink(GroupView ofView) {
        return new Link(ofView, self, limits);
    }

    // ---- state ------------------------------------------------------------------------------------------------------

    public Member self() {
        return self;
    }

    /** Whether the newest view that this member learned of is installed. */
    public boolean installed() {
        return installed;
    }

    /** Whether this member has left the group for good. */
    public boolean retired() {
        return retired;
    }

    /** The newest view that this member learned of, or null. */
    public @Nullable GroupView view() {
        return view;
    }

    /** Number of requests delivered since the order began, including those before this member joined. */
    public long position() {
        return position;
    }

    /** Number of the view in which the order began, when all members were blank. 0 for a blank member. */
    public long firstView() {
        return firstView;
    }

    /** The newest deliveries, oldest first. */
    public List<Delivery> history() {
        return history.all();
    }

    int undeliveredHighWater() {
        return queue.highWater();
    }

    int linkHighWater() {
        return links.highWater();
    }

    int inFlight() {
        return outbox.inFlight();
    }
}
