package menhir.games.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import menhir.games.multicast.GroupView;
import menhir.games.multicast.Member;
import menhir.games.multicast.MulticastLimits;
import menhir.games.multicast.Packet;
import menhir.games.raffle.DrawOutcome;
import menhir.games.raffle.RaffleParticipant;
import menhir.games.raffle.RaffleRequest;
import menhir.games.raffle.RaffleStatus;
import menhir.store.Board;
import menhir.store.Command;
import menhir.store.Decider;
import menhir.store.Decision;
import menhir.store.MembershipView;
import menhir.store.MembershipView.MemberIncarnation;
import menhir.store.StoreState;

/**
 * The raffle of a group of nodes with the rules that the actors run: participants, coordinators, and a log that agrees on the
 * views. A random history of crashes, restarts, partitions and wrong wall clocks, from one seed, and then a recovery. At each
 * step, all nodes at the same position of the same order must have the same raffle.
 */
final class RaffleGroupSimulation {
    private static final List<String> NAMES = List.of("a", "b", "c", "d");
    private static final int DRAW_EVERY = 1;
    private static final long DETECTION_MILLIS = 1_500;

    private record Event(long at, long number, Runnable action) {}

    private record Position(long firstView, long position) {}

    /** One start of a node's process. */
    private final class Node implements RaffleParticipant.Output {
        final String name;
        final RaffleParticipant participant;
        final ViewRules rules = new ViewRules();
        final Decider log;
        boolean running = true;
        Set<String> live = new TreeSet<>(NAMES);
        int drawsSubmitted;
        int drawsCompleted;

        Node(String name, Decider log) {
            this.name = name;
            this.log = log;
            // The wall clock of a restarted process may be behind that of the previous one.
            long clockError = random.nextLong(-20_000, 20_000);
            this.participant = new RaffleParticipant(
                    name, DRAW_EVERY, MulticastLimits.standard(), () -> 1_000_000 + now + clockError, random, this);
        }

        @Override
        public void send(Member to, Packet packet) {
            if (random.nextInt(20) > 0) {
                after(1 + random.nextLong(20), () -> {
                    Node receiver = nodes.get(to.name());
                    if (receiver != null && connected(name, to.name())) {
                        receiver.participant.onPacket(packet, now);
                        check(receiver);
                    }
                });
            }
        }

        @Override
        public void announce(Member member) {
            String first = live.stream().findFirst().orElse(name);
            after(1 + random.nextLong(20), () -> {
                Node coordinator = nodes.get(first);
                if (coordinator != null && connected(name, first)) {
                    coordinator.rules.announced(new MemberIncarnation(member.name(), member.incarnation()), now);
                }
            });
        }

        @Override
        public void lookUpView() {
            after(random.nextLong(50), () -> {
                MembershipView view = isolated.contains(name) ? MembershipView.NONE : view(log);
                after(random.nextLong(50), () -> onView(view));
            });
        }

        private void onView(MembershipView view) {
            if (!running) {
                return;
            }
            if (view.members().isEmpty()) {
                participant.onNoView();
            } else {
                List<Member> members = view.members().stream()
                        .map(member -> new Member(member.name(), member.incarnation()))
                        .toList();
                long latest = view.latest().stream()
                        .filter(member -> member.name().equals(name))
                        .mapToLong(MemberIncarnation::incarnation)
                        .max()
                        .orElse(0);
                participant.onView(new GroupView(view.number(), members), latest, now);
            }
            check(this);
        }

        @Override
        public void viewInstalled(GroupView view) {
            viewsInstalled++;
        }

        @Override
        public void memberRetired(Member member, String reason) {
            exclusions++;
        }

        void tick() {
            if (!running) {
                return;
            }
            participant.tick(now);
            check(this);
            after(100, this::tick);
        }

        void coordinate() {
            if (!running) {
                return;
            }
            rules.coordinate(live.stream().findFirst().orElse(name).equals(name), now);
            if (rules.isCoordinating() && !isolated.contains(name)) {
                MembershipView view = view(log);
                List<MemberIncarnation> members = rules.proposal(view, live, now);
                if (members != null) {
                    Command proposal = new Command.InstallView("key-" + keys++, view.number(), members);
                    after(random.nextLong(300), () -> apply(log, proposal));
                }
            }
            after(200, this::coordinate);
        }

        void submit() {
            participant.submit(new RaffleRequest.Entrant(name + "/" + requests++).text());
            participant.flush(now);
            check(this);
        }

        void draw() {
            drawsSubmitted++;
            participant.draw(this::onOutcome, now);
            check(this);
        }

        private void onOutcome(DrawOutcome outcome) {
            drawsCompleted++;
        }

        RaffleStatus status() {
            return participant.status(1_000, 0);
        }
    }

    private final SplittableRandom random;
    private final boolean agreeOnViews;
    private final Decider sharedLog = newLog();
    private final Map<String, Node> nodes = new TreeMap<>();
    private final List<Node> processes = new ArrayList<>();
    private final Set<String> isolated = new HashSet<>();
    private final Map<Position, String> digests = new HashMap<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>(
            (a, b) -> a.at() != b.at() ? Long.compare(a.at(), b.at()) : Long.compare(a.number(), b.number()));
    private long eventNumber;
    private long keys;
    private long requests;
    private long now;
    int viewsInstalled;
    int exclusions;

