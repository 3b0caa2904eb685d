package menhir.games.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import menhir.games.raffle.Raffle;
import menhir.games.raffle.RaffleRequest;
import menhir.games.raffle.Winner;
import org.junit.jupiter.api.Test;

/** The guarantees of the multicast, one scenario each. */
class MulticastTest {
    private final MulticastSimulation world = new MulticastSimulation(1, Multicast::new);

    private static List<String> requests(Site site) {
        return site.multicast.history().stream().map(Delivery::request).toList();
    }

    /** A network without loss or duplicates, so that a scenario has one outcome. */
    private void useReliableNetwork() {
        world.loss = 0;
        world.duplicates = 0;
        world.maxDelayMillis = 5;
        world.limits = MulticastLimits.standard();
    }

    private void submit(Site site, String request) {
        assertThat(site.multicast.submit(request)).isTrue();
        site.multicast.flush(world.now);
    }

    private Site[] three() {
        useReliableNetwork();
        Site[] sites = {world.start("a"), world.start("b"), world.start("c")};
        world.agree(Set.of());
        world.run(2_000);
        assertThat(sites).allMatch(site -> site.multicast.installed());
        return sites;
    }

    @Test
    void shouldEnterTenOfAThousandRequestsOverThreeFrontEndsAndAgreeOnTheWinner() {
        Site[] sites = three();
        world.loss = 0.1;
        for (int i = 0; i < 1_000; i++) {
            submit(sites[i * 7 % 3], "eclient " + i);
            world.run(1);
        }
        world.run(10_000);
        submit(sites[1], "dnonce");
        world.run(5_000);
        for (Site site : sites) {
            assertThat(site.raffle.entries()).hasSize(10).isEqualTo(sites[0].raffle.entries());
            assertThat(site.raffle.winner()).isNotNull().isEqualTo(sites[0].raffle.winner());
        }
    }

    /** The first member of the view draws; its successor may submit the same draw again. */
    @Test
    void shouldDrawOncePerNumberOfEntriesWhenTheDrawingMemberCrashes() {
        three();
        int every = 2;
        for (int i = 0; i < 2_000; i++) {
            if (i == 900) {
                // Its last draw may be in its outbox, in flight or received by some.
                world.crash("a");
                world.agree(Set.of());
                world.run(2_000);
            }
            List<Site> live = List.copyOf(world.sites.values());
            submit(live.get(i % live.size()), "eclient " + i);
            // Two members draw, as if each were the first.
            for (Site site : live.subList(0, 2)) {
                if (site.raffle.drawIsDue(every)) {
                    submit(site, new RaffleRequest.NextDraw(site.raffle.draws(), site.member + "/" + i).text());
                }
            }
            world.run(2);
        }
        world.run(3_000);
        List<Site> live = List.copyOf(world.sites.values());
        List<Winner> winners = live.get(0).raffle.winners();
        assertThat(winners).isEqualTo(live.get(1).raffle.winners());
        // A draw counts the entries at its delivery, which may be a few more.
        assertThat(winners).hasSizeBetween(5, 10);
        for (int i = 1; i < winners.size(); i++) {
            assertThat(winners.get(i).requests() / Raffle.EVERY
                            - winners.get(i - 1).requests() / Raffle.EVERY)
                    .as("entries between two draws")
                    .isGreaterThanOrEqualTo(every);
        }
    }

    @Test
    void shouldDeliverTheMessageOfACrashedSenderThatOnlyOneSurvivorReceived() {
        Site[] sites = three();
        world.blocked = (from, to) -> from.name().equals("a") && to.name().equals("c");
        submit(sites[0], "elast message");
        world.run(50);
        world.crash("a");
        submit(sites[2], "eafter");
        world.run(500);
        assertThat(requests(sites[1])).isEmpty();
        world.agree(Set.of());
        world.run(2_000);
        assertThat(requests(sites[1])).containsExactly("elast message", "eafter");
        assertThat(requests(sites[2])).containsExactly("elast message", "eafter");
    }

    @Test
    void shouldDeliverNothingInAMinorityPartitionAndRejoinWithTheStateOfTheOthers() {
        Site[] sites = three();
        submit(sites[0], "ebefore");
        world.run(500);
        world.isolate("c");
        submit(sites[2], "eisolated");
        world.agree(Set.of("c"));
        submit(sites[0], "ewithout c");
        world.run(3_000);
        assertThat(requests(sites[0])).containsExactly("ebefore", "ewithout c");
        assertThat(requests(sites[2])).containsExactly("ebefore");
        assertThat(sites[2].multicast.retired()).isTrue();

        Site rejoined = world.restart("c");
        world.agree(Set.of());
        world.run(3_000);
        assertThat(rejoined.multicast.position()).isEqualTo(2);
        submit(rejoined, "eafter");
        world.run(1_000);
        assertThat(requests(sites[1])).containsExactly("ebefore", "ewithout c", "eafter");
        assertThat(requests(rejoined)).containsExactly("eafter");
        assertThat(rejoined.raffle.digest()).isEqualTo(sites[0].raffle.digest());
    }

