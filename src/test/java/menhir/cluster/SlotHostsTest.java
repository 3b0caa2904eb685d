package menhir.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SlotHostsTest {
    private static final String A = "menhir@a:1";
    private static final String B = "menhir@b:1";
    private static final String C = "menhir@c:1";
    private static final String COPY = "menhir@b:2";
    private static final List<String> SEEDS = List.of(A, B, C);

    private final SlotHosts hosts = new SlotHosts(A, SEEDS, Set.of(1), 0);

    private static NodeStatus status(String address, boolean isMember, int slot, boolean hosts) {
        return new NodeStatus(address, isMember ? Set.of(address) : Set.of(), Set.of(slot), Set.of(slot), hosts, true);
    }

    @Test
    void shouldUseNodesThatAnswerWhetherTheyAreMembersOrNot() {
        hosts.onStatus(status(B, true, 2, true), 0);
        hosts.onStatus(status(C, false, 3, true), 0);

        assertThat(hosts.bySlot(true, 0)).isEqualTo(Map.of(1, A, 2, B, 3, C));
    }

    @Test
    void shouldNotUseANodeThatIsNotReady() {
        hosts.onStatus(status(B, false, 2, false), 0);

        assertThat(hosts.bySlot(false, 0)).isEmpty();
    }

    @Test
    void shouldForgetANodeThatNoLongerAnswers() {
        hosts.onStatus(status(B, true, 2, true), 0);

        assertThat(hosts.bySlot(true, SlotHosts.ANSWER_TTL_MILLIS - 1)).containsKey(2);
        assertThat(hosts.bySlot(true, SlotHosts.ANSWER_TTL_MILLIS)).doesNotContainKey(2);
    }

    @Test
    void shouldUseTheMemberOfTwoNodesWithOneSlot() {
        hosts.onStatus(status(COPY, true, 2, true), 0);
        hosts.onStatus(status(B, false, 2, true), 0);

        assertThat(hosts.bySlot(true, 0)).containsEntry(2, COPY);
    }

    @Test
    void shouldUseTheEarlierSeedOfTwoNodesWithOneSlot() {
        hosts.onStatus(status(COPY, true, 2, true), 0);
        hosts.onStatus(status(B, true, 2, true), 0);

        assertThat(hosts.bySlot(true, 0)).containsEntry(2, B);
    }

    @Test
    void shouldUseItsOwnSlotsOnlyWhenAllSeedsHaveAnswered() {
        hosts.onStatus(status(B, false, 2, true), 0);
        assertThat(hosts.mayHost(false, 0)).isFalse();

        hosts.onStatus(status(C, false, 3, true), 0);
        assertThat(hosts.mayHost(false, 0)).isTrue();
        assertThat(hosts.mayHost(true, 0)).isFalse();
    }

    @Test
    void shouldNotWaitLongForNodesThatAreDown() {
        assertThat(hosts.mayHost(false, SlotHosts.SILENT_MILLIS - 1)).isFalse();
        assertThat(hosts.mayHost(false, SlotHosts.SILENT_MILLIS)).isTrue();
        assertThat(hosts.mayHost(true, SlotHosts.SILENT_MILLIS)).isFalse();
    }
}
