package menhir.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import menhir.replication.Mutation;
import menhir.replication.Protocol;
import menhir.replication.Timing;

/** Everything there is in one simulated cluster. */
final class World {
    /** More keys than a run ever sees: what happens beyond the window is no promise. */
    private static final int KEY_CAPACITY = 5_000;

    private static final int MAX_LEADERS = 4;

    private final Scenario scenario;
    private final Protocol protocol;
    private final boolean tracing;
    private final SplittableRandom random;
    private final Timeline timeline = new Timeline();
    private final Counters counters = new Counters();
    private final LogTree tree = new LogTree();
    private final Truth truth = new Truth(tree);
    private final Network network;
    private final List<SlotHost> slots = new ArrayList<>();
    private final List<FrontEndHost> frontEnds = new ArrayList<>();
    private final List<LeaderHost> leaders = new ArrayList<>();
    private final int sites;
    private boolean healed;
    private int leadersStarted;

    World(Scenario scenario, Protocol protocol, boolean tracing) {
        this.scenario = scenario;
        this.protocol = protocol;
        this.tracing = tracing;
        this.random = new SplittableRandom(scenario.seed());
        this.sites = Math.max(scenario.slots(), scenario.frontEnds());
        this.network = new Network(timeline, random.split(), scenario, sites);
        for (int slot = 1; slot <= scenario.slots(); slot++) {
            Machine process = new Machine(timeline, "slot-" + slot, slot - 1, random);
            slots.add(new SlotHost(this, slot, process, random.split()));
        }
        for (int number = 0; number < scenario.frontEnds(); number++) {
            Machine process = new Machine(timeline, "front-end-" + number, number, random);
            frontEnds.add(new FrontEndHost(this, process, random.split()));
        }
        startLeader();
        supervise();
    }

    /** The cluster starts a new singleton when it misses the old one; it may be wrong about that, and it takes a while. */
    private void supervise() {
        long lease = scenario.timing().leaseMillis() * 1000;
        timeline.after(random.nextLong(lease / 4, lease), () -> {
            leaders.removeIf(LeaderHost::over);
            if (leaders.isEmpty() || (leaders.size() == 1 && random.nextInt(10) == 0)) {
                startLeader();
            }
            supervise();
        });
    }

    LeaderHost startLeader() {
        leaders.removeIf(LeaderHost::over);
        if (leaders.size() >= MAX_LEADERS) {
            return leaders.get(0);
        }
        return startLeader(random.nextInt(sites));
    }

    LeaderHost startLeader(int site) {
        leaders.removeIf(LeaderHost::over);
        Machine process = new Machine(timeline, "leader-" + ++leadersStarted, site, random);
        LeaderHost host = new LeaderHost(this, process, random.split());
        leaders.add(host);
        return host;
    }

    /** Tells all front-ends, as far as the network lets it. */
    void announce(LeaderHost host) {
        long epoch = host.leader().epoch();
        for (FrontEndHost frontEnd : frontEnds) {
            network.send(host.process(), frontEnd.process(), () -> frontEnd.onAnnounced(host, epoch));
        }
    }

    /** The faults stop: everything runs, or will when its pause is over, and everyone hears everyone. */
    void heal() {
        healed = true;
        network.heal();
        for (SlotHost slot : slots) {
            if (!slot.process().up()) {
                slot.restart();
            }
        }
        for (FrontEndHost frontEnd : frontEnds) {
            if (!frontEnd.process().up()) {
                frontEnd.restart();
            }
        }
    }

    /** Whether a catalog applies this entry; a claim that it is released is checked first. */
    boolean shows(long index, long epoch) {
        if (!breaks(Mutation.UNRELEASED_SHOWN)) {
            truth.onShown(index, epoch);
        }
        return true;
    }

    long persistMicros() {
        long micros = random.nextLong(50, scenario.persistMicros());
        boolean stalls = !healed && random.nextInt(200) == 0;
        return stalls ? micros + random.nextLong(scenario.timing().leaseMillis() * 1000) : micros;
    }

    int keyCapacity() {
        return breaks(Mutation.KEYS_FORGOTTEN) ? 1 : KEY_CAPACITY;
    }

    boolean breaks(Mutation mutation) {
        return protocol.breaks(mutation);
    }

    void count(Counter counter) {
        counters.add(counter);
    }

    void count(Counter counter, long times) {
        counters.add(counter, times);
    }

    void trace(Supplier<String> text) {
        if (tracing) {
            System.out.printf("%,13d  %s%n", timeline.now(), text.get());
        }
    }

    Scenario scenario() {
        return scenario;
    }

    Protocol protocol() {
        return protocol;
    }

    Timing timing() {
        return scenario.timing();
    }

    Timeline timeline() {
        return timeline;
    }

    Network network() {
        return network;
    }

    Counters counters() {
        return counters;
    }

    LogTree tree() {
        return tree;
    }

    Truth truth() {
        return truth;
    }

    SplittableRandom random() {
        return random;
    }

    int sites() {
        return sites;
    }

    List<SlotHost> slots() {
        return slots;
    }

    SlotHost slot(int slot) {
        return slots.get(slot - 1);
    }

    List<FrontEndHost> frontEnds() {
        return frontEnds;
    }

    FrontEndHost frontEnd(String name) {
        String process = FrontEndHost.processName(name);
        return frontEnds.stream()
                .filter(host -> host.process().name().equals(process))
                .findFirst()
                .orElseThrow();
    }

    List<LeaderHost> leaders() {
        return leaders;
    }
}
