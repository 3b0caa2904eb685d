package menhir.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import menhir.leader.LeaderSettings;
import menhir.replication.Protocol;
import menhir.replication.Timing;
import org.jspecify.annotations.Nullable;

/** Everything there is in one simulated cluster. */
final class World {
    /** More keys than a run ever sees: nothing is promised beyond the window. */
    private static final int MAX_LEADERS = 5;

    private final Scenario scenario;
    private final Protocol protocol;
    private final boolean tracing;
    private final Hardships hardships;
    private final SplittableRandom random;
    private final SplittableRandom failures;
    private final Timeline timeline = new Timeline();
    private final Counters counters = new Counters();
    private final LogTree tree = new LogTree();
    private final Truth truth = new Truth(tree);
    private final Network network;
    private final List<SlotHost> slots = new ArrayList<>();
    private final List<StandbyHost> standbys = new ArrayList<>();
    private final List<FrontEndHost> frontEnds = new ArrayList<>();
    private final List<LeaderHost> leaders = new ArrayList<>();
    private final Map<String, LeaderHost> leadersByName = new HashMap<>();
    private final int sites;
    private boolean healed;
    private boolean plannedOnly;
    private int leadersStarted;

    World(Scenario scenario, Protocol protocol, boolean tracing) {
        this.scenario = scenario;
        this.protocol = protocol;
        this.tracing = tracing;
        this.hardships = scenario.hardships();
        this.random = new SplittableRandom(scenario.seed());
        this.failures = new SplittableRandom(scenario.seed() + 1);
        this.sites = Math.max(scenario.slots(), scenario.frontEnds());
        this.network = new Network(timeline, random.split(), scenario, sites);
        for (int slot = 1; slot <= scenario.slots(); slot++) {
            Machine process = new Machine(timeline, "slot-" + slot, slot - 1, random);
            SlotHost host = new SlotHost(this, slot, process, random.split());
            slots.add(host);
            Machine standby = new Machine(timeline, "standby-" + slot, slot - 1, random);
            standbys.add(new StandbyHost(this, host, standby, random.split()));
        }
        for (int number = 0; number < scenario.frontEnds(); number++) {
            Machine process = new Machine(timeline, "front-end-" + number, number, random);
            frontEnds.add(new FrontEndHost(this, process, random.split()));
        }
        startSingleton();
        superviseSingleton();
    }

    /** The slot beside which the singleton runs. */
    private int homeSlot() {
        return (int) (scenario.seed() % scenario.slots()) + 1;
    }

    private void startSingleton() {
        startLeader(homeSlot() - 1, true);
    }

    /** A new singleton starts beside the home slot, perhaps while the old one runs. The old one's process then ends. */
    private void superviseSingleton() {
        long lease = scenario.timing().leaseMillis() * 1000;
        timeline.after(random.nextLong(lease / 4, 3 * lease), () -> {
            List<LeaderHost> singletons =
                    presentLeaders().stream().filter(LeaderHost::singleton).toList();
            boolean moves = singletons.isEmpty() || (!healed && random.nextInt(20) == 0);
            if (moves && !plannedOnly) {
                startSingleton();
                singletons.forEach(old -> timeline.after(random.nextLong(3 * lease), old::end));
            }
            superviseSingleton();
        });
    }

    private List<LeaderHost> presentLeaders() {
        leaders.removeIf(LeaderHost::over);
        return leaders;
    }

    /** A rival, anywhere. */
    LeaderHost startLeader() {
        List<LeaderHost> present = presentLeaders();
        return present.size() >= MAX_LEADERS ? present.get(0) : startLeader(random.nextInt(sites), false);
    }

    LeaderHost startLeader(int site, boolean singleton) {
        Machine process = new Machine(timeline, "leader-" + ++leadersStarted, site, random);
        LeaderHost host = new LeaderHost(this, process, singleton, random.split());
        leaders.add(host);
        leadersByName.put(process.name(), host);
        return host;
    }

    /** Whether only planned leaders may start: a nemesis is at work. */
    boolean plannedOnly() {
        return plannedOnly;
    }

    void setPlannedOnly(boolean only) {
        plannedOnly = only;
    }

    /** The faults stop: everything runs, or will when its pause is over, and all links work. */
    void heal() {
        healed = true;
        plannedOnly = false;
        network.heal();
        slots.stream().filter(slot -> !slot.process().up()).forEach(SlotHost::restart);
        standbys.stream().filter(standby -> !standby.process().up()).forEach(StandbyHost::restart);
        frontEnds.stream().filter(frontEnd -> !frontEnd.process().up()).forEach(FrontEndHost::restart);
    }

    long persistMicros() {
        long micros = random.nextLong(200, scenario.persistMicros());
        boolean stalls = !healed && random.nextInt(200) == 0;
        return stalls ? micros + random.nextLong(scenario.timing().leaseMillis() * 1000) : micros;
    }

    boolean failsToWrite() {
        return happens(hardships.failedWrites());
    }

    boolean failsToRead() {
        return happens(hardships.failedReads());
    }

    private boolean happens(double share) {
        return share > 0 && !healed && failures.nextDouble() < share;
    }

    int keyCapacity() {
        return scenario.keyCapacity();
    }

    /** The settings of a leader or standby leader. */
    LeaderSettings leaderSettings(Machine process) {
        return new LeaderSettings(
                "simulated",
                process.name(),
                scenario.slots(),
                homeSlot(),
                process.site() < scenario.slots() ? List.of(process.site() + 1) : List.of(),
                timing(),
                breaks(Mutation.KEYS_FORGOTTEN) ? 1 : scenario.keyCapacity(),
                scenario.rules(),
                scenario.firstCatalog(),
                process::millis);
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

    /** Every process that is on a site now. */
    List<Machine> machines(int site) {
        List<Machine> machines = new ArrayList<>();
        slots.forEach(slot -> machines.add(slot.process()));
        standbys.forEach(standby -> machines.add(standby.process()));
        frontEnds.forEach(frontEnd -> machines.add(frontEnd.process()));
        leaders.forEach(leader -> machines.add(leader.process()));
        machines.removeIf(machine -> machine.site() != site);
        return machines;
    }

    Hardships hardships() {
        return hardships;
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

    List<StandbyHost> standbys() {
        return standbys;
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

    /** The leader at an address, dead or alive. */
    Optional<LeaderHost> leader(@Nullable String address) {
        return Optional.ofNullable(address == null ? null : leadersByName.get(address));
    }
}
