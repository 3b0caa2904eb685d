package menhir.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nodes a, b and c have slots 1, 2 and 3; d and e have none. */
class DowningRulesTest {
    private static final long STABLE = DowningRules.STABLE_MILLIS;

    private final List<String> all = new ArrayList<>(List.of("a", "b", "c"));
    private final Set<String> broken = new HashSet<>();
    private final Set<String> joining = new HashSet<>();

    /** Nothing passes between the two any more. */
    private void cut(String from, String to) {
        broken.add(from + to);
        broken.add(to + from);
    }

    private void isolate(String node) {
        all.stream().filter(other -> !other.equals(node)).forEach(other -> cut(node, other));
    }

    private Set<String> unreachableFrom(String node) {
        Set<String> unreachable = new HashSet<>(all);
        unreachable.removeIf(other -> !broken.contains(node + other));
        return unreachable;
    }

    private Set<Integer> slotsOf(String node) {
        int slot = "abc".indexOf(node) + 1;
        return slot == 0 ? Set.of() : Set.of(slot);
    }

    private List<DowningRules.Node> members() {
        return all.stream()
                .map(node -> new DowningRules.Node(node, slotsOf(node), !joining.contains(node), unreachableFrom(node)))
                .toList();
    }

    private DowningRules rules(String self) {
        return new DowningRules(self, slotsOf(self), 3);
    }

    private Set<String> removedBy(String self) {
        DowningRules rules = rules(self);
        assertThat(rules.toRemove(members(), 0)).isEmpty();
        assertThat(rules.toRemove(members(), STABLE - 1)).isEmpty();
        return rules.toRemove(members(), STABLE);
    }

    @Test
    void shouldRemoveNobodyWhileAllReachEachOther() {
        assertThat(removedBy("a")).isEmpty();
    }

    @Test
    void shouldRemoveANodeThatNobodyReaches() {
        isolate("c");
        assertThat(removedBy("a")).containsExactly("c");
        assertThat(removedBy("b")).containsExactly("c");
        assertThat(removedBy("c")).as("it has no majority").isEmpty();
    }

    @Test
    void shouldRemoveNobodyForABrokenLinkBetweenTwo() {
        cut("b", "c");
        all.forEach(node -> assertThat(removedBy(node)).isEmpty());
        broken.remove("bc");
        all.forEach(node -> assertThat(removedBy(node)).isEmpty());
    }

    @Test
    void shouldRemoveNobodyWhenAllLinksAreBroken() {
        all.forEach(this::isolate);
        all.forEach(node -> assertThat(removedBy(node)).isEmpty());
    }

    @Test
    void shouldJoinAnewAfterItHasBeenWithoutAMajorityForLonger() {
        DowningRules rules = rules("c");
        isolate("c");
        rules.toRemove(members(), 0);
        assertThat(rules.toRemove(members(), DowningRules.aloneMillis(Set.of(3)) - 1))
                .isEmpty();
        assertThat(rules.toRemove(members(), DowningRules.aloneMillis(Set.of(3))))
                .containsExactly("c");
    }

    /** Chaos found it: all joined anew at the moment when the network was back. */
    @Test
    void shouldJoinAnewOneAfterTheOtherWhenAllAreAlone() {
        assertThat(DowningRules.aloneMillis(Set.of())).isEqualTo(6_000);
        assertThat(DowningRules.aloneMillis(Set.of(1))).isEqualTo(6_000);
        assertThat(DowningRules.aloneMillis(Set.of(3, 2))).isEqualTo(9_000);
        assertThat(DowningRules.aloneMillis(Set.of(3))).isEqualTo(12_000);
    }

    @Test
    void shouldWaitForTheOthersAsTheFirstOfANewCluster() {
        DowningRules rules = rules("a");
        all.removeAll(List.of("b", "c"));
        rules.toRemove(members(), 0);
        assertThat(rules.toRemove(members(), 10 * DowningRules.aloneMillis(Set.of(3))))
                .isEmpty();
    }

    @Test
    void shouldCountSlotsNotNodes() {
        all.addAll(List.of("d", "e"));
        for (String few : List.of("a", "b")) {
            List.of("c", "d", "e").forEach(many -> cut(few, many));
        }
        assertThat(removedBy("a")).containsExactlyInAnyOrder("c", "d", "e");
        assertThat(removedBy("d")).isEmpty();
        assertThat(removedBy("c")).isEmpty();
    }

    /** Chaos found it: the third node, which reached both, had just been restarted. */
    @Test
    void shouldNotRemoveANodeBeforeAMajorityHasAView() {
        joining.add("b");
        cut("a", "c");
        assertThat(removedBy("a")).isEmpty();

        joining.clear();
        assertThat(removedBy("a")).isEmpty();
        cut("b", "c");
        assertThat(removedBy("a")).containsExactly("c");
    }

    @Test
    void shouldStartToWaitAnewWhenMoreNodesAreLost() {
        DowningRules rules = rules("a");
        all.add("d");
        isolate("c");
        assertThat(rules.toRemove(members(), 0)).isEmpty();
        isolate("d");
        assertThat(rules.toRemove(members(), STABLE)).isEmpty();
        assertThat(rules.toRemove(members(), 2 * STABLE)).containsExactlyInAnyOrder("c", "d");
    }
}
