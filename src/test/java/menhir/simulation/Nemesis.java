package menhir.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import menhir.replication.Leader;
import menhir.replication.ReplicaState;
import org.jspecify.annotations.Nullable;

/**
 * Planned faults, which pure chance causes once in a million runs. Each plan leads to the point where a single rule of the
 * protocol prevents a lost or doubled order.
 */
final class Nemesis {
    private static final long POLL_MICROS = 100;

    /** Each site alone. */
    private static final List<List<Integer>> THREE = List.of(List.of(0), List.of(1), List.of(2));

    private final World world;
    private final Workload workload;
    private final Faults faults;
    private final SplittableRandom random;
    private List<List<Integer>> camps = THREE;

    Nemesis(World world, Workload workload, Faults faults, SplittableRandom random) {
        this.world = world;
        this.workload = workload;
        this.faults = faults;
        this.random = random;
    }

    /** Three camps, any two of which are a majority of the slots. Of one slot there is nothing to plan. */
    void strike() {
        LeaderHost leader = leading();
        if (leader == null
                || world.scenario().slots() < 3
                || world.sites() != world.scenario().slots()) {
            return;
        }
        camps = world.sites() == 3 ? THREE : five();
        world.setPlannedOnly(true);
        switch (random.nextInt(world.hardships().any() ? 10 : 5)) {
            case 0 -> defector(leader);
            case 1 -> figureEight(leader);
            case 2 -> forgottenLease(leader);
            case 3 -> abandonedLeader(leader);
            case 4 -> returningLeader(leader);
            case 5 -> defectorAndResign(leader);
            case 6, 7 -> sleepingLeader(leader);
            case 8 -> hastyClocks(leader);
            default -> deafFrontEnd(leader);
        }
    }

    /** Two camps of two sites, and one of one. */
    private List<List<Integer>> five() {
        List<Integer> sites = new ArrayList<>(List.of(0, 1, 2, 3, 4));
        int lonely = sites.remove(random.nextInt(5));
        int friend = sites.remove(1 + random.nextInt(3));
        return List.of(List.of(lonely), List.of(sites.get(0), friend), List.of(sites.get(1), sites.get(2)));
    }

    private @Nullable LeaderHost leading() {
        return world.leaders().stream()
                .filter(host -> host.leader().established() && host.process().up())
                .findFirst()
                .orElse(null);
    }

    /** Replicas help to elect, lose their disks, and come back on the side of the leader that they helped to depose. */
    private void defector(LeaderHost deposed) {
        int home = campOf(deposed);
        int turned = other(home, random.nextInt(2));
        int rest = 3 - home - turned;
        isolate(home);
        LeaderHost rival = startAlone(rest, deposed);
        until(6 * leaseMicros(), () -> rival.leader().leads(), () -> {
            wipe(turned);
            isolate(rest);
            world.timeline().after(random.nextLong(leaseMicros(), 3 * leaseMicros()), this::heal);
        });
    }

    /**
     * Replicas promise a candidate an epoch, lose their disks, and come back on the side of the leader. With them alone it commits;
     * then it resigns, and the others, which lack that, are free to promise the candidate too.
     */
    private void defectorAndResign(LeaderHost leader) {
        int home = campOf(leader);
        int turned = other(home, random.nextInt(2));
        int rest = 3 - home - turned;
        isolate(home);
        world.timeline().after(random.nextLong(leaseMicros() * 11 / 10, leaseMicros() * 3 / 2), () -> {
            LeaderHost candidate = startAlone(turned, leader);
            // It has asked both camps whether it could win, but its request for an epoch reaches only one.
            cut(turned, rest);
            until(
                    leaseMicros() / 4,
                    () -> promisedBy(turned) && candidate.leader().phase() == Leader.Phase.PREPARING,
                    () -> {
                        world.timeline().after(200, () -> forget(leader, candidate, turned));
                    });
        });
    }

    private void forget(LeaderHost leader, LeaderHost candidate, int turned) {
        int home = campOf(leader);
        int rest = 3 - home - turned;
        candidate.process().pause(leaseMicros() * random.nextLong(40, 70) / 100);
        wipe(turned);
        world.network().healLinks();
        until(
                leaseMicros() * 6 / 10,
                () -> slots(turned).stream().allMatch(slot -> slot.state().member()),
                () -> {
                    // The leader is not answered: it sends one batch, and then only asks again.
                    cut(rest, home);
                    camps.get(home).forEach(workload::restockAllAt);
                    world.timeline().after(30_000, () -> camps.get(home).forEach(workload::restockAllAt));
                    until(leaseMicros() / 3, () -> world.truth().committed() > last(rest), () -> {
                        world.network().healLinks();
                        leader.resign();
                        world.timeline().after(random.nextLong(leaseMicros() / 2, leaseMicros()), this::heal);
                    });
                });
    }

