package menhir.games.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import menhir.games.multicast.MulticastSimulation.MemberFactory;

/** A random history of a group: some 15 s of requests under all kinds of faults, then recovery, then a comparison. */
final class RandomHistory {
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    private final MulticastSimulation simulation;

    RandomHistory(long seed, MemberFactory factory) {
        this.simulation = new MulticastSimulation(seed, factory);
    }

    static MulticastSimulation run(long seed, MemberFactory factory) {
        RandomHistory history = new RandomHistory(seed, factory);
        history.injectFaults();
        history.recover();
        history.compare();
        return history.simulation;
    }

    private void injectFaults() {
        simulation.loss = simulation.random.nextInt(4) * 0.08;
        simulation.duplicates = simulation.random.nextInt(3) * 0.1;
        simulation.maxDelayMillis = 2 + simulation.random.nextLong(60);
        int first = 2 + simulation.random.nextInt(3);
        NAMES.subList(0, first).forEach(simulation::start);
        simulation.agree(Set.of());
        int perRound = 1 + simulation.random.nextInt(4);
        for (int round = 0; round < 150; round++) {
            for (int i = 0; i < perRound; i++) {
                List<Site> sites = List.copyOf(simulation.sites.values());
                if (!sites.isEmpty()) {
                    simulation.submit(sites.get(simulation.random.nextInt(sites.size())));
                }
            }
            if (simulation.random.nextInt(12) == 0) {
                injectFault();
            }
            simulation.run(simulation.random.nextLong(200));
        }
    }

    /** A fault, or the end of one. The membership service reacts later. */
    private void injectFault() {
        String name = NAMES.get(simulation.random.nextInt(NAMES.size()));
        switch (simulation.random.nextInt(7)) {
            case 0, 1 -> {
                if (simulation.sites.size() > 2 || simulation.random.nextInt(20) == 0) {
                    simulation.crash(name);
                    agreeLater();
                }
            }
            case 2 -> {
                simulation.isolate(name);
                simulation.after(simulation.random.nextLong(600), () -> simulation.agree(Set.of(name)));
                simulation.after(500 + simulation.random.nextLong(2_000), simulation::heal);
            }
            case 3 -> simulation.agree(Set.of(name)); // a false suspicion
            case 4 -> {
                // Before the crash is detected.
                if (simulation.sites.containsKey(name) && simulation.sites.size() > 1) {
                    simulation.restart(name);
                    agreeLater();
                }
            }
            default -> {
                Site site = simulation.sites.get(name);
                if (site == null || site.multicast.retired()) {
                    simulation.restart(name);
                    agreeLater();
                }
            }
        }
    }

    private void agreeLater() {
        simulation.after(simulation.random.nextLong(800), () -> simulation.agree(Set.of()));
    }

    private void recover() {
        simulation.heal();
        simulation.loss = Math.min(simulation.loss, 0.1);
        simulation.run(4_000);
        for (String name : NAMES) {
            Site site = simulation.sites.get(name);
            if (site != null
                    && (site.multicast.retired()
                            || !simulation.agreed().members().contains(site.member))) {
                simulation.restart(name);
            }
        }
        if (simulation.sites.isEmpty()) {
            simulation.start("a");
        }
        simulation.agree(Set.of());
        for (int i = 0; i < 60 && !settled(); i++) {
            simulation.run(2_000);
        }
    }

    private boolean settled() {
        for (Site site : simulation.members()) {
            List<Delivery> order = simulation.orders.getOrDefault(site.multicast.firstView(), List.of());
            if (!site.multicast.installed()
                    || site.multicast.position() != order.size()
                    || !site.multicast.unsent().isEmpty()
                    || site.multicast.inFlight() > 0) {
                return false;
            }
        }
        return true;
    }

    private void compare() {
        List<Site> members = simulation.members();
        assertThat(members).isNotEmpty().allMatch(site -> site.alive);
        assertThat(settled()).as("everything is delivered and acknowledged").isTrue();
        Set<String> delivered = new HashSet<>();
        simulation.orders.values().forEach(each -> each.forEach(delivery -> delivered.add(delivery.request())));
        Site one = members.get(0);
        for (Site site : members) {
            assertThat(site.multicast.firstView()).isEqualTo(one.multicast.firstView());
            assertThat(site.multicast.position()).isEqualTo(one.multicast.position());
            assertThat(site.raffle.digest()).isEqualTo(one.raffle.digest());
            assertThat(site.raffle.entries()).isEqualTo(one.raffle.entries());
            assertThat(site.raffle.winners()).isEqualTo(one.raffle.winners());
            assertThat(delivered).as("requests submitted to " + site.member).containsAll(site.submitted);
        }
    }
}
