package menhir.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {

    @ParameterizedTest
    @CsvSource({
        "1,0,1,50",
        "1,0,0,25",
        "2,0,1,100",
        "6,0,1,1600",
        "7,0,1,2000",
        "1000000,0,1,2000",
        "1,700,1,700",
        "1,999999000,1,5000"
    })
    void shouldDoubleTheBackoffUpToItsLimitAndObeyRetryAfter(
            int failures, long retryAfterMillis, double jitter, long expectedMillis) {
        assertThat(new RetryPolicy(1, 1).backoffMillis(failures, retryAfterMillis, jitter))
                .isEqualTo(expectedMillis);
    }
}
