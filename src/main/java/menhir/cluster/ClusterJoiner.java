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
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import menhir.wire.CborMessage;

/**
 * Finds the other nodes and joins them. Akka's own seed nodes can form a cluster only around the first seed of the list;
 * with this actor any majority of the nodes can. It asks all seeds for their status at each tick, and {@link JoinRules}
 * decides what to do.
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

    /** Name of the actor: a child of the guardian on each node. */
    public static final String NAME = "cluster-joiner";

    private static final Duration TICK = Duration.ofMillis(250);

    private final Cluster cluster;
    private final String self;
    private final List<String> seeds;
    private final Runnable onJoined;
    private final Runnable onSuperseded;
    private final Consumer<String> onRival;
    private final Set<Integer> ownSlots;
    private final ActorRef<NodeStatus> statusAdapter;
    private final JoinRules rules;
    private boolean hasJoined;
    private boolean isSuperseded;

    private ClusterJoiner(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            List<String> seeds,
            int slots,
            Runnable onJoined,
            Runnable onSuperseded,
            Consumer<String> onRival) {
        super(context);
        context.setLoggerName(ClusterJoiner.class);
        this.cluster = Cluster.get(context.getSystem());
        this.self = cluster.selfMember().address().hostPort();
        this.seeds = seeds;
        this.onJoined = onJoined;
        this.onSuperseded = onSuperseded;
        this.onRival = onRival;
        this.ownSlots = slots(List.of(cluster.selfMember()));
        this.rules = new JoinRules(self, seeds, ownSlots, slots);
        this.statusAdapter = context.messageAdapter(NodeStatus.class, StatusReceived::new);
        timers.startTimerWithFixedDelay(new Tick(), Duration.ZERO, TICK);
    }

    /**
     * Creates the actor of one session in the cluster.
     *
     * @param seeds addresses of all nodes, system@host:port, the same list on every node
     * @param slots how many slots there are
     * @param onJoined called once, after this node has joined a cluster
     * @param onSuperseded called once, when this node must leave its cluster and join a larger one with a new actor system
     * @param onRival called, perhaps several times, with the address of a running node that has a slot of this node, when this
     *     one must end
     */
    public static Behavior<Command> create(
            List<String> seeds, int slots, Runnable onJoined, Runnable onSuperseded, Consumer<String> onRival) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new ClusterJoiner(context, timers, seeds, slots, onJoined, onSuperseded, onRival)));
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
        Set<Integer> slots = live.isEmpty() ? ownSlots : slots(live);
        query.replyTo().tell(new NodeStatus(self, addresses(live), slots, ownSlots, knows(query)));
        return this;
    }

    private Behavior<Command> onStatusReceived(StatusReceived received) {
        rules.onStatus(received.status(), nowMillis());
        return this;
    }

    private Behavior<Command> onTick() {
        seeds.stream().filter(seed -> !seed.equals(self)).forEach(this::askStatus);
        String rival = rules.rival(isMember(), nowMillis());
        if (rival != null) {
            onRival.accept(rival);
        }
        if (isMember()) {
            if (!hasJoined) {
                hasJoined = true;
                onJoined.run();
            }
            List<Member> live = liveMembers();
            if (rules.isRemoved(nowMillis())) {
                getContext().getLog().warn("the others have removed this node from the cluster; rejoining");
                cluster.manager().tell(new Down(cluster.selfMember().address()));
            } else if (!isSuperseded && rules.isSuperseded(addresses(live), slots(live), nowMillis())) {
                isSuperseded = true;
                getContext().getLog().warn("a larger cluster exists, or can be formed, without this one; rejoining");
                onSuperseded.run();
            }
        } else if (isAdmitted() && rules.isAdmittedInVain(nowMillis())) {
            getContext().getLog().warn("the cluster that admitted this node is gone; rejoining");
            cluster.manager().tell(new Down(cluster.selfMember().address()));
        } else if (!hasJoined) {
            // A node that had joined is leaving, and must not join again in this session.
            String address = rules.nodeToJoin(nowMillis());
            if (address != null) {
                join(address);
            }
        }
        return this;
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