    /** @param agreeOnViews false for a broken rule: each node has a log of its own */
    RaffleGroupSimulation(long seed, boolean agreeOnViews) {
        this.random = new SplittableRandom(seed);
        this.agreeOnViews = agreeOnViews;
    }

    void run() {
        NAMES.forEach(this::start);
        run(3_000);
        for (int round = 0; round < 60; round++) {
            if (random.nextInt(6) == 0) {
                injectFault();
            }
            sendRequests(random.nextInt(40));
            run(random.nextLong(500));
        }
        recover();
        compare();
    }

    // ---- faults -----------------------------------------------------------------------------------------------------

    private void injectFault() {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        switch (random.nextInt(4)) {
            case 0 -> stop(name);
            case 1 -> {
                stop(name);
                start(name);
            }
            case 2 -> isolated.add(name);
            default -> {
                isolated.clear();
                NAMES.stream().filter(each -> !nodes.containsKey(each)).forEach(this::start);
            }
        }
        // The failure detectors react later, each at its own time.
        for (Node node : nodes.values()) {
            after(random.nextLong(2 * DETECTION_MILLIS), () -> detect(node));
        }
    }

    private void detect(Node node) {
        Set<String> live = new TreeSet<>(nodes.keySet());
        live.removeIf(other -> !connected(node.name, other));
        node.live = live;
    }

    private boolean connected(String one, String other) {
        return one.equals(other) || (!isolated.contains(one) && !isolated.contains(other));
    }

    private void start(String name) {
        Node node = new Node(name, agreeOnViews ? sharedLog : newLog());
        nodes.put(name, node);
        processes.add(node);
        after(random.nextLong(100), node::tick);
        after(random.nextLong(200), node::coordinate);
    }

    private void stop(String name) {
        Node node = nodes.remove(name);
        if (node != null) {
            node.running = false;
            node.participant.close();
        }
    }

    private void sendRequests(int count) {
        List<Node> running = List.copyOf(nodes.values());
        for (int i = 0; i < count && !running.isEmpty(); i++) {
            Node node = running.get(random.nextInt(running.size()));
            node.submit();
            if (random.nextInt(100) == 0) {
                node.draw();
            }
        }
    }

    // ---- recovery and comparison ------------------------------------------------------------------------------------

    private void recover() {
        isolated.clear();
        NAMES.stream().filter(name -> !nodes.containsKey(name)).forEach(this::start);
        nodes.values().forEach(this::detect);
        run(20_000);
        long before = node("a").status().requests();
        for (int i = 0; i < 400; i++) {
            node(NAMES.get(i % NAMES.size())).submit();
        }
        run(20_000);
        assertThat(node("a").status().requests()).isEqualTo(before + 400);
    }

    private void compare() {
        RaffleStatus first = node("a").status();
        for (Node node : nodes.values()) {
            assertThat(node.status().installed()).as(node.name + " takes part").isTrue();
            assertThat(node.status())
                    .usingRecursiveComparison()
                    .ignoringFields("member")
                    .isEqualTo(first);
        }
        assertThat(first.winners()).as("automatic draws").isNotEmpty();
        assertThat(view(node("a").log).members())
                .extracting(MemberIncarnation::name)
                .containsExactlyElementsOf(NAMES);
        for (Node process : processes) {
            assertThat(process.drawsCompleted).isEqualTo(process.drawsSubmitted);
        }
    }

    private void check(Node node) {
        RaffleStatus status = node.participant.status(0, 0);
        String digest = digests.putIfAbsent(new Position(status.firstView(), status.position()), status.digest());
        if (digest != null && !digest.equals(status.digest())) {
            throw new AssertionError(status.member() + " differs from others at position " + status.position());
        }
    }

    // ---- the log ----------------------------------------------------------------------------------------------------

    private static Decider newLog() {
        Decider log = new Decider(new StoreState(10_000));
        apply(log, new Command.AddBoard("board", Board.medals("Gaul"), "Gaul", List.of("Gold")));
        return log;
    }

    private static void apply(Decider log, Command command) {
        if (log.decide(command, 0) instanceof Decision.Accepted accepted) {
            log.apply(log.state().index() + 1, accepted.entry());
        }
    }

    private static MembershipView view(Decider log) {
        return log.state().value(MembershipView.NAME) instanceof MembershipView view ? view : MembershipView.NONE;
    }

    // ---- time -------------------------------------------------------------------------------------------------------

    private Node node(String name) {
        Node node = nodes.get(name);
        if (node == null) {
            throw new AssertionError(name + " does not run");
        }
        return node;
    }

    private void after(long millis, Runnable action) {
        events.add(new Event(now + millis, eventNumber++, action));
    }

    private void run(long millis) {
        long end = now + millis;
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event event = events.remove();
            now = event.at();
            event.action().run();
        }
        now = end;
    }
}
