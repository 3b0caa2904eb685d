package menhir.cluster;

import akka.actor.AddressFromURIString;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.cluster.typed.Join;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import menhir.wire.CborMessage;

/**
 * Finds the other nodes and joins them. Akka's own seed nodes can form a cluster only around the first seed of the list;
 * with this actor any majority of the nodes can. It asks all seeds for their status several times a second. {@link JoinRules}
 * decides what to do, and {@link SlotHosts} which nodes' replicas are used meanwhile.
 */
public final class ClusterJoiner extends AbstractBehavior<ClusterJoiner.Command> {

    /** The messages of this actor. */
    sealed interface Command {}

    /**
     * Asks for a node's status.
     *
     * @param asker Akka's unique id of the actor system that asks
     */
    record GetStatus(long asker, ActorRef<NodeStatus> replyTo) implements Command, CborMessage {}

    private record StatusReceived(NodeStatus status) implements Command {}

    private record Tick() implements Command {}

    /** What the session is told. */
    public interface Events {
        /** Once: this node reaches a majority of the slots, or has joined a cluster. Its stores can be used. */
        void serving();

        /** Once: this node has joined a cluster. */
        void joined();

        /** Once: this node, which has joined no cluster, reaches no majority any more, and must begin anew. */
        void alone();

        /** Perhaps several times: the running node at this address has a slot of this node, and this one must end. */
        void rival(String address);
    }

    /** Name of the actor: a child of the guardian on each node. */
    public static final String NAME = "cluster-joiner";

    private static final Duration TICK = Duration.ofMillis(250);

    private final Cluster cluster;
    private final String self;
    private final List<String> seeds;
    private final int slots;
    private final SlotDirectory directory;
    private final Events events;
    private final Set<Integer> ownSlots;
    private final ActorRef<NodeStatus> statusAdapter;
    private final JoinRules rules;
    private final SlotHosts slotHosts;
    private final Lasting alone;
    private boolean hosts;
    private boolean waits;
    private boolean reachesAllSlots;
    private boolean hasServed;
    private boolean hasJoined;
    private boolean isEnding;

    private ClusterJoiner(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            List<String> seeds,
            int slots,
            SlotDirectory directory,
            Events events) {
        super(context);
        context.setLoggerName(ClusterJoiner.class);
        this.cluster = Cluster.get(context.getSystem());
        this.self = cluster.selfMember().address().hostPort();
        this.seeds = seeds;
        this.slots = slots;
        this.directory = directory;
        this.events = events;
        this.ownSlots = slots(List.of(cluster.selfMember()));
        this.rules = new JoinRules(self, seeds, ownSlots, slots);
        this.alone = new Lasting(DowningRules.aloneMillis(ownSlots));
        this.slotHosts = new SlotHosts(self, seeds, ownSlots, nowMillis());
        this.statusAdapter = context.messageAdapter(NodeStatus.class, StatusReceived::new);
        timers.startTimerWithFixedDelay(new Tick(), Duration.ZERO, TICK);
    }

