package menhir.experiment.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgreementTest {
    private final Agreement agreement = new Agreement();

    @Test
    void shouldCompareDifferentNodesAtOnePlaceOnly() {
        agreement.seen("node-1", 1, 10, "a");
        agreement.seen("node-1", 1, 10, "a");
        agreement.seen("node-2", 1, 11, "b");
        assertThat(agreement.comparisons()).isZero();

        agreement.seen("node-2", 1, 10, "a");
        agreement.seen("node-3", 1, 10, "a");
        agreement.seen("node-3", 2, 10, "c");

        assertThat(agreement.comparisons()).isEqualTo(2);
        assertThat(agreement.disagreements()).isZero();
    }

    @Test
    void shouldSeeADifference() {
        agreement.seen("node-1", 1, 10, "a");
        agreement.seen("node-2", 1, 10, "b");

        assertThat(agreement.disagreements()).isEqualTo(1);
    }
}
