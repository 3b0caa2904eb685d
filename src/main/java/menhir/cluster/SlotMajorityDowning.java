package menhir.cluster;

import akka.actor.AbstractActorWithTimers;
import akka.actor.ActorSystem;
import akka.actor.Props;
import akka.cluster.Cluster;
import akka.cluster.DowningProvider;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.remote.artery.ThisActorSystemQuarantinedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.concurrent.duration.FiniteDuration;

/**
 * Removes members by {@link DowningRules}, in place of Akka's split-brain resolver. That one counts nodes, not slots, and
 * removes nodes that are healthy: both ends of a broken link, and all of a minority.
 *
 * <p>Named in {@code menhir-akka.conf}.
 */
public final class SlotMajorityDowning extends DowningProvider {
    /** The configuration's path to the number of slots. */
    public static final String SLOTS = "akka.cluster.slot-majority-downing.slots";

    private final ActorSystem system;

    public SlotMajorityDowning(ActorSystem system) {
        this.system = system;
    }

    @Override
    public FiniteDuration downRemovalMargin() {
        long millis = system.settings().config().getDuration("akka.cluster.down-removal-margin", TimeUnit.MILLISECONDS);
        return FiniteDuration.create(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public Option<Props> downingActorProps() {
        int slots = system.settings().config().getInt(SLOTS);
        return Option.apply(Props.create(Remover.class, () -> new Remover(slots)));
    }

    private static final class Remover extends AbstractActorWithTimers {
        private static final Duration TICK = Duration.ofMillis(250);
        private static final Set<MemberStatus> OBSERVING =
                Set.of(MemberStatus.up(), MemberStatus.weaklyUp(), MemberStatus.leaving());
        private static final Set<MemberStatus> GONE = Set.of(MemberStatus.down(), MemberStatus.removed());

        private final Logger log = LoggerFactory.getLogger(SlotMajorityDowning.class);
        private final Cluster cluster = Cluster.get(getContext().getSystem());
        private final DowningRules rules;

        Remover(int slots) {
            List<Integer> ownSlots =
                    NodeRoles.parse(cluster.selfMember().getRoles()).slots();
            this.rules = new DowningRules(cluster.selfAddress().hostPort(), ownSlots, slots);
        }

        @Override
        public void preStart() {
            getContext().getSystem().getEventStream().subscribe(getSelf(), ThisActorSystemQuarantinedEvent.class);
            getTimers().startTimerWithFixedDelay("tick", "tick", TICK);
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .matchEquals("tick", tick -> onTick())
                    .match(ThisActorSystemQuarantinedEvent.class, this::onQuarantined)
                    .build();
        }

        private void onTick() {
            List<Member> members = new ArrayList<>();
            for (Member member : cluster.state().getMembers()) {
                if (!GONE.contains(member.status())) {
                    members.add(member);
                }
            }
            List<DowningRules.Node> nodes = new ArrayList<>();
            Reachabilities reachabilities = Reachabilities.of(getContext().getSystem());
            for (Member member : members) {
                nodes.add(node(member, members, reachabilities));
            }
            Set<String> lost = rules.toRemove(nodes, System.nanoTime() / 1_000_000);
            for (Member member : members) {
                if (member.address().equals(cluster.selfAddress()) && lost.contains(hostPort(member))) {
                    log.warn("this node reaches no majority of the slots; joining anew");
                    cluster.down(member.address());
                } else if (lost.contains(hostPort(member))) {
                    log.warn("removing {}: no node of a majority of the slots reaches it", member.address());
                    cluster.down(member.address());
                }
            }
        }

        private static String hostPort(Member member) {
            return member.address().hostPort();
        }

        private static DowningRules.Node node(Member member, List<Member> members, Reachabilities reachabilities) {
            Set<String> unreachable = new HashSet<>();
            for (Member other : members) {
                if (!reachabilities.reaches(member, other)) {
                    unreachable.add(hostPort(other));
                }
            }
            return new DowningRules.Node(
                    hostPort(member),
                    Set.copyOf(NodeRoles.parse(member.getRoles()).slots()),
                    OBSERVING.contains(member.status()),
                    unreachable);
        }

        /** The others have removed this node and will never listen to this actor system again. */
        private void onQuarantined(ThisActorSystemQuarantinedEvent event) {
            for (Member member : cluster.state().getMembers()) {
                if (member.address().equals(event.remoteAddress().address())) {
                    log.warn("{} has removed this node from the cluster; rejoining", member.address());
                    cluster.down(cluster.selfAddress());
                }
            }
        }
    }
}
