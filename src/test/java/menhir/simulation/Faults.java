package menhir.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** Causes faults: each kind at random times, as often as the scenario says. */
final class Faults {
    /** No pause, outage or partition lasts longer than so many leases. */
    static final long LONGEST_LEASES = 5;

    private final World world;
    private final SplittableRandom random;
    private final Nemesis nemesis;
    private boolean stopped;

    Faults(World world, Workload workload, SplittableRandom random) {
        this.world = world;
        this.random = random;
        this.nemesis = new Nemesis(world, workload, this, random.split());
    }

    void start() {
        Scenario scenario = world.scenario();
        repeat(scenario.crashMicros(), this::crash);
        repeat(scenario.wipeMicros(), this::wipe);
        repeat(scenario.copyMicros(), this::copyOrPutBack);
        repeat(scenario.pauseMicros(), this::pause);
        repeat(scenario.partitionMicros(), this::partition);
        repeat(scenario.rivalMicros(), () -> world.startLeader());
        repeat(scenario.resignMicros(), () -> someLeader().handOver());
        repeat(scenario.nemesisMicros(), nemesis::strike);
        repeat(world.hardships().suspendMicros(), () -> suspend(random.nextInt(world.sites()), faultMicros()));
        repeat(world.hardships().wallClockMicros(), this::setWallClock);
    }

    void stop() {
        stopped = true;
    }

    boolean stopped() {
        return stopped;
    }

    private void repeat(long meanMicros, Runnable fault) {
        if (meanMicros > 0) {
            world.timeline().after(random.nextLong(2 * meanMicros), () -> {
                if (!stopped) {
                    fault.run();
                    repeat(meanMicros, fault);
                }
            });
        }
    }

    private long leaseMicros() {
        return world.timing().leaseMillis() * 1000;
    }

    /** Mostly shorter than a lease, sometimes {@link #LONGEST_LEASES}. */
    private long faultMicros() {
        return random.nextInt(3) == 0
                ? random.nextLong(1, LONGEST_LEASES * leaseMicros())
                : random.nextLong(1, leaseMicros());
    }

