package menhir.games.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import menhir.games.multicast.MulticastSimulation.MemberFactory;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random histories of a group, and mutations that show that the checks detect a broken rule. Run with {@code mvn
 * test -Dtest=MulticastSimulationTest}; {@code -DargLine=-Dmenhir.seeds=N} runs N seeds, {@code -Dmenhir.seed=S} starts at S.
 */
class MulticastSimulationTest {
    private static final int SEEDS = Integer.getInteger("menhir.seeds", 2_000);
    private static final long FIRST = Long.getLong("menhir.seed", 1);

    @Test
    void shouldDeliverOneOrderEverywhereDespiteAnyFaults() {
        long delivered = 0;
        long installs = 0;
        long restores = 0;
        long retirements = 0;
        long orders = 0;
        int undelivered = 0;
        int queued = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            MulticastSimulation world;
            try {
                world = RandomHistory.run(seed, Multicast::new);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
            delivered += world.orders.values().stream().mapToLong(List::size).sum();
            installs += world.installs;
            restores += world.restores;
            retirements += world.retirements;
            orders += world.orders.size();
            for (Site site : world.allSites) {
                undelivered = Math.max(undelivered, site.multicast.undeliveredHighWater());
                queued = Math.max(queued, site.multicast.linkHighWater());
            }
        }
        System.out.printf(
                "%d seeds: %d requests in %d orders, %d views installed, %d states transferred, %d members excluded, at most"
                        + " %d undelivered messages and %d items queued on a link%n",
                SEEDS, delivered, orders, installs, restores, retirements, undelivered, queued);
        assertThat(delivered).isGreaterThan(SEEDS * 50L);
        assertThat(restores).isGreaterThan(SEEDS);
        assertThat(undelivered).isLessThanOrEqualTo(100);
        assertThat(queued).isLessThanOrEqualTo(200);
    }

    /** The first seed that fails, or 0. */
    private static long firstFailure(MemberFactory factory) {
        for (long seed = 1; seed <= 2_000; seed++) {
            try {
                RandomHistory.run(seed, factory);
            } catch (AssertionError | RuntimeException e) {
                System.out.println("detected at seed " + seed + ": " + e.getMessage());
                return seed;
            }
        }
        return 0;
    }

    @Test
    void shouldDetectDeliveryWithoutAcknowledgements() {
        assertThat(firstFailure((member, limits, output) -> new Multicast(member, limits, output) {
                    @Override
                    boolean mayDeliver(Stamp head, GroupView current) {
                        return true;
                    }
                }))
                .isPositive();
    }

    @Test
    void shouldDetectDeliveryWithoutTheAcknowledgementOfOneMember() {
        assertThat(firstFailure((member, limits, output) -> new Multicast(member, limits, output) {
                    @Override
                    boolean mayDeliver(Stamp head, GroupView current) {
                        List<Member> butOne = current.members()
                                .subList(0, Math.max(1, current.members().size() - 1));
                        return super.mayDeliver(head, new GroupView(current.number(), List.copyOf(butOne)));
                    }
                }))
                .isPositive();
    }

    @Test
    void shouldDetectThatUnstableMessagesAreNotForwarded() {
        assertThat(firstFailure((member, limits, output) -> new Multicast(member, limits, output) {
                    @Override
                    List<Batch> unstableMessages() {
                        return List.of();
                    }
                }))
                .isPositive();
    }

    @Test
    void shouldDetectThatOnlyOwnMessagesAreForwarded() {
        assertThat(firstFailure((member, limits, output) -> new Multicast(member, limits, output) {
                    @Override
                    List<Batch> unstableMessages() {
                        return super.unstableMessages().stream()
                                .filter(batch -> batch.stamp().sender().equals(member))
                                .toList();
                    }
                }))
                .isPositive();
    }

    @Test
    void shouldDetectThatAViewIsInstalledBeforeAllMembersAreReady() {
        assertThat(firstFailure((member, limits, output) -> new Multicast(member, limits, output) {
                    @Override
                    boolean allReady() {
                        return true;
                    }
                }))
                .isPositive();
    }

    @Test
    void shouldDetectThatMembersBreakTiesDifferently() {
        assertThat(firstFailure((member, limits, output) -> new Multicast(
                        member,
                        limits,
                        output,
                        Comparator.comparingLong(Stamp::view)
                                .thenComparingLong(Stamp::time)
                                .thenComparing(stamp -> stamp.sender().equals(member) ? 0 : 1)
                                .thenComparing(Stamp::sender))))
                .isPositive();
    }

    @Test
    void shouldDetectALinkThatSkipsLostItems() {
        assertThat(firstFailure((member, limits, output) -> new Multicast(member, limits, output) {
                    @Override
                    Link newLink(GroupView view) {
                        return new Link(view, member, limits) {
                            @Override
                            boolean isNext(long number) {
                                return true;
                            }
                        };
                    }
                }))
                .isPositive();
    }
}
