package menhir.cluster;

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
import akka.cluster.typed.Join;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import menhir.wire.CborMessage;

/**
 * Finds the other nodes and joins them. Akka's own seed nodes form a cluster only around the first of the list; here any
 * majority of the nodes can, whichever are down.
 *
 * <p>A node asks all seeds how they stand. If one is in a cluster, it joins that. If none is, and a majority of the seeds
 * is there, the first of those in the list forms the cluster. Two clusters at once, which a race could make, do no harm to
 * the data (an epoch needs a majority of the slots); the node that finds itself in a minority while a larger cluster is
 * there ends its incarnation and joins that one.
 */
public final class ClusterJoiner extends AbstractBehavior<ClusterJoiner.Command> {

    sealed interface Command {}

    /** How do you stand? */
    record Greet(ActorRef<Greeting> replyTo) implements Command, CborMessage {}

    /** So: {@code members} are the addresses of the live members of its cluster, empty while it is in none. */
    record Greeting(String address, Set<String> members) implements CborMessage {}

    private record Heard(Greeting greeting) implements Command {}

    private record Tick() implements Command {}

    public static final String NAME = "membership";

    private static final Duration TICK = Duration.ofMillis(250);
    private static final long FRESH_MILLIS = 1_000;
    private static final long STABLE_MILLIS = 1_000;
    private static final long JOIN_PATIENCE_MILLIS = 4_000;
    private static final long ISLAND_MILLIS = 5_000;

    private record Seen(Greeting greeting, long at) {}

    private final Cluster cluster;
    private final String self;
    private final List<String> seeds;
    private final Runnable whenJoined;
    private final Runnable startAgain;
    private final ActorRef<Greeting> greetings;
    private final Map<String, Seen> seen = new HashMap<>();
    private Set<String> lastPresent = Set.of();
    private long presentSince;
    private long joiningSince = Long.MIN_VALUE / 2;
    private long islandSince = Long.MAX_VALUE;
    private boolean told;

    private ClusterJoiner(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            List<String> seeds,
            Runnable whenJoined,
            Runnable startAgain) {
        super(context);
        context.setLoggerName(ClusterJoiner.class);
        this.cluster = Cluster.get(context.getSystem());
        this.self = cluster.selfMember().address().hostPort();
        this.seeds = seeds;
        this.whenJoined = whenJoined;
        this.startAgain = startAgain;
        this.greetings = context.messageAdapter(Greeting.class, Heard::new);
        timers.startTimerWithFixedDelay(new Tick(), Duration.ZERO, TICK);
    }

    /**
     * The membership of this node.
     *
     * @param seeds all nodes' addresses, system@host:port, the same list on every node
     * @param whenJoined called once, when this node is in a cluster
     * @param startAgain called when this node is in the wrong cluster and must begin anew
     */
    public static Behavior<Command> create(List<String> seeds, Runnable whenJoined, Runnable startAgain) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new ClusterJoiner(context, timers, seeds, whenJoined, startAgain)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Greet.class, this::onGreet)
                .onMessage(Heard.class, this::onHeard)
                .onMessage(Tick.class, this::onTick)
                .build();
    }

    private Behavior<Command> onGreet(Greet greet) {
        greet.replyTo().tell(new Greeting(self, liveMembers()));
        return this;
    }

    private Behavior<Command> onHeard(Heard heard) {
        seen.put(heard.greeting().address(), new Seen(heard.greeting(), now()));
        return this;
    }

    private Behavior<Command> onTick(Tick tick) {
        long now = now();
        for (String seed : seeds) {
            if (!seed.equals(self)) {
                Adapter.toClassic(getContext().getSystem())
                        .actorSelection("akka://" + seed + "/user/" + NAME)
                        .tell(
                                new Greet(greetings),
                                Adapter.toClassic(getContext().getSelf()));
            }
        }
        seen.values().removeIf(each -> now - each.at() >= FRESH_MILLIS);
        if (joined()) {
            if (!told) {
                told = true;
                whenJoined.run();
            }
            watchForIsland(now);
        } else if (!told && now - joiningSince >= JOIN_PATIENCE_MILLIS) {
            // One that was told is leaving: it must not join what it leaves.
            seekCluster(now);
        }
        return this;
    }

    private void seekCluster(long now) {
        for (Seen each : seen.values()) {
            if (!each.greeting().members().isEmpty()) {
                join(each.greeting().address(), now);
                return;
            }
        }
        Set<String> present = new HashSet<>(seen.keySet());
        present.add(self);
        present.retainAll(seeds);
        if (!present.equals(lastPresent)) {
            lastPresent = present;
            presentSince = now;
        }
        boolean majority = present.size() > seeds.size() / 2;
        boolean stable = seeds.size() == 1 || present.size() == seeds.size() || now - presentSince >= STABLE_MILLIS;
        boolean first = seeds.stream()
                .filter(present::contains)
                .findFirst()
                .filter(self::equals)
                .isPresent();
        if (majority && stable && first) {
            join(self, now);
        }
    }

    private void join(String address, long now) {
        joiningSince = now;
        getContext().getLog().info("joining the cluster at {}", address);
        cluster.manager().tell(Join.create(akka.actor.AddressFromURIString.parse("akka://" + address)));
    }

    /** In a cluster with less than a majority of the seeds, while a greater one goes on without this node. */
    private void watchForIsland(long now) {
        Set<String> mine = liveMembers();
        boolean greater = seen.values().stream()
                .map(each -> each.greeting().members())
                .anyMatch(theirs -> !theirs.contains(self) && isGreater(theirs, mine));
        if (!greater || mine.size() > seeds.size() / 2) {
            islandSince = Long.MAX_VALUE;
        } else {
            islandSince = Math.min(islandSince, now);
            if (now - islandSince >= ISLAND_MILLIS) {
                getContext().getLog().warn("a greater cluster goes on without this node; joining it anew");
                islandSince = Long.MAX_VALUE;
                startAgain.run();
            }
        }
    }

    private static boolean isGreater(Set<String> theirs, Set<String> mine) {
        return theirs.size() > mine.size()
                || (theirs.size() == mine.size()
                        && theirs.stream()
                                        .sorted()
                                        .toList()
                                        .toString()
                                        .compareTo(
                                                mine.stream().sorted().toList().toString())
                                < 0);
    }

    private boolean joined() {
        MemberStatus status = cluster.selfMember().status();
        return status.equals(MemberStatus.up()) || status.equals(MemberStatus.weaklyUp());
    }

    private Set<String> liveMembers() {
        Set<String> live = new HashSet<>();
        if (joined()) {
            Set<Member> unreachable = cluster.state().getUnreachable();
            for (Member member : cluster.state().getMembers()) {
                if (!unreachable.contains(member)) {
                    live.add(member.address().hostPort());
                }
            }
        }
        return live;
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