    /**
     * Creates the actor of one session in the cluster.
     *
     * @param seeds addresses of all nodes, system@host:port, the same list on every node
     * @param slots how many slots there are
     * @param directory to be kept
     */
    public static Behavior<Command> create(List<String> seeds, int slots, SlotDirectory directory, Events events) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new ClusterJoiner(context, timers, seeds, slots, directory, events)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(GetStatus.class, this::onGetStatus)
                .onMessage(StatusReceived.class, this::onStatusReceived)
                .onMessage(Tick.class, tick -> onTick())
                .build();
    }

    private Behavior<Command> onGetStatus(GetStatus query) {
        List<Member> live = liveMembers();
        Set<Integer> memberSlots = live.isEmpty() ? ownSlots : slots(live);
        query.replyTo().tell(new NodeStatus(self, addresses(live), memberSlots, ownSlots, hosts, knows(query)));
        return this;
    }

    private Behavior<Command> onStatusReceived(StatusReceived received) {
        rules.onStatus(received.status(), nowMillis());
        slotHosts.onStatus(received.status(), nowMillis());
        updateDirectory();
        return this;
    }

    private Behavior<Command> onTick() {
        askOthers();
        String rival = rules.rival(isMember(), nowMillis());
        if (rival != null) {
            events.rival(rival);
        }
        boolean reachesMajority = updateDirectory().size() > slots / 2;
        if (isMember()) {
            onTickAsMember();
        } else if (isAdmitted() && rules.isAdmittedInVain(nowMillis())) {
            leave("the cluster that admitted this node is gone; rejoining");
        } else if (!hasJoined) {
            // A node that had joined is leaving, and must not join again in this session.
            String address = rules.nodeToJoin(nowMillis());
            if (address != null) {
                join(address);
            }
            if (alone.holds(hasServed && !reachesMajority, nowMillis())) {
                end();
            }
        }
        return this;
    }

    /** Half as often once this member's slots are used, and all slots are reached. */
    private void askOthers() {
        waits = isMember() && hosts && reachesAllSlots && !waits;
        if (!waits) {
            seeds.stream().filter(seed -> !seed.equals(self)).forEach(this::askStatus);
        }
    }

    private void onTickAsMember() {
        if (!hasJoined) {
            hasJoined = true;
            serve();
            events.joined();
        }
        List<Member> live = liveMembers();
        if (rules.isRemoved(nowMillis())) {
            leave("the others have removed this node from the cluster; rejoining");
        } else if (rules.isSuperseded(addresses(live), slots(live), nowMillis())) {
            leave("a larger cluster exists, or can be formed, without this one; rejoining");
        }
    }

    /** Returns the addresses that are in the directory now. */
    private Map<Integer, String> updateDirectory() {
        hosts = slotHosts.mayHost(rules.preferredRival(isMember(), nowMillis()) != null, nowMillis());
        Map<Integer, String> bySlot = slotHosts.bySlot(hosts, nowMillis());
        directory.set(bySlot);
        reachesAllSlots = bySlot.size() == slots;
        if (bySlot.size() > slots / 2 && (hosts || ownSlots.isEmpty())) {
            serve();
        }
        return bySlot;
    }

    private void serve() {
        if (!hasServed) {
            hasServed = true;
            events.serving();
        }
    }

    /** Takes this actor system out of the cluster, whatever the others say. */
    private void leave(String reason) {
        getContext().getLog().warn(reason);
        cluster.manager().tell(new Down(cluster.selfMember().address()));
    }

    /** Has the session ended. */
    private void end() {
        if (!isEnding) {
            isEnding = true;
            getContext().getLog().warn("this node reaches no majority of the slots; joining anew");
            events.alone();
        }
    }

    private void askStatus(String seed) {
        Adapter.toClassic(getContext().getSystem())
                .actorSelection("akka://" + seed + "/user/" + NAME)
                .tell(
                        new GetStatus(cluster.selfMember().uniqueAddress().longUid(), statusAdapter),
                        Adapter.toClassic(getContext().getSelf()));
    }

    private void join(String address) {
        getContext().getLog().info("joining the cluster at {}", address);
        cluster.manager().tell(Join.create(AddressFromURIString.parse("akka://" + address)));
    }

    private boolean knows(GetStatus query) {
        return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
                .anyMatch(member -> member.uniqueAddress().longUid() == query.asker());
    }

    private boolean isMember() {
        MemberStatus status = cluster.selfMember().status();
        return status.equals(MemberStatus.up()) || status.equals(MemberStatus.weaklyUp());
    }

    /** Whether another node has admitted this one, which is not up yet. */
    private boolean isAdmitted() {
        return cluster.selfMember().status().equals(MemberStatus.joining())
                && cluster.state().members().size() > 1;
    }

    /** The members that this node reaches, if it is one. */
    private List<Member> liveMembers() {
        List<Member> live = new ArrayList<>();
        if (isMember()) {
            Reachabilities reachabilities =
                    Reachabilities.of(Adapter.toClassic(getContext().getSystem()));
            for (Member member : cluster.state().getMembers()) {
                if (reachabilities.reaches(member)) {
                    live.add(member);
                }
            }
        }
        return live;
    }

    private static Set<String> addresses(List<Member> members) {
        return members.stream().map(member -> member.address().hostPort()).collect(Collectors.toSet());
    }

    private static Set<Integer> slots(List<Member> members) {
        return members.stream()
                .flatMap(member -> NodeRoles.parse(member.getRoles()).slots().stream())
                .collect(Collectors.toSet());
    }

    private static long nowMillis() {
        return System.nanoTime() / 1_000_000;
    }
}