    /** Found by a random history: the window was full of messages that only the crashed members had not delivered. */
    @Test
    void shouldContinueAloneWhenAllOthersCrashWithMessagesInFlight() {
        Site[] sites = three();
        world.blocked = (from, to) -> from.name().equals("c") && to.name().equals("b");
        for (int i = 0; i < 2_000; i++) {
            sites[0].multicast.submit("e" + i);
        }
        sites[0].multicast.flush(world.now);
        world.run(1_000);
        assertThat(sites[0].multicast.position()).as("delivered at a").isPositive();
        assertThat(sites[1].multicast.position()).as("delivered at b").isZero();
        world.crash("b");
        world.crash("c");
        world.agree(Set.of());
        world.run(2_000);
        assertThat(sites[0].multicast.position()).isEqualTo(2_000);
        assertThat(sites[0].multicast.inFlight()).isZero();
    }

    @Test
    void shouldRejectRequestsWhileTooManyWaitAndAcceptThemLater() {
        Site[] sites = three();
        world.isolate("b");
        int accepted = 0;
        while (sites[0].multicast.submit("e" + accepted)) {
            accepted++;
            sites[0].multicast.flush(world.now);
        }
        assertThat(sites[0].multicast.hasRoom()).isFalse();
        MulticastLimits limits = world.limits;
        assertThat(accepted).isLessThanOrEqualTo(limits.pendingRequests() + limits.window() * limits.batchRequests());
        world.heal();
        world.run(10_000);
        assertThat(sites[0].multicast.hasRoom()).isTrue();
        assertThat(sites[2].multicast.position()).isEqualTo(accepted);
    }

    @Test
    void shouldRejectARequestThatIsTooLong() {
        Site[] sites = three();
        assertThatThrownBy(() -> sites[0].multicast.submit("e".repeat(513)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("512");
    }

    /** With one request per message and one message in flight, 30,000 requests would take at least 10,000 round trips. */
    @Test
    void shouldDeliverManyRequestsPerRoundTrip() {
        Site[] sites = three();
        world.maxDelayMillis = 100;
        long start = world.now;
        int each = 10_000;
        int[] submitted = new int[sites.length];
        while (sites[2].multicast.position() < 3L * each || sites[0].multicast.position() < 3L * each) {
            for (int i = 0; i < sites.length; i++) {
                while (submitted[i] < each && sites[i].multicast.submit("e" + i + "-" + submitted[i])) {
                    submitted[i]++;
                }
                sites[i].multicast.flush(world.now);
            }
            world.run(10);
            assertThat(world.now - start).as("simulated time").isLessThan(100 * 200);
        }
    }

    @Test
    void shouldTransferALargeStateInChunks() {
        useReliableNetwork();
        Site first = world.start("a");
        world.agree(Set.of());
        world.run(500);
        for (int i = 0; i < 200_000; i++) {
            first.raffle.deliver("a", "e" + "x".repeat(190));
        }
        Site second = world.start("b");
        world.agree(Set.of());
        world.run(3_000);
        assertThat(second.raffle.entries()).hasSize(2_000).isEqualTo(first.raffle.entries());
    }

    @Test
    void shouldRetireWhenTheTransferredStateIsTooLarge() {
        useReliableNetwork();
        world.limits = new MulticastLimits(4, 256, 16_384, 512, 4_096, 1_024, 49_152, 64, 256, 1_000, 250, 1_000);
        Site first = world.start("a");
        world.agree(Set.of());
        world.run(500);
        for (int i = 0; i < 2_000; i++) {
            first.raffle.deliver("a", "e" + "x".repeat(190));
        }
        Site second = world.start("b");
        world.agree(Set.of());
        assertThatThrownBy(() -> world.run(3_000)).hasMessageContaining("1000 bytes");
        assertThat(second.multicast.retired()).isTrue();
    }

    @Test
    void shouldAcceptAtMostAWindowOfUndeliveredMessagesFromOneMember() {
        Member self = new Member("a", 1);
        Member flooder = new Member("b", 1);
        Site site = new Site(self, world);
        site.multicast.onView(new GroupView(1, List.of(self, flooder, new Member("c", 1))), 0);
        for (long number = 1; number <= 1_000; number++) {
            Item data = new Item.Data(number, List.of("e"));
            site.multicast.onPacket(new Packet(1, flooder, number, List.of(data), 0), 0);
        }
        assertThat(site.multicast.undeliveredHighWater()).isEqualTo(world.limits.window());
    }
}