    private void crash() {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> crash(someSlot(), false);
            case 3, 4 -> someLeader().crash();
            case 5 -> crash(someFrontEnd());
            case 6 -> crashSite(random.nextInt(world.sites()));
            default -> {
                // The power fails everywhere.
                for (int site = 0; site < world.sites(); site++) {
                    crashSite(site);
                }
            }
        }
    }

    private void crashSite(int site) {
        world.slots().stream().filter(slot -> slot.process().site() == site).forEach(slot -> crash(slot, false));
        world.standbys().stream()
                .filter(standby -> standby.process().site() == site)
                .forEach(this::crash);
        List.copyOf(world.leaders()).stream()
                .filter(leader -> leader.process().site() == site && !leader.over())
                .forEach(LeaderHost::crash);
        world.frontEnds().stream()
                .filter(frontEnd -> frontEnd.process().site() == site)
                .forEach(this::crash);
    }

    private void crash(SlotHost slot, boolean wipe) {
        crash(slot, wipe, faultMicros());
    }

    void crash(SlotHost slot, boolean wipe, long downMicros) {
        if (slot.process().up()) {
            world.trace(() -> slot.process().name() + (wipe ? " loses its disk" : " crashes"));
            slot.crash();
            if (wipe) {
                slot.wipe();
            }
            world.timeline().after(downMicros, () -> revive(slot));
        }
    }

    private void revive(SlotHost slot) {
        if (!slot.process().up()) {
            slot.restart();
        }
    }

    private void crash(StandbyHost standby) {
        if (standby.process().up()) {
            standby.crash();
            world.timeline().after(faultMicros(), () -> {
                if (!standby.process().up()) {
                    standby.restart();
                }
            });
        }
    }

    private void crash(FrontEndHost frontEnd) {
        if (frontEnd.process().up()) {
            frontEnd.crash();
            world.timeline().after(faultMicros(), () -> {
                if (!frontEnd.process().up()) {
                    frontEnd.restart();
                }
            });
        }
    }

    private void wipe() {
        SlotHost victim = someSlot();
        if (victim.process().up() && mayWipe(victim)) {
            crash(victim, true);
        }
    }

    /** A disk is copied, or replaced by its copy. */
    private void copyOrPutBack() {
        SlotHost victim = someSlot();
        Disk old = victim.oldCopy();
        if (old == null) {
            victim.copyDisk();
        } else if (victim.process().up() && mayWipe(victim)) {
            world.trace(() -> victim.process().name() + " is put back to " + old.positionAtNextStart());
            victim.crash();
            victim.putBack(old);
            world.timeline().after(faultMicros(), () -> revive(victim));
        }
    }

    /** Never so many that an acknowledged order could be gone: the blank ones stay a minority. */
    boolean mayWipe(SlotHost victim) {
        long blank = world.slots().stream()
                .filter(slot -> !slot.equals(victim) && !slot.trusted())
                .count();
        return blank + 1 <= (world.scenario().slots() - 1) / 2;
    }

    private void pause() {
        Machine victim =
                switch (random.nextInt(4)) {
                    case 0 -> someSlot().process();
                    case 1 -> someFrontEnd().process();
                    default -> someLeader().process();
                };
        if (victim.up()) {
            long micros = faultMicros();
            world.trace(() -> victim.name() + " is paused for " + micros);
            victim.pause(micros);
            world.count(Counter.PAUSES);
        }
    }

    /** What is sent to it meanwhile waits for it, or is lost. */
    void suspend(int site, long micros) {
        world.trace(() -> "site " + site + " is suspended for " + micros);
        world.count(Counter.SUSPENSIONS);
        world.machines(site).forEach(machine -> machine.suspend(micros));
        if (random.nextBoolean()) {
            for (int other = 0; other < world.sites(); other++) {
                world.network().cut(other, site);
            }
            world.timeline().after(micros, () -> world.network().healLinks());
        }
    }

    /** By up to three leases, in either direction. */
    private void setWallClock() {
        long millis = random.nextLong(
                -3 * world.timing().leaseMillis(), 3 * world.timing().leaseMillis());
        setWallClock(random.nextInt(world.sites()), millis);
    }

    void setWallClock(int site, long millis) {
        world.trace(() -> "the wall clock of site " + site + " is set by " + millis);
        world.count(Counter.WALL_CLOCKS_SET);
        world.machines(site).forEach(machine -> machine.setWallClock(millis));
    }

    private void partition() {
        world.count(Counter.PARTITIONS);
        int sites = world.sites();
        int shape = random.nextInt(3);
        int lonely = random.nextInt(sites);
        boolean[] side = new boolean[sites];
        for (int i = 0; i < sites; i++) {
            side[i] = shape == 0 ? i == lonely : random.nextBoolean();
        }
        for (int from = 0; from < sites; from++) {
            for (int to = 0; to < sites; to++) {
                // The last shape cuts single directions of single links.
                if (shape == 2 ? random.nextInt(3) == 0 : side[from] != side[to]) {
                    world.network().cut(from, to);
                }
            }
        }
        if (random.nextBoolean()) {
            world.startLeader();
        }
        world.timeline().after(faultMicros(), () -> world.network().healLinks());
    }

    private SlotHost someSlot() {
        List<SlotHost> all = world.slots();
        return all.get(random.nextInt(all.size()));
    }

    private FrontEndHost someFrontEnd() {
        List<FrontEndHost> all = world.frontEnds();
        return all.get(random.nextInt(all.size()));
    }

    private LeaderHost someLeader() {
        List<LeaderHost> all = world.leaders();
        if (all.isEmpty()) {
            return world.startLeader();
        }
        // The one that leads is the more interesting victim.
        List<LeaderHost> leading =
                all.stream().filter(host -> host.leader().leads()).toList();
        List<LeaderHost> from = leading.isEmpty() || random.nextInt(3) == 0 ? all : leading;
        return from.get(random.nextInt(from.size()));
    }
}
