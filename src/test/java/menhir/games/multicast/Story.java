package menhir.games.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import menhir.games.multicast.MulticastSimulation.Maker;

/** A random life of a group: some 15 s of work under all kinds of trouble, then calm, then everything is compared. */
final class Story {
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    private final MulticastSimulation world;

    Story(long seed, Maker maker) {
        this.world = new MulticastSimulation(seed, maker);
    }

    static MulticastSimulation run(long seed, Maker maker) {
        Story story = new Story(seed, maker);
        story.trouble();
        story.calm();
        story.compare();
        return story.world;
    }

    private void trouble() {
        world.loss = world.random.nextInt(4) * 0.08;
        world.duplicates = world.random.nextInt(3) * 0.1;
        world.maxDelayMillis = 2 + world.random.nextLong(60);
        int first = 2 + world.random.nextInt(3);
        NAMES.subList(0, first).forEach(world::start);
        world.agree(Set.of());
        int perRound = 1 + world.random.nextInt(4);
        for (int round = 0; round < 150; round++) {
            for (int i = 0; i < perRound; i++) {
                List<Site> sites = List.copyOf(world.sites.values());
                if (!sites.isEmpty()) {
                    world.submit(sites.get(world.random.nextInt(sites.size())));
                }
            }
            if (world.random.nextInt(12) == 0) {
                happening();
            }
            world.run(world.random.nextLong(200));
        }
    }

    /** Something goes wrong, or right again. The service's view follows, sooner or later. */
    private void happening() {
        String name = NAMES.get(world.random.nextInt(NAMES.size()));
        switch (world.random.nextInt(7)) {
            case 0, 1 -> {
                if (world.sites.size() > 2 || world.random.nextInt(20) == 0) {
                    world.crash(name);
                    noticeLater();
                }
            }
            case 2 -> {
                world.cut(name);
                world.after(world.random.nextLong(600), () -> world.agree(Set.of(name)));
                world.after(500 + world.random.nextLong(2_000), world::heal);
            }
            case 3 -> world.agree(Set.of(name)); // suspected without reason
            case 4 -> {
                // So soon that nobody noticed the death.
                if (world.sites.containsKey(name) && world.sites.size() > 1) {
                    world.restart(name);
                    noticeLater();
                }
            }
            default -> {
                Site site = world.sites.get(name);
                if (site == null || site.multicast.retired()) {
                    world.restart(name);
                    noticeLater();
                }
            }
        }
    }

    private void noticeLater() {
        world.after(world.random.nextLong(800), () -> world.agree(Set.of()));
    }

    private void calm() {
        world.heal();
        world.loss = Math.min(world.loss, 0.1);
        world.run(4_000);
        for (String name : NAMES) {
            Site site = world.sites.get(name);
            if (site != null
                    && (site.multicast.retired() || !world.agreed().members().contains(site.member))) {
                world.restart(name);
            }
        }
        if (world.sites.isEmpty()) {
            world.start("a");
        }
        world.agree(Set.of());
        for (int i = 0; i < 60 && !settled(); i++) {
            world.run(2_000);
        }
    }

    private boolean settled() {
        for (Site site : world.members()) {
            List<Delivered> sequence = world.sequences.getOrDefault(site.multicast.founding(), List.of());
            if (!site.multicast.installed()
                    || site.multicast.position() != sequence.size()
                    || !site.multicast.unsent().isEmpty()
                    || site.multicast.onTheWay() > 0) {
                return false;
            }
        }
        return true;
    }

    private void compare() {
        List<Site> members = world.members();
        assertThat(members).isNotEmpty().allMatch(site -> site.alive);
        assertThat(settled()).as("all is delivered, and known to be").isTrue();
        Set<String> inOrder = new HashSet<>();
        world.sequences.values().forEach(each -> each.forEach(delivered -> inOrder.add(delivered.request())));
        Site one = members.get(0);
        for (Site site : members) {
            assertThat(site.multicast.founding()).isEqualTo(one.multicast.founding());
            assertThat(site.multicast.position()).isEqualTo(one.multicast.position());
            assertThat(site.raffle.digest()).isEqualTo(one.raffle.digest());
            assertThat(site.raffle.entries()).isEqualTo(one.raffle.entries());
            assertThat(site.raffle.winners()).isEqualTo(one.raffle.winners());
            assertThat(inOrder).as("what was submitted to " + site.member).containsAll(site.submitted);
        }
    }
}
