package menhir.experiment.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgreementTest {
    private final Agreement agreement = new Agreement();

    @Test
    void shouldCompareDifferentNodesAtTheSamePositionOnly() {
        agreement.observe("node-1", 1, 10, "a");
        agreement.observe("node-1", 1, 10, "a");
        agreement.observe("node-2", 1, 11, "b");
        assertThat(agreement.comparisons()).isZero();

        agreement.observe("node-2", 1, 10, "a");
        agreement.observe("node-3", 1, 10, "a");
        agreement.observe("node-3", 2, 10, "c");

        assertThat(agreement.comparisons()).isEqualTo(2);
        assertThat(agreement.disagreements()).isZero();
    }

    @Test
    void shouldFindADifference() {
        agreement.observe("node-1", 1, 10, "a");
        agreement.observe("node-2", 1, 10, "b");

        assertThat(agreement.disagreements()).isEqualTo(1);
    }
}
