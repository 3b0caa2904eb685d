package menhir.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JoinRulesTest {
    private static final String A = "menhir@a:1";
    private static final String B = "menhir@b:1";
    private static final String C = "menhir@c:1";
    private static final List<String> SEEDS = List.of(A, B, C);

    private static final long VAIN_WHILE_NEEDED_MILLIS = JoinRules.VAIN_MILLIS + JoinRules.NEEDED_MILLIS;
    private static final long SUPERSEDED_WHILE_NEEDED_MILLIS = JoinRules.SUPERSEDED_MILLIS + JoinRules.NEEDED_MILLIS;

    private static JoinRules rules(String self) {
        return new JoinRules(self, SEEDS, slotOf(self), 3);
    }

    private static Set<Integer> slotOf(String node) {
        return Set.of(SEEDS.indexOf(node) + 1);
    }

    private static void status(JoinRules rules, String from, Set<String> members, Set<Integer> slots, long now) {
        Set<Integer> ownSlots = SEEDS.contains(from) ? slotOf(from) : Set.of();
        rules.onStatus(new NodeStatus(from, members, slots, ownSlots, true, true), now);
    }

    @Test
    void shouldFormAClusterAtOnceIfItIsTheOnlySeed() {
        assertThat(new JoinRules(A, List.of(A), Set.of(1), 1).nodeToJoin(0)).isEqualTo(A);
    }

    @Test
    void shouldFormAClusterAtOnceAsTheFirstOfAllSeeds() {
        JoinRules first = rules(A);
        JoinRules second = rules(B);
        for (String other : SEEDS) {
            status(first, other, Set.of(), slotOf(other), 0);
            status(second, other, Set.of(), slotOf(other), 0);
        }

        assertThat(first.nodeToJoin(0)).isEqualTo(A);
        assertThat(second.nodeToJoin(0)).isNull();
    }

    @Test
    void shouldFormAClusterWithoutTheFirstSeedOnceTheReachableMajorityIsStable() {
        JoinRules rules = rules(B);
        for (long now = 0; now < JoinRules.STABLE_MILLIS; now += 250) {
            status(rules, C, Set.of(), Set.of(3), now);
            assertThat(rules.nodeToJoin(now)).isNull();
        }
        status(rules, C, Set.of(), Set.of(3), JoinRules.STABLE_MILLIS);

        assertThat(rules.nodeToJoin(JoinRules.STABLE_MILLIS)).isEqualTo(B);
    }

    /** It hears other nodes, which are in no cluster, gives up at that time, and not before. */
    private static void assertGivesUpAfter(JoinRules rules, long startMillis, long millis, List<String> others) {
        long now = startMillis;
        for (; now < startMillis + millis; now += 250) {
            for (String other : others) {
                status(rules, other, Set.of(), slotOf(other), now);
            }
            assertThat(rules.isAdmittedInVain(now)).isFalse();
        }
        assertThat(rules.isAdmittedInVain(now)).isTrue();
    }

    /** The node that had admitted it was killed, and is started again. */
    @Test
    void shouldGiveUpAClusterThatIsGoneBeforeItIsUp() {
        assertGivesUpAfter(rules(A), 0, JoinRules.VAIN_MILLIS, List.of(B, C));
    }

    /** Chaos found it: the third node was down, and the store stopped while one of the two left began anew. */
    @Test
    void shouldStayLongerInAClusterThatIsGoneWhileItIsNeededForAMajority() {
        assertGivesUpAfter(rules(A), 0, VAIN_WHILE_NEEDED_MILLIS, List.of(B));
    }

    @Test
    void shouldGiveUpAClusterThatIsGoneSoonAfterItIsNeededNoMore() {
        JoinRules rules = rules(A);
        long now = 0;
        for (; now < 2 * JoinRules.VAIN_MILLIS; now += 250) {
            status(rules, B, Set.of(), Set.of(2), now);
            assertThat(rules.isAdmittedInVain(now)).isFalse();
        }
        assertGivesUpAfter(rules, now, JoinRules.VAIN_MILLIS, List.of(B, C));
    }

    /** Chaos found it: two of three gave up at once when the node that had admitted them was cut off for a moment. */
    @Test
    void shouldGiveUpAClusterThatIsGoneOneAfterTheOther() {
        JoinRules second = rules(B);
        JoinRules third = rules(C);
        long now = 0;
        for (; now < VAIN_WHILE_NEEDED_MILLIS + Patience.millis(Set.of(2)); now += 250) {
            status(second, C, Set.of(), Set.of(3), now);
            status(third, B, Set.of(), Set.of(2), now);
            assertThat(second.isAdmittedInVain(now)).isFalse();
            assertThat(third.isAdmittedInVain(now)).isFalse();
        }
        assertThat(second.isAdmittedInVain(now)).isTrue();
        for (; now < VAIN_WHILE_NEEDED_MILLIS + Patience.millis(Set.of(3)); now += 250) {
            status(third, B, Set.of(), Set.of(2), now);
            assertThat(third.isAdmittedInVain(now)).isFalse();
        }
        assertThat(third.isAdmittedInVain(now)).isTrue();
    }

    /** The others have formed another cluster meanwhile. */
    @Test
    void shouldGiveUpAClusterThatIsGoneForOneThatDoesNotKnowIt() {
        JoinRules rules = rules(A);
        for (long now = 0; now <= JoinRules.VAIN_MILLIS; now += 250) {
            rules.onStatus(new NodeStatus(B, Set.of(B, C), Set.of(2, 3), Set.of(2), true, false), now);
            assertThat(rules.isAdmittedInVain(now)).isEqualTo(now == JoinRules.VAIN_MILLIS);
        }
    }

    @Test
    void shouldNotGiveUpAClusterWhileANodeOfItAnswers() {
        JoinRules rules = rules(A);
        for (long now = 0; now < 10 * JoinRules.VAIN_MILLIS; now += 250) {
            status(rules, B, Set.of(B), Set.of(2), now);
            status(rules, C, Set.of(), Set.of(3), now);
            assertThat(rules.isAdmittedInVain(now)).isFalse();
        }
    }

    @Test
    void shouldNotGiveUpAClusterWithoutAMajorityForAnother() {
        JoinRules rules = rules(A);
        for (long now = 0; now < 10 * JoinRules.VAIN_MILLIS; now += 250) {
            assertThat(rules.isAdmittedInVain(now)).isFalse();
        }
    }

    @Test
    void shouldNotFormAClusterWithoutAMajority() {
        JoinRules rules = rules(A);
        status(rules, B, Set.of(), Set.of(2), 0);

        for (long now = JoinRules.STATUS_TTL_MILLIS; now < 60_000; now += 250) {
            assertThat(rules.nodeToJoin(now)).isNull();
        }
    }

    @Test
    void shouldJoinASeedThatIsInAClusterAndRetryAfterAWhile() {
        JoinRules rules = rules(A);
        status(rules, C, Set.of(B, C), Set.of(2, 3), 0);
        assertThat(rules.nodeToJoin(0)).isEqualTo(C);

        status(rules, C, Set.of(B, C), Set.of(2, 3), JoinRules.JOIN_TIMEOUT_MILLIS - 1);
        assertThat(rules.nodeToJoin(JoinRules.JOIN_TIMEOUT_MILLIS - 1)).isNull();
        assertThat(rules.nodeToJoin(JoinRules.JOIN_TIMEOUT_MILLIS)).isEqualTo(C);
    }

    @Test
    void shouldLeaveAMinorityForALargerClusterThatLasts() {
        JoinRules rules = rules(A);
        for (long now = 0; now < JoinRules.SUPERSEDED_MILLIS; now += 250) {
            status(rules, B, Set.of(B, C), Set.of(2, 3), now);
            assertThat(rules.isSuperseded(Set.of(A), Set.of(1), now)).isFalse();
        }
        status(rules, B, Set.of(B, C), Set.of(2, 3), JoinRules.SUPERSEDED_MILLIS);

        assertThat(rules.isSuperseded(Set.of(A), Set.of(1), JoinRules.SUPERSEDED_MILLIS))
                .isTrue();
    }

    @Test
    void shouldStartToWaitAnewIfTheLargerClusterWasGoneMeanwhile() {
        JoinRules rules = rules(A);
        status(rules, B, Set.of(B, C), Set.of(2, 3), 0);
        assertThat(rules.isSuperseded(Set.of(A), Set.of(1), 0)).isFalse();
        assertThat(rules.isSuperseded(Set.of(A), Set.of(1), JoinRules.STATUS_TTL_MILLIS))
                .isFalse();

        status(rules, B, Set.of(B, C), Set.of(2, 3), JoinRules.SUPERSEDED_MILLIS);
        assertThat(rules.isSuperseded(Set.of(A), Set.of(1), JoinRules.SUPERSEDED_MILLIS))
                .isFalse();
    }

    @Test
    void shouldStayInAMajorityAndInAClusterThatTheOthersKnow() {
        JoinRules rules = rules(A);
        for (long now = 0; now <= 2 * JoinRules.SUPERSEDED_MILLIS; now += 250) {
            status(rules, C, Set.of(C), Set.of(3), now);
            assertThat(rules.isSuperseded(Set.of(A, B), Set.of(1, 2), now)).isFalse();
            status(rules, C, Set.of(A, B, C), Set.of(1, 2, 3), now);
            assertThat(rules.isSuperseded(Set.of(A), Set.of(1), now)).isFalse();
        }
    }

    @Test
    void shouldDissolveExactlyOneOfTwoClustersOfTheSameSize() {
        JoinRules first = rules(A);
        JoinRules second = rules(B);
        boolean firstLeaves = false;
        boolean secondLeaves = false;
        long end = SUPERSEDED_WHILE_NEEDED_MILLIS + Patience.millis(Set.of(2));
        for (long now = 0; now <= end; now += 250) {
            status(first, B, Set.of(B), Set.of(2), now);
            status(second, A, Set.of(A), Set.of(1), now);
            firstLeaves |= first.isSuperseded(Set.of(A), Set.of(1), now);
            secondLeaves |= second.isSuperseded(Set.of(B), Set.of(2), now);
        }

        assertThat(firstLeaves).isFalse();
        assertThat(secondLeaves).isTrue();
    }

    @Test
    void shouldCountSlotsNotNodes() {
        List<String> five = List.of(A, B, C, "menhir@d:1", "menhir@e:1");
        JoinRules few = new JoinRules(A, five, Set.of(1), 3);
        status(few, B, Set.of(), Set.of(2), 0);
        assertThat(few.nodeToJoin(0)).isNull();
        status(few, B, Set.of(), Set.of(2), JoinRules.STABLE_MILLIS - 1);
        assertThat(few.nodeToJoin(JoinRules.STABLE_MILLIS)).isEqualTo(A);

        JoinRules many = new JoinRules(C, five, Set.of(3), 3);
        status(many, five.get(3), Set.of(), Set.of(), 0);
        status(many, five.get(4), Set.of(), Set.of(), 0);
        many.nodeToJoin(0);
        status(many, five.get(3), Set.of(), Set.of(), JoinRules.STABLE_MILLIS - 1);
        status(many, five.get(4), Set.of(), Set.of(), JoinRules.STABLE_MILLIS - 1);
        assertThat(many.nodeToJoin(JoinRules.STABLE_MILLIS)).isNull();

        Set<String> manyMembers = Set.of(C, five.get(3), five.get(4));
        for (long now = 0; now <= 2 * JoinRules.SUPERSEDED_MILLIS; now += 250) {
            status(few, C, manyMembers, Set.of(3), now);
            assertThat(few.isSuperseded(Set.of(A, B), Set.of(1, 2), now)).isFalse();
        }
    }

    /** Two of three nodes were killed, and one of them is back: it cannot join a cluster whose other member is lost. */
    @Test
    void shouldLeaveAMinorityForNodesThatWaitToJoin() {
        JoinRules rules = rules(A);
        long now = 0;
        for (; now < SUPERSEDED_WHILE_NEEDED_MILLIS; now += 250) {
            status(rules, B, Set.of(), Set.of(2), now);
            assertThat(rules.isSuperseded(Set.of(A), Set.of(1), now)).isFalse();
        }
        status(rules, B, Set.of(), Set.of(2), now);
        assertThat(rules.isSuperseded(Set.of(A), Set.of(1), now)).isTrue();
    }

    /** Both of the lost nodes are back. */
    @Test
    void shouldLeaveAMinoritySoonForNodesThatAreAMajorityWithoutIt() {
        JoinRules rules = rules(A);
        for (long now = 0; now <= JoinRules.SUPERSEDED_MILLIS; now += 250) {
            status(rules, B, Set.of(), Set.of(2), now);
            status(rules, C, Set.of(), Set.of(3), now);
            assertThat(rules.isSuperseded(Set.of(A), Set.of(1), now)).isEqualTo(now == JoinRules.SUPERSEDED_MILLIS);
        }
    }

    /** Chaos found it: the link between them was cut, and the third node waited for either. */
    @Test
    void shouldLeaveMinoritiesOneAfterTheOther() {
        JoinRules first = rules(A);
        JoinRules second = rules(B);
        for (long now = 0; now <= SUPERSEDED_WHILE_NEEDED_MILLIS; now += 250) {
            status(first, C, Set.of(), Set.of(3), now);
            status(second, C, Set.of(), Set.of(3), now);
            assertThat(first.isSuperseded(Set.of(A), Set.of(1), now)).isEqualTo(now == SUPERSEDED_WHILE_NEEDED_MILLIS);
            assertThat(second.isSuperseded(Set.of(B), Set.of(2), now)).isFalse();
        }
    }

    /** It was paused, and the others still answer: for its own failure detector, all is well. */
    @Test
    void shouldRejoinIfAMajorityDoesNotKnowItAnyMore() {
        JoinRules rules = rules(A);
        for (long now = 0; now < JoinRules.REMOVED_MILLIS; now += 250) {
            stranger(rules, B, Set.of(B, C), Set.of(2, 3), now);
            stranger(rules, C, Set.of(B, C), Set.of(2, 3), now);
            assertThat(rules.isRemoved(now)).isFalse();
        }
        stranger(rules, B, Set.of(B, C), Set.of(2, 3), JoinRules.REMOVED_MILLIS);
        stranger(rules, C, Set.of(B, C), Set.of(2, 3), JoinRules.REMOVED_MILLIS);
        assertThat(rules.isRemoved(JoinRules.REMOVED_MILLIS)).isTrue();
    }

    @Test
    void shouldNotRejoinBecauseOfTheStatusesFromBeforeItJoined() {
        JoinRules rules = rules(A);
        stranger(rules, B, Set.of(B, C), Set.of(2, 3), 0);
        stranger(rules, C, Set.of(B, C), Set.of(2, 3), 0);
        for (long now = 0; now <= 2 * JoinRules.REMOVED_MILLIS; now += 250) {
            assertThat(rules.isRemoved(now)).isFalse();
        }
    }

    /** B was removed itself, and does not know yet: it still reaches C, which knows this node. */
    @Test
    void shouldNotBelieveOneNodeThatReachesAMajority() {
        JoinRules rules = rules(A);
        for (long now = 0; now <= 2 * JoinRules.REMOVED_MILLIS; now += 250) {
            stranger(rules, B, Set.of(B, C), Set.of(2, 3), now);
            status(rules, C, Set.of(A, C), Set.of(1, 3), now);
            assertThat(rules.isRemoved(now)).isFalse();
        }
    }

    @Test
    void shouldStayIfOnlyAMinorityDoesNotKnowIt() {
        JoinRules rules = rules(A);
        for (long now = 0; now <= 2 * JoinRules.REMOVED_MILLIS; now += 250) {
            stranger(rules, C, Set.of(C), Set.of(3), now);
            stranger(rules, B, Set.of(), Set.of(2), now);
            assertThat(rules.isRemoved(now)).isFalse();
        }
    }

    private static void stranger(JoinRules rules, String from, Set<String> members, Set<Integer> slots, long now) {
        rules.onStatus(new NodeStatus(from, members, slots, slotOf(from), true, false), now);
    }

    /** A second node with the settings of B at another address. */
    private static final String COPY = "menhir@copy:1";

    private static JoinRules copy() {
        return new JoinRules(COPY, SEEDS, slotOf(B), 3);
    }

    @Test
    void shouldGiveWayToAMemberWithTheSameSlot() {
        JoinRules copy = copy();
        for (long now = 0; now < JoinRules.RIVAL_MILLIS; now += 250) {
            status(copy, B, Set.of(A, B), Set.of(1, 2), now);
            status(copy, A, Set.of(A, B), Set.of(1, 2), now);
            assertThat(copy.rival(false, now)).isNull();
            assertThat(copy.nodeToJoin(now)).as("it must not join").isNull();
        }
        status(copy, B, Set.of(A, B), Set.of(1, 2), JoinRules.RIVAL_MILLIS);
        assertThat(copy.rival(false, JoinRules.RIVAL_MILLIS)).isEqualTo(B);
    }

    @Test
    void shouldStayAsTheMemberOfTwoNodesWithTheSameSlot() {
        JoinRules member = rules(B);
        for (long now = 0; now <= 2 * JoinRules.RIVAL_MILLIS; now += 250) {
            member.onStatus(new NodeStatus(COPY, Set.of(), slotOf(B), slotOf(B), true, false), now);
            assertThat(member.rival(true, now)).isNull();
        }
    }

    @Test
    void shouldPreferTheEarlierSeedOfTwoNodesInTheSameSituation() {
        JoinRules copy = copy();
        JoinRules original = rules(B);
        for (long now = 0; now <= JoinRules.RIVAL_MILLIS; now += 250) {
            status(copy, B, Set.of(), Set.of(2), now);
            original.onStatus(new NodeStatus(COPY, Set.of(), slotOf(B), slotOf(B), true, false), now);
            assertThat(copy.rival(false, now)).isEqualTo(now < JoinRules.RIVAL_MILLIS ? null : B);
            assertThat(original.rival(false, now)).isNull();
        }
    }

    @Test
    void shouldNotGiveWayToANodeThatEnds() {
        JoinRules copy = copy();
        for (long now = 0; now < JoinRules.RIVAL_MILLIS; now += 250) {
            status(copy, B, Set.of(A, B), Set.of(1, 2), now);
            assertThat(copy.rival(false, now)).isNull();
        }
        status(copy, A, Set.of(A), Set.of(1), JoinRules.RIVAL_MILLIS + JoinRules.STATUS_TTL_MILLIS);
        assertThat(copy.rival(false, JoinRules.RIVAL_MILLIS + JoinRules.STATUS_TTL_MILLIS))
                .isNull();
        assertThat(copy.nodeToJoin(JoinRules.RIVAL_MILLIS + JoinRules.STATUS_TTL_MILLIS))
                .isEqualTo(A);
    }
}
