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

    private static JoinRules rules(String self) {
        return new JoinRules(self, SEEDS);
    }

    @Test
    void shouldFormAClusterAtOnceIfItIsTheOnlySeed() {
        assertThat(new JoinRules(A, List.of(A)).nodeToJoin(0)).isEqualTo(A);
    }

    @Test
    void shouldFormAClusterAtOnceAsTheFirstOfAllSeeds() {
        JoinRules first = rules(A);
        JoinRules second = rules(B);
        for (String other : SEEDS) {
            first.onStatus(other, Set.of(), 0);
            second.onStatus(other, Set.of(), 0);
        }

        assertThat(first.nodeToJoin(0)).isEqualTo(A);
        assertThat(second.nodeToJoin(0)).isNull();
    }

    @Test
    void shouldFormAClusterWithoutTheFirstSeedOnceTheReachableMajorityIsStable() {
        JoinRules rules = rules(B);
        for (long now = 0; now < JoinRules.STABLE_MILLIS; now += 250) {
            rules.onStatus(C, Set.of(), now);
            assertThat(rules.nodeToJoin(now)).isNull();
        }
        rules.onStatus(C, Set.of(), JoinRules.STABLE_MILLIS);

        assertThat(rules.nodeToJoin(JoinRules.STABLE_MILLIS)).isEqualTo(B);
    }

    @Test
    void shouldNotFormAClusterWithoutAMajority() {
        JoinRules rules = rules(A);
        rules.onStatus(B, Set.of(), 0);

        for (long now = JoinRules.STATUS_TTL_MILLIS; now < 60_000; now += 250) {
            assertThat(rules.nodeToJoin(now)).isNull();
        }
    }

    @Test
    void shouldJoinASeedThatIsInAClusterAndRetryAfterAWhile() {
        JoinRules rules = rules(A);
        rules.onStatus(C, Set.of(B, C), 0);
        assertThat(rules.nodeToJoin(0)).isEqualTo(C);

        rules.onStatus(C, Set.of(B, C), JoinRules.JOIN_TIMEOUT_MILLIS - 1);
        assertThat(rules.nodeToJoin(JoinRules.JOIN_TIMEOUT_MILLIS - 1)).isNull();
        assertThat(rules.nodeToJoin(JoinRules.JOIN_TIMEOUT_MILLIS)).isEqualTo(C);
    }

    @Test
    void shouldLeaveAMinorityForALargerClusterThatLasts() {
        JoinRules rules = rules(A);
        for (long now = 0; now < JoinRules.SUPERSEDED_MILLIS; now += 250) {
            rules.onStatus(B, Set.of(B, C), now);
            assertThat(rules.isSuperseded(Set.of(A), now)).isFalse();
        }
        rules.onStatus(B, Set.of(B, C), JoinRules.SUPERSEDED_MILLIS);

        assertThat(rules.isSuperseded(Set.of(A), JoinRules.SUPERSEDED_MILLIS)).isTrue();
    }

    @Test
    void shouldStartToWaitAnewIfTheLargerClusterWasGoneMeanwhile() {
        JoinRules rules = rules(A);
        rules.onStatus(B, Set.of(B, C), 0);
        assertThat(rules.isSuperseded(Set.of(A), 0)).isFalse();
        assertThat(rules.isSuperseded(Set.of(A), JoinRules.STATUS_TTL_MILLIS)).isFalse();

        rules.onStatus(B, Set.of(B, C), JoinRules.SUPERSEDED_MILLIS);
        assertThat(rules.isSuperseded(Set.of(A), JoinRules.SUPERSEDED_MILLIS)).isFalse();
    }

    @Test
    void shouldStayInAMajorityAndInAClusterThatTheOthersKnow() {
        JoinRules rules = rules(A);
        for (long now = 0; now <= 2 * JoinRules.SUPERSEDED_MILLIS; now += 250) {
            rules.onStatus(C, Set.of(C), now);
            assertThat(rules.isSuperseded(Set.of(A, B), now)).isFalse();
            rules.onStatus(C, Set.of(A, B, C), now);
            assertThat(rules.isSuperseded(Set.of(A), now)).isFalse();
        }
    }

    @Test
    void shouldDissolveExactlyOneOfTwoClustersOfTheSameSize() {
        JoinRules first = rules(A);
        JoinRules second = rules(B);
        boolean firstLeaves = false;
        boolean secondLeaves = false;
        for (long now = 0; now <= JoinRules.SUPERSEDED_MILLIS; now += 250) {
            first.onStatus(B, Set.of(B), now);
            second.onStatus(A, Set.of(A), now);
            firstLeaves |= first.isSuperseded(Set.of(A), now);
            secondLeaves |= second.isSuperseded(Set.of(B), now);
        }

        assertThat(firstLeaves).isFalse();
        assertThat(secondLeaves).isTrue();
    }
}
