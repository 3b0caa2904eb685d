package menhir.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void shouldRepeatTheRunWithItsSeed() {
        assertThat(new Options(false, 8, 4711).again("crash", Map.of()))
                .isEqualTo("./run/experiment crash --seconds 8 --seed 4711");
    }

    @Test
    void shouldRepeatAQuickRunAsAQuickRun() {
        assertThat(new Options(true, 1, 5).again("sweep", Map.of()))
                .isEqualTo("./run/experiment sweep --quick --seconds 1 --seed 5");
    }

    @Test
    void shouldRepeatTheVariablesThatChangeWhatIsMeasured() {
        Map<String, String> environment = Map.of("MENHIR_HEAP", "256m", "MENHIR_JIT", "quick", "MENHIR_GC", " ");

        assertThat(new Options(false, 8, 1).again("crash", environment))
                .isEqualTo("MENHIR_HEAP=256m MENHIR_JIT=quick ./run/experiment crash --seconds 8 --seed 1");
    }
}
