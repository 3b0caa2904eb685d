package menhir.simulation;

import java.util.List;
import menhir.replication.Leader;
import menhir.replication.LogEntry;
import menhir.replication.Protocol;
import menhir.replication.ReplicaState;
import menhir.store.StoreState;

/** One run: faults, then time to recover from them, then checks of what is left. */
final class Simulation {
    /** Everything must have recovered within this many leases after the healing. */
    private static final long LEASES_TO_RECOVER = 60;

    private final World world;
    private final Workload workload;
    private final Faults faults;

    Simulation(long seed, Protocol protocol, boolean tracing) {
        world = new World(Scenario.of(seed), protocol, tracing);
        workload = new Workload(world, world.random().split());
        faults = new Faults(world, workload, world.random().split());
    }

    /** Runs to the end, or throws {@link InvariantViolated}. */
    Counters run() {
        try {
            workload.start();
            faults.start();
            Timeline timeline = world.timeline();
            timeline.runUntil(world.scenario().chaosMicros());
            faults.stop();
            workload.stop();
            world.heal();
            timeline.runUntil(
                    timeline.now() + Faults.LONGEST_LEASES * world.timing().leaseMillis() * 1000);
            awaitRecovery("after healing");
            workload.probe();
            awaitRecovery("after the last questions");
            checkLogs();
            world.frontEnds().forEach(FrontEndHost::finish);
            world.count(Counter.STEPS, timeline.steps());
            return world.counters();
        } catch (InvariantViolated violated) {
            throw violated;
        } catch (RuntimeException thrown) {
            InvariantViolated violated = new InvariantViolated(Invariant.X_NO_EXCEPTION, thrown.toString());
            violated.initCause(thrown);
            throw violated;
        }
    }

    private void awaitRecovery(String when) {
        Timeline timeline = world.timeline();
        long lease = world.timing().leaseMillis() * 1000;
        long deadline = timeline.now() + LEASES_TO_RECOVER * lease;
        while (!hasRecovered()) {
            if (timeline.now() > deadline) {
                throw new InvariantViolated(Invariant.E_RECOVERS, "not recovered " + when + ":\n" + summary());
            }
            timeline.runUntil(timeline.now() + lease / 4);
        }
    }

    private boolean hasRecovered() {
        return workload.open() == 0 && world.leaders().stream().anyMatch(this::done);
    }

    private boolean done(LeaderHost host) {
        return host.leader().phase() == Leader.Phase.LEADING
                && host.leader().established()
                && host.leader().released() == host.leader().lastIndex()
                && world.slots().stream()
                        .allMatch(slot -> slot.state().member()
                                && slot.state().lastIndex() == host.leader().lastIndex()
                                && slot.catalog().index() == host.leader().lastIndex());
    }

    private void checkLogs() {
        ReplicaState first = world.slot(1).state();
        List<LogEntry> log = world.slot(1).disk().log();
        for (SlotHost slot : world.slots()) {
            ReplicaState state = slot.state();
            boolean same = state.lastIndex() == first.lastIndex()
                    && state.epochs().equals(first.epochs())
                    && state.numbers().equals(first.numbers())
                    && state.lastNumber() == first.lastNumber()
                    && slot.disk().log().equals(log)
                    && catalogOf(slot) == catalogOf(world.slot(1));
            if (!same) {
                throw new InvariantViolated(Invariant.E_RECOVERS, "the logs differ:\n" + summary());
            }
        }
        if (world.truth().committed() != log.size()) {
            throw new InvariantViolated(Invariant.E_RECOVERS, "the logs are not what was committed:\n" + summary());
        }
    }

    private static long catalogOf(SlotHost slot) {
        StoreState state = slot.catalog().state();
        return state == null ? 0 : state.digest();
    }

    private String summary() {
        StringBuilder text = new StringBuilder();
        text.append(world.scenario()).append('\n');
        text.append("open calls ").append(workload.open()).append('\n');
        world.slots().forEach(slot -> text.append(slot.summary()).append('\n'));
        world.leaders().forEach(leader -> text.append(leader.summary()).append('\n'));
        return text.toString();
    }
}