    /**
     * Raft's figure 8: an entry of an earlier epoch reaches a majority, and yet another replica's log, with an entry of a
     * later epoch, is the better one.
     */
    private void figureEight(LeaderHost first) {
        int a = campOf(first);
        int b = other(a, random.nextInt(2));
        int c = 3 - a - b;
        isolate(a);
        long committed = world.truth().committed();
        until(2 * leaseMicros(), () -> last(a) > committed, () -> {
            first.crash();
            LeaderHost second = startAlone(c, null);
            until(6 * leaseMicros(), () -> second.leader().phase() == Leader.Phase.LOADING, () -> {
                cut(c, b);
                until(
                        3 * leaseMicros(),
                        () -> second.leader().leads()
                                && lastEpoch(c) == second.leader().epoch(),
                        () -> {
                            second.crash();
                            isolate(c);
                            thirdOfEight(a, b, c);
                        });
            });
        });
    }

    private void thirdOfEight(int a, int b, int c) {
        LeaderHost third = startAlone(a, null);
        until(6 * leaseMicros(), () -> third.leader().leads(), () -> {
            long base = third.leader().baseIndex();
            until(leaseMicros(), () -> last(b) == base && lastEpoch(b) == lastEpochBefore(a, base), () -> {
                cut(a, b);
                world.timeline().after(random.nextLong(3_000, 20_000), () -> {
                    third.crash();
                    isolate(a);
                    startAlone(c, null);
                    world.timeline().after(random.nextLong(2 * leaseMicros(), 5 * leaseMicros()), this::heal);
                });
            });
        });
    }

    /** Replicas that had granted a lease are started anew, and are asked at once to let another leader in. */
    private void forgottenLease(LeaderHost leader) {
        int home = campOf(leader);
        int restarted = other(home, random.nextInt(2));
        int rival = 3 - home - restarted;
        cutBoth(home, rival);
        startAlone(rival, leader);
        world.timeline().after(random.nextLong(leaseMicros() * 11 / 10, 2 * leaseMicros()), () -> {
            slots(restarted).forEach(slot -> faults.crash(slot, false, random.nextLong(1, 3_000)));
            world.timeline().after(random.nextLong(leaseMicros() / 2, 2 * leaseMicros()), this::heal);
        });
    }

    /** A leader that was replaced, with a front-end that does not know, gets commands on what it believes to be the stock. */
    private void abandonedLeader(LeaderHost leader) {
        int home = campOf(leader);
        isolate(home);
        camps.get(home).forEach(workload::avoid);
        LeaderHost rival = startAlone(other(home, random.nextInt(2)), leader);
        long released = world.truth().released();
        until(
                6 * leaseMicros(),
                () -> rival.leader().established() && world.truth().released() > released + random.nextInt(2, 12),
                () -> {
                    camps.get(home).forEach(workload::orderAt);
                    world.timeline().after(random.nextLong(20_000, leaseMicros()), this::heal);
                });
    }

    /** The same, but its machine slept meanwhile: it wakes, and is asked before it hears anything. */
    private void sleepingLeader(LeaderHost leader) {
        int home = campOf(leader);
        long micros = random.nextLong(2 * leaseMicros(), Faults.LONGEST_LEASES * leaseMicros());
        isolate(home);
        camps.get(home).forEach(workload::avoid);
        camps.get(home).forEach(site -> faults.suspend(site, micros));
        startAlone(other(home, random.nextInt(2)), leader);
        world.timeline().after(micros + random.nextLong(1_000), () -> {
            camps.get(home).forEach(workload::lookUpAt);
            camps.get(home).forEach(workload::orderAt);
            world.timeline().after(random.nextLong(20_000, leaseMicros()), this::heal);
        });
    }

    /** The clocks of those that granted a leader its lease are set forward, and another asks them at once. */
    private void hastyClocks(LeaderHost leader) {
        int home = campOf(leader);
        int rest = other(home, random.nextInt(2));
        isolate(home);
        camps.get(home).forEach(workload::avoid);
        for (int camp = 0; camp < camps.size(); camp++) {
            if (camp != home) {
                camps.get(camp)
                        .forEach(site ->
                                faults.setWallClock(site, 2 * world.timing().leaseMillis()));
            }
        }
        LeaderHost rival = startAlone(rest, leader);
        long released = world.truth().released();
        until(
                leaseMicros(),
                () -> rival.leader().established() && world.truth().released() > released + random.nextInt(1, 8),
                () -> {
                    camps.get(home).forEach(workload::lookUpAt);
                    camps.get(home).forEach(workload::orderAt);
                    world.timeline().after(random.nextLong(20_000, leaseMicros()), this::heal);
                });
    }

