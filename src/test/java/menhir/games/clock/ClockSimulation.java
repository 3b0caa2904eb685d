package menhir.games.clock;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import menhir.games.clock.ClockMessage.Adjust;
import menhir.games.clock.ClockMessage.Answer;
import menhir.games.clock.ClockMessage.Poll;
import org.jspecify.annotations.Nullable;

/**
 * Nodes with wrong clocks, a lossy network and a time server, all from one seed. Time here is true time in microseconds
 * from 0. The network loses, delays and repeats messages, and some come very late.
 */
class ClockSimulation {

    /** What a lying node says instead of its time. It takes no corrections, or it would end up where the others are. */
    interface Lie {
        long of(long trueMicros, long honestMicros, SplittableRandom random);
    }

    /** Makes the server; a mutation makes another. */
    interface ServerMaker {
        TimeServer make(ClockSimulation simulation, Node node);
    }

    /** A node of the simulation. */
    static final class Node {
        final String name;
        final SynchronisedClock clock;
        final long startError;
        final long driftPpm;
        final @Nullable Lie lie;

        @Nullable
        TimeServer server;

        boolean alive = true;
        long lastRead = Long.MIN_VALUE;

        Node(String name, long startError, long driftPpm, @Nullable Lie lie, long now) {
            this.name = name;
            this.startError = startError;
            this.driftPpm = driftPpm;
            this.lie = lie;
            this.clock = new SynchronisedClock(name, TIMING, 0);
            clock.setFault(0, 0, physical(now));
        }

        long physical(long now) {
            return EPOCH + startError + now + now * driftPpm / 1_000_000;
        }

        long read(long now) {
            long time = clock.read(physical(now));
            if (time < lastRead) {
                throw new AssertionError(name + " ran backwards by " + (lastRead - time) + " us");
            }
            lastRead = time;
            return time;
        }

        /** How far readers of this node are ahead of true time. */
        long error(long now) {
            return read(now) - EPOCH - now;
        }
    }

    private record Event(long at, long order, Runnable what) {}

    static final long EPOCH = 1_700_000_000_000_000L;
    static final ClockTiming TIMING = ClockTiming.standard();
    static final long SECOND = 1_000_000;

    final SplittableRandom random;
    final Map<String, Node> nodes = new TreeMap<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>(
            (a, b) -> a.at() != b.at() ? Long.compare(a.at(), b.at()) : Long.compare(a.order(), b.order()));
    private long order;
    long now;

    long maxDelayMicros = 2_500;
    double loss = 0.05;
    double duplicates = 0.05;
    double late = 0.05;
    ServerMaker maker = (simulation, node) ->
            new TimeServer(node.name, node.clock, TIMING, simulation.sender(node), simulation.at(node));

    ClockSimulation(long seed) {
        this.random = new SplittableRandom(seed);
    }

    Node add(String name, long startErrorMicros, long driftPpm, @Nullable Lie lie) {
        Node node = new Node(name, startErrorMicros, driftPpm, lie, now);
        nodes.put(name, node);
        tellServers();
        return node;
    }

    void elect(String name) {
        nodes.values().forEach(node -> node.server = null);
        electToo(name);
    }

    /** A second server, as after a split. */
    void electToo(String name) {
        Node node = node(name);
        node.server = maker.make(this, node);
        tellServers();
    }

    void kill(String name) {
        Node node = node(name);
        node.alive = false;
        node.server = null;
        nodes.remove(name);
        tellServers();
    }

    Node node(String name) {
        Node node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("no node " + name);
        }
        return node;
    }

    TimeServer server(String name) {
        TimeServer server = node(name).server;
        if (server == null) {
            throw new IllegalArgumentException(name + " is no server");
        }
        return server;
    }

    BiConsumer<String, ClockMessage> sender(Node from) {
        return (to, message) -> deliver(() -> {
            Node target = nodes.get(to);
            if (target != null) {
                receive(from, target, message);
            }
        });
    }

    long at(Node node) {
        return node.physical(now);
    }

    private void tellServers() {
        for (Node node : nodes.values()) {
            if (node.server != null) {
                node.server.onNodes(new TreeSet<>(nodes.keySet()));
            }
        }
    }

    private void receive(Node server, Node target, ClockMessage message) {
        if (message instanceof Poll poll) {
            Answer honest = target.clock.answer(poll, at(target));
            Answer said = target.lie == null
                    ? honest
                    : new Answer(
                            honest.node(),
                            honest.round(),
                            honest.sample(),
                            target.lie.of(now, honest.timeMicros(), random),
                            honest.version());
            deliver(() -> {
                TimeServer rules = server.server;
                if (server.alive && rules != null) {
                    rules.onAnswer(said, at(server));
                }
            });
        } else if (message instanceof Adjust adjust && target.lie == null) {
            target.clock.adjust(adjust, at(target));
        }
    }

    private void deliver(Runnable what) {
        int copies = random.nextDouble() < duplicates ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            if (random.nextDouble() < loss) {
                continue;
            }
            long delay = random.nextDouble() < late ? random.nextLong(5_000_000) : random.nextLong(maxDelayMicros + 1);
            events.add(new Event(now + delay, order++, what));
        }
    }

    /** Runs on for so long; every 10 ms of it all clocks are read, so that one that ran backwards is found. */
    void run(long micros) {
        long end = now + micros;
        for (long tick = now; tick <= end; tick += 5_000) {
            while (!events.isEmpty() && events.peek().at() <= tick) {
                Event event = events.remove();
                now = Math.max(now, event.at());
                event.what().run();
            }
            now = tick;
            for (Node node : List.copyOf(nodes.values())) {
                TimeServer server = node.server;
                if (server != null && at(node) >= server.nextTickMicros()) {
                    server.tick(at(node));
                }
                if (tick % 10_000 == 0) {
                    node.read(now);
                }
            }
        }
    }

    /** The greatest difference between what readers of two honest nodes see at this moment. */
    long spread() {
        List<Long> errors = honestErrors();
        return errors.stream().mapToLong(Long::longValue).max().orElse(0)
                - errors.stream().mapToLong(Long::longValue).min().orElse(0);
    }

    /** The greatest spread at any of the times looked at, every 50 ms, in the time to come. */
    long worstSpread(long micros) {
        long worst = 0;
        for (long end = now + micros; now < end; ) {
            run(50_000);
            worst = Math.max(worst, spread());
        }
        return worst;
    }

    List<Long> honestErrors() {
        List<Long> errors = new ArrayList<>();
        for (Node node : nodes.values()) {
            if (node.lie == null) {
                errors.add(node.error(now));
            }
        }
        return errors;
    }
}
