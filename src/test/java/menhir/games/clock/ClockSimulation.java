package menhir.games.clock;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import menhir.games.clock.ClockMessage.Adjust;
import menhir.games.clock.ClockMessage.Poll;
import menhir.games.clock.ClockMessage.PollReply;
import org.jspecify.annotations.Nullable;

/**
 * A deterministic simulation of nodes with inaccurate clocks, an unreliable network and a time server. Its time is true time
 * in microseconds from 0. The network loses, delays and duplicates messages; some are very late.
 */
class ClockSimulation {

    /** What a faulty node replies instead of its time. It ignores adjustments, or it would agree with the others. */
    interface FalseTime {
        long of(long trueMicros, long correctMicros, SplittableRandom random);
    }

    /** Creates the server; a mutation creates a faulty one. */
    interface ServerFactory {
        TimeServer create(ClockSimulation simulation, Node node);
    }

    /** A node of the simulation. */
    static final class Node {
        final String name;
        final SynchronisedClock clock;
        final long startError;
        final long driftPpm;
        final @Nullable FalseTime falseTime;

        @Nullable
        TimeServer server;

        boolean alive = true;
        long lastRead = Long.MIN_VALUE;

        Node(String name, long startError, long driftPpm, @Nullable FalseTime falseTime, long now) {
            this.name = name;
            this.startError = startError;
            this.driftPpm = driftPpm;
            this.falseTime = falseTime;
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

    private record Event(long at, long number, Runnable action) {}

    static final long EPOCH = 1_700_000_000_000_000L;
    static final ClockTiming TIMING = ClockTiming.standard();
    static final long SECOND = 1_000_000;

    final SplittableRandom random;
    final Map<String, Node> nodes = new TreeMap<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>(
            (a, b) -> a.at() != b.at() ? Long.compare(a.at(), b.at()) : Long.compare(a.number(), b.number()));
    private long eventNumber;
    long now;

    long maxDelayMicros = 2_500;
    double loss = 0.05;
    double duplicates = 0.05;
    double late = 0.05;
    ServerFactory factory = (simulation, node) ->
            new TimeServer(node.name, node.clock, TIMING, simulation.output(node), simulation.at(node));

    ClockSimulation(long seed) {
        this.random = new SplittableRandom(seed);
    }

    Node add(String name, long startErrorMicros, long driftPpm, @Nullable FalseTime falseTime) {
        Node node = new Node(name, startErrorMicros, driftPpm, falseTime, now);
        nodes.put(name, node);
        updateServers();
        return node;
    }

    void elect(String name) {
        nodes.values().forEach(node -> node.server = null);
        electSecond(name);
    }

    /** A second server, as in a partition. */
    void electSecond(String name) {
        Node node = node(name);
        node.server = factory.create(this, node);
        updateServers();
    }

    void kill(String name) {
        Node node = node(name);
        node.alive = false;
        node.server = null;
        nodes.remove(name);
        updateServers();
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

    TimeServer.Output output(Node from) {
        return new TimeServer.Output() {
            @Override
            public void send(String to, ClockMessage message) {
                deliver(() -> {
                    Node target = nodes.get(to);
                    if (target != null) {
                        receive(from, target, message);
                    }
                });
            }

            @Override
            public void roundFinished(Round round) {}
        };
    }

    long at(Node node) {
        return node.physical(now);
    }

    private void updateServers() {
        for (Node node : nodes.values()) {
            if (node.server != null) {
                node.server.onNodes(new TreeSet<>(nodes.keySet()));
            }
        }
    }

    private void receive(Node server, Node target, ClockMessage message) {
        if (message instanceof Poll poll) {
            PollReply correct = target.clock.reply(poll, at(target));
            PollReply reply = target.falseTime == null
                    ? correct
                    : new PollReply(
                            correct.node(),
                            correct.round(),
                            correct.sample(),
                            target.falseTime.of(now, correct.timeMicros(), random),
                            correct.version());
            deliver(() -> {
                TimeServer rules = server.server;
                if (server.alive && rules != null) {
                    rules.onReply(reply, at(server));
                }
            });
        } else if (message instanceof Adjust adjust && target.falseTime == null) {
            target.clock.adjust(adjust, at(target));
        }
    }

    private void deliver(Runnable action) {
        int copies = random.nextDouble() < duplicates ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            if (random.nextDouble() < loss) {
                continue;
            }
            long delay = random.nextDouble() < late ? random.nextLong(5_000_000) : random.nextLong(maxDelayMicros + 1);
            events.add(new Event(now + delay, eventNumber++, action));
        }
    }

    /** Lets this much time pass. All clocks are read every 10 ms, to detect one that runs backwards. */
    void run(long micros) {
        long end = now + micros;
        for (long tick = now; tick <= end; tick += 5_000) {
            while (!events.isEmpty() && events.peek().at() <= tick) {
                Event event = events.remove();
                now = Math.max(now, event.at());
                event.action().run();
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

    /** The largest difference now between the times that readers of two correct nodes see. */
    long spread() {
        List<Long> errors = correctErrors();
        return errors.stream().mapToLong(Long::longValue).max().orElse(0)
                - errors.stream().mapToLong(Long::longValue).min().orElse(0);
    }

    /** Lets this much time pass and returns the largest spread in it, sampled every 50 ms. */
    long worstSpread(long micros) {
        long worst = 0;
        for (long end = now + micros; now < end; ) {
            run(50_000);
            worst = Math.max(worst, spread());
        }
        return worst;
    }

    List<Long> correctErrors() {
        List<Long> errors = new ArrayList<>();
        for (Node node : nodes.values()) {
            if (node.falseTime == null) {
                errors.add(node.error(now));
            }
        }
        return errors;
    }
}
