package menhir.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MessageBatchesTest {

    @Test
    void shouldKeepTheOrderAndTheLimits() {
        assertThat(MessageBatches.of(List.of(1, 2, 3, 4, 5), 10, 6, n -> n))
                .containsExactly(List.of(1, 2, 3), List.of(4), List.of(5));
        assertThat(MessageBatches.of(List.of(1, 1, 1, 1, 1), 2, 6, n -> n))
                .containsExactly(List.of(1, 1), List.of(1, 1), List.of(1));
    }

    @Test
    void shouldPutAnElementAboveTheSizeLimitIntoABatchByItself() {
        assertThat(MessageBatches.of(List.of(9, 1, 9), 10, 6, n -> n))
                .containsExactly(List.of(9), List.of(1), List.of(9));
    }

    @Test
    void shouldMakeNoBatchOfAnEmptyList() {
        assertThat(MessageBatches.of(List.<Integer>of(), 10, 6, n -> n)).isEmpty();
    }
}
