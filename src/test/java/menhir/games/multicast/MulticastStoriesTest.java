package menhir.games.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import menhir.games.multicast.MulticastSimulation.Maker;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random lives of a group, and the proof that the checks see a broken rule. Run with {@code mvn test
 * -Dtest=MulticastStoriesTest}; {@code -DargLine=-Dmenhir.seeds=N} runs N seeds, {@code -Dmenhir.seed=S} starts at S.
 */
class MulticastStoriesTest {
    private static final int SEEDS = Integer.getInteger("menhir.seeds", 2_000);
    private static final long FIRST = Long.getLong("menhir.seed", 1);

    @Test
    void shouldDeliverOneSequenceEverywhereWhateverHappens() {
        long delivered = 0;
        long installs = 0;
        long restores = 0;
        long retirements = 0;
        long eras = 0;
        int held = 0;
        int waiting = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            MulticastSimulation world;
            try {
                world = Story.run(seed, Multicast::new);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
            delivered += world.sequences.values().stream().mapToLong(List::size).sum();
            installs += world.installs;
            restores += world.restores;
            retirements += world.retirements;
            eras += world.sequences.size();
            for (Site site : world.everyone) {
                held = Math.max(held, site.multicast.heldHighWater());
                waiting = Math.max(waiting, site.multicast.linkHighWater());
            }
        }
        System.out.printf(
                "%d seeds: %d requests in %d sequences, %d views installed, %d states handed over, %d members left out, at most"
                        + " %d messages held and %d items waiting on a link%n",
                SEEDS, delivered, eras, installs, restores, retirements, held, waiting);
        assertThat(delivered).isGreaterThan(SEEDS * 50L);
        assertThat(restores).isGreaterThan(SEEDS);
        assertThat(held).isLessThanOrEqualTo(100);
        assertThat(waiting).isLessThanOrEqualTo(200);
    }

    /** The first seed whose story fails, or 0. */
    private static long firstCaught(Maker maker) {
        for (long seed = 1; seed <= 2_000; seed++) {
            try {
                Story.run(seed, maker);
            } catch (AssertionError | RuntimeException e) {
                System.out.println("caught at seed " + seed + ": " + e.getMessage());
                return seed;
            }
        }
        return 0;
    }

    @Test
    void shouldNoticeADeliveryWithoutWaitingForAcknowledgements() {
        assertThat(firstCaught((member, limits, output) -> new Multicast(member, limits, output) {
                    @Override
                    boolean mayDeliver(Stamp head, View current) {
                        return true;
                    }
                }))
                .isPositive();
    }

    @Test
    void shouldNoticeAMissingAcknowledgementOfOneMember() {
        assertThat(firstCaught((member, limits, output) -> new Multicast(member, limits, output) {
                    @Override
                    boolean mayDeliver(Stamp head, View current) {
                        List<Member> butOne = current.members()
                                .subList(0, Math.max(1, current.members().size() - 1));
                        return super.mayDeliver(head, View.of(current.number(), butOne));
                    }
                }))
                .isPositive();
    }

    @Test
    void shouldNoticeThatHeldMessagesAreNotForwarded() {
        assertThat(firstCaught((member, limits, output) -> new Multicast(member, limits, output) {
                    @Override
                    List<Batch> heldForOthers() {
                        return List.of();
                    }
                }))
                .isPositive();
    }

    @Test
    void shouldNoticeThatOnlyOwnMessagesAreForwarded() {
        assertThat(firstCaught((member, limits, output) -> new Multicast(member, limits, output) {
                    @Override
                    List<Batch> heldForOthers() {
                        return super.heldForOthers().stream()
                                .filter(batch -> batch.stamp().sender().equals(member))
                                .toList();
                    }
                }))
                .isPositive();
    }

    @Test
    void shouldNoticeThatAViewBeginsBeforeAllAreReady() {
        assertThat(firstCaught((member, limits, output) -> new Multicast(member, limits, output) {
                    @Override
                    boolean everyoneReady() {
                        return true;
                    }
                }))
                .isPositive();
    }

    @Test
    void shouldNoticeTiesBrokenDifferentlyByEachMember() {
        assertThat(firstCaught((member, limits, output) -> new Multicast(
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
    void shouldNoticeALinkThatSkipsWhatWasLost() {
        assertThat(firstCaught((member, limits, output) -> new Multicast(member, limits, output) {
                    @Override
                    Link newLink(View view) {
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
