package menhir.games.raffle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import menhir.games.multicast.GroupView;
import menhir.games.multicast.Member;
import menhir.games.multicast.MulticastLimits;
import menhir.games.multicast.Packet;

/** Participants on a network without faults, except that a node can be isolated. The test advances the time. */
final class ParticipantGroup {
    final Map<String, Node> nodes = new TreeMap<>();
    final Deque<Runnable> inFlight = new ArrayDeque<>();
    final Set<String> isolated = new HashSet<>();
    long now = -1_000;
    private final long wallClock = 1_000;

    /** A participant and what it did. */
    final class Node implements RaffleParticipant.Output {
        final String name;
        final RaffleParticipant participant;
        final List<Member> announced = new ArrayList<>();
        final List<Long> installed = new ArrayList<>();
        final List<Member> retired = new ArrayList<>();
        int lookups;

        Node(String name, int drawEvery) {
            this.name = name;
            this.participant = new RaffleParticipant(
                    name, drawEvery, MulticastLimits.standard(), () -> wallClock, new SplittableRandom(1), this);
            nodes.put(name, this);
        }

        @Override
        public void send(Member to, Packet packet) {
            inFlight.add(() -> {
                Node receiver = nodes.get(to.name());
                if (receiver != null && !isolated.contains(name) && !isolated.contains(to.name())) {
                    receiver.participant.onPacket(packet, now);
                }
            });
        }

        @Override
        public void announce(Member member) {
            announced.add(member);
        }

        @Override
        public void lookUpView() {
            lookups++;
        }

        @Override
        public void viewInstalled(GroupView view) {
            installed.add(view.number());
        }

        @Override
        public void memberRetired(Member member, String reason) {
            retired.add(member);
        }

        Member member() {
            String[] parts = status().member().split("#", 2);
            return new Member(parts[0], Long.parseLong(parts[1]));
        }

        RaffleStatus status() {
            return participant.status(100, 0);
        }

        void submit(int requests) {
            for (int i = 0; i < requests; i++) {
                assertThat(participant.submit(new RaffleRequest.Entrant(name + " " + i).text()))
                        .isTrue();
            }
            participant.flush(now);
            deliverAll();
        }

        List<DrawOutcome> draw() {
            List<DrawOutcome> outcomes = new ArrayList<>();
            participant.draw(outcomes::add, now);
            deliverAll();
            return outcomes;
        }
    }

    void deliverAll() {
        for (Runnable packet = inFlight.poll(); packet != null; packet = inFlight.poll()) {
            packet.run();
        }
    }

    void tick(long millis) {
        now += millis;
        nodes.values().forEach(node -> node.participant.tick(now));
        deliverAll();
    }

    Node start(String name, int drawEvery) {
        return new Node(name, drawEvery);
    }

    /** All members learn of a view. */
    void install(long number, Node... members) {
        GroupView view =
                new GroupView(number, Arrays.stream(members).map(Node::member).toList());
        for (Node each : members) {
            each.participant.onView(view, each.member().incarnation(), now);
        }
        deliverAll();
    }

    Node alone(int drawEvery) {
        Node node = start("a", drawEvery);
        install(1, node);
        return node;
    }
}
