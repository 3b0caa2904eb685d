package menhir.client.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencyTest {

    private static Latency of(int count) {
        Histogram micros = new Histogram(3);
        for (int i = 1; i <= count; i++) {
            micros.recordValue(i * 10L);
        }
        return Latency.of("order", micros);
    }

    @Test
    void shouldShowNoHighPercentileOfFewValues() {
        assertThat(of(3).p99Millis()).isNaN();
        assertThat(of(99).p99Millis()).isNaN();
        assertThat(of(999).p999Millis()).isNaN();
        assertThat(of(0).p99Millis()).isNaN();
    }

    @Test
    void shouldShowAPercentileAboveWhichAValueLies() {
        assertThat(of(100).p99Millis()).isEqualTo(0.99);
        assertThat(of(1_000).p999Millis()).isBetween(9.98, 10.0);
        assertThat(of(3).p50Millis()).isEqualTo(0.02);
        assertThat(of(3).maxMillis()).isEqualTo(0.03);
    }
}