    /** Front-ends that hear no invalidation are asked as soon as a change has been released. */
    private void deafFrontEnd(LeaderHost leader) {
        int home = campOf(leader);
        int deaf = other(home, random.nextInt(2));
        camps.get(deaf).forEach(workload::lookUpAt);
        world.timeline().after(random.nextLong(leaseMicros() / 8), () -> {
            cutBoth(home, deaf);
            camps.get(deaf).forEach(workload::avoid);
            camps.get(home).forEach(workload::restockAllAt);
            askWhenReleased(deaf, world.timeline().now() + leaseMicros());
        });
    }

    private void askWhenReleased(int deaf, long deadline) {
        long released = world.truth().released();
        until(deadline - world.timeline().now(), () -> world.truth().released() > released, () -> {
            camps.get(deaf).forEach(workload::lookUpAt);
            askWhenReleased(deaf, deadline);
        });
    }

    /** A leader is replaced and leads again, while commands that were sent to it in its earlier epoch are still on their way. */
    private void returningLeader(LeaderHost leader) {
        int home = campOf(leader);
        int far = other(home, random.nextInt(2));
        int rest = 3 - home - far;
        isolate(home);
        for (int i = 0; i < 4; i++) {
            camps.get(far).forEach(workload::orderAt);
        }
        LeaderHost rival = startAlone(rest, leader);
        until(6 * leaseMicros(), () -> rival.leader().established(), () -> world.timeline()
                .after(leaseMicros(), () -> {
                    camps.get(rest).forEach(workload::restockAllAt);
                    world.timeline().after(leaseMicros() / 2, () -> {
                        world.network().healLinks();
                        cutBoth(home, far);
                        rival.resign();
                        until(8 * leaseMicros(), () -> leader.leader().established(), this::heal);
                    });
                }));
    }

    /** Only this candidate is left, besides the one to be spared. */
    private LeaderHost startAlone(int camp, @Nullable LeaderHost spared) {
        for (LeaderHost host : List.copyOf(world.leaders())) {
            if (!host.equals(spared) && !host.over()) {
                host.crash();
            }
        }
        return world.startLeader(camps.get(camp).get(0), false);
    }

    /** The disks of a camp are lost, as far as that may be. */
    private void wipe(int camp) {
        for (SlotHost slot : slots(camp)) {
            faults.crash(slot, faults.mayWipe(slot), random.nextLong(1, 3_000));
        }
    }

    private void isolate(int lonely) {
        world.network().healLinks();
        cutBoth(lonely, other(lonely, 0));
        cutBoth(lonely, other(lonely, 1));
    }

    private void cutBoth(int one, int another) {
        cut(one, another);
        cut(another, one);
    }

    private void cut(int from, int to) {
        camps.get(from).forEach(source -> camps.get(to)
                .forEach(target -> world.network().cut(source, target)));
    }

    private void heal() {
        world.setPlannedOnly(false);
        workload.avoidNone();
        world.network().healLinks();
    }

    /** Goes on as soon as it is so; gives up, and heals, if it is not in time. */
    private void until(long micros, BooleanSupplier condition, Runnable then) {
        poll(world.timeline().now() + micros, condition, then);
    }

    private void poll(long deadline, BooleanSupplier condition, Runnable then) {
        if (condition.getAsBoolean()) {
            then.run();
        } else if (world.timeline().now() > deadline || faults.stopped()) {
            heal();
        } else {
            world.timeline().after(POLL_MICROS, () -> poll(deadline, condition, then));
        }
    }

    private int campOf(LeaderHost leader) {
        int camp = 0;
        while (!camps.get(camp).contains(leader.process().site())) {
            camp++;
        }
        return camp;
    }

    private static int other(int camp, int which) {
        return (camp + 1 + which) % 3;
    }

    private List<SlotHost> slots(int camp) {
        return camps.get(camp).stream().map(site -> world.slot(site + 1)).toList();
    }

    private ReplicaState best(int camp) {
        return slots(camp).stream()
                .map(SlotHost::state)
                .max(Comparator.comparingLong(ReplicaState::lastEpoch).thenComparingLong(ReplicaState::lastIndex))
                .orElseThrow();
    }

    private long last(int camp) {
        return best(camp).lastIndex();
    }

    private long lastEpoch(int camp) {
        return best(camp).lastEpoch();
    }

    private long lastEpochBefore(int camp, long index) {
        ReplicaState state = best(camp);
        return index > state.lastIndex() ? -1 : state.epochAt(index);
    }

    /** Whether a camp has promised a higher epoch than that of the newest leader. */
    private boolean promisedBy(int camp) {
        return slots(camp).stream()
                .allMatch(slot -> slot.state().epoch() > world.truth().highestEpoch());
    }

    private long leaseMicros() {
        return world.timing().leaseMillis() * 1000;
    }
}
