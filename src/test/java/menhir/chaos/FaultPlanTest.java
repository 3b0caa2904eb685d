package menhir.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static List<Fault> faults(long seed, Collection<FaultKind> kinds, int nodes, int slots) {
        FaultPlan plan = new FaultPlan(seed, kinds, nodes, slots);
        return Stream.generate(plan::next).limit(500).toList();
    }

    @Test
    void shouldFollowFromTheSeed() {
        Collection<FaultKind> all = EnumSet.allOf(FaultKind.class);
        assertThat(faults(7, all, 5, 3)).isEqualTo(faults(7, all, 5, 3)).isNotEqualTo(faults(8, all, 5, 3));
    }

    @Test
    void shouldDoEachKindToEachNodeAndToTheLeader() {
        for (FaultKind kind : FaultKind.values()) {
            assertThat(faults(1, List.of(kind), 5, 5))
                    .allMatch(fault -> fault.kind() == kind)
                    .extracting(Fault::node)
                    .contains(Fault.LEADER, 1, 2, 3, 4, 5);
        }
    }

    @Test
    void shouldNameTwoNodesAndChangeOnlyDisksThatHoldData() {
        assertThat(faults(1, EnumSet.allOf(FaultKind.class), 5, 3)).allSatisfy(fault -> {
            assertThat(fault.other()).isBetween(1, 5).isNotEqualTo(fault.node());
            if (fault.kind().needsSlot()) {
                assertThat(fault.node()).isLessThanOrEqualTo(3);
                assertThat(fault.other()).isLessThanOrEqualTo(3);
            }
            assertThat(fault.holdMillis())
                    .isBetween(fault.kind().leastMillis(), fault.kind().mostMillis());
        });
    }
}
