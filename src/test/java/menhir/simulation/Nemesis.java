package menhir.simulation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import menhir.replication.Leader;
import org.jspecify.annotations.Nullable;

/**
 * Planned faults, which pure chance causes once in a million runs. Each plan leads to the point where a single rule of the
 * protocol prevents a lost or doubled order.
 */
final class Nemesis {
    private static final long POLL_MICROS = 100;

    private final World world;
    private final Workload workload;
    private final Faults faults;
    private final SplittableRandom random;

    Nemesis(World world, Workload workload, Faults faults, SplittableRandom random) {
        this.world = world;
        this.workload = workload;
        this.faults = faults;
        this.random = random;
    }

    /** For clusters of three; with fewer there is nothing to plan, with more it takes too long. */
    void strike() {
        LeaderHost leader = leading();
        if (leader == null || world.scenario().slots() != 3 || world.sites() != 3) {
            return;
        }
        world.setPlannedOnly(true);
        switch (random.nextInt(5)) {
            case 0 -> defector(leader);
            case 1 -> figureEight(leader);
            case 2 -> forgottenLease(leader);
            case 3 -> abandonedLeader(leader);
            default -> returningLeader(leader);
        }
    }

    private @Nullable LeaderHost leading() {
        return world.leaders().stream()
                .filter(host -> host.leader().established() && host.process().up())
                .findFirst()
                .orElse(null);
    }

    /** A replica helps to elect, loses its disk, and comes back on the side of the leader that it helped to depose. */
    private void defector(LeaderHost deposed) {
        int home = deposed.process().site();
        int turned = other(home, random.nextInt(2));
        int rest = 3 - home - turned;
        isolate(home);
        LeaderHost rival = startAlone(rest, deposed);
        until(6 * leaseMicros(), () -> rival.leader().leads(), () -> {
            faults.crash(world.slot(turned + 1), faults.mayWipe(world.slot(turned + 1)), random.nextLong(1, 3_000));
            isolate(rest);
            world.timeline().after(random.nextLong(leaseMicros(), 3 * leaseMicros()), this::heal);
        });
    }

    /**
     * Raft's figure 8: an entry of an earlier epoch reaches a majority, and yet another replica's log, with an entry of a
     * later epoch, is the better one.
     */
    private void figureEight(LeaderHost first) {
        int a = first.process().site();
        int b = other(a, random.nextInt(2));
        int c = 3 - a - b;
        isolate(a);
        long committed = world.truth().committed();
        until(2 * leaseMicros(), () -> last(a) > committed, () -> {
            first.crash();
            LeaderHost second = startAlone(c, null);
            until(6 * leaseMicros(), () -> second.leader().phase() == Leader.Phase.LOADING, () -> {
                world.network().cut(c, b);
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
                world.network().cut(a, b);
                world.timeline().after(random.nextLong(3_000, 20_000), () -> {
                    third.crash();
                    isolate(a);
                    startAlone(c, null);
                    world.timeline().after(random.nextLong(2 * leaseMicros(), 5 * leaseMicros()), this::heal);
                });
            });
        });
    }

    /** A replica that had granted a lease is started anew, and is asked at once to let another leader in. */
    private void forgottenLease(LeaderHost leader) {
        int home = leader.process().site();
        int restarted = other(home, random.nextInt(2));
        int rival = 3 - home - restarted;
        world.network().cut(home, rival);
        world.network().cut(rival, home);
        startAlone(rival, leader);
        world.timeline().after(random.nextLong(leaseMicros() * 11 / 10, 2 * leaseMicros()), () -> {
            faults.crash(world.slot(restarted + 1), false, random.nextLong(1, 3_000));
            world.timeline().after(random.nextLong(leaseMicros() / 2, 2 * leaseMicros()), this::heal);
        });
    }

    /** A leader that was replaced, with a front-end that does not know, gets commands on what it believes to be the stock. */
    private void abandonedLeader(LeaderHost leader) {
        int home = leader.process().site();
        isolate(home);
        workload.avoid(home);
        LeaderHost rival = startAlone(other(home, random.nextInt(2)), leader);
        long released = world.truth().released();
        until(
                6 * leaseMicros(),
                () -> rival.leader().established() && world.truth().released() > released + random.nextInt(2, 12),
                () -> {
                    workload.orderAt(home);
                    world.timeline().after(random.nextLong(20_000, leaseMicros()), this::heal);
                });
    }

    /** A leader is replaced and leads again, while commands that were sent to it in its earlier epoch are still on their way. */
    private void returningLeader(LeaderHost leader) {
        int home = leader.process().site();
        int far = other(home, random.nextInt(2));
        int rest = 3 - home - far;
        isolate(home);
        for (int i = 0; i < 4; i++) {
            workload.orderAt(far);
        }
        LeaderHost rival = startAlone(rest, leader);
        until(6 * leaseMicros(), () -> rival.leader().established(), () -> world.timeline()
                .after(leaseMicros(), () -> {
                    workload.restockAllAt(rest);
                    world.timeline().after(leaseMicros() / 2, () -> {
                        world.network().healLinks();
                        world.network().cut(home, far);
                        world.network().cut(far, home);
                        rival.handOver();
                        until(8 * leaseMicros(), () -> leader.leader().established(), this::heal);
                    });
                }));
    }

    /** Only this candidate is left, besides the one to be spared. */
    private LeaderHost startAlone(int site, @Nullable LeaderHost spared) {
        for (LeaderHost host : List.copyOf(world.leaders())) {
            if (!host.equals(spared) && !host.over()) {
                host.crash();
            }
        }
        return world.startLeader(site, false);
    }

    private void isolate(int lonely) {
        world.network().healLinks();
        for (int site = 0; site < world.sites(); site++) {
            world.network().cut(lonely, site);
            world.network().cut(site, lonely);
        }
    }

    private void heal() {
        world.setPlannedOnly(false);
        workload.avoid(Workload.NO_SITE);
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

    private static int other(int site, int which) {
        return (site + 1 + which) % 3;
    }

    private long last(int site) {
        return world.slot(site + 1).state().lastIndex();
    }

    private long lastEpoch(int site) {
        return world.slot(site + 1).state().lastEpoch();
    }

    private long lastEpochBefore(int site, long index) {
        return index > last(site) ? -1 : world.slot(site + 1).state().epochAt(index);
    }

    private long leaseMicros() {
        return world.timing().leaseMillis() * 1000;
    }
}
