package menhir.client.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import menhir.client.http.Json;
import org.junit.jupiter.api.Test;

class TimestampCheckTest {

    @Test
    void shouldFindATimestampThatGoesBackwards() throws JsonProcessingException {
        TimestampCheck check = new TimestampCheck();
        check.add("Gaul", Json.MAPPER.readTree("{\"Gold\":1700000000.200}"));
        check.add("Gaul", Json.MAPPER.readTree("{\"Gold\":1700000000.200}"));
        check.add("Rome", Json.MAPPER.readTree("{\"Gold\":0}"));
        assertThat(check.violations()).isZero();

        check.add("Gaul", Json.MAPPER.readTree("{\"Gold\":1700000000.199}"));

        assertThat(check.violations()).isEqualTo(1);
        assertThat(check.firstViolation()).contains("Gaul/Gold");
    }
}
