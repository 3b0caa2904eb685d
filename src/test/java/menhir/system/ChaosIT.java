package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import menhir.testkit.CommandResult;
import menhir.testkit.TestedJar;
import org.junit.jupiter.api.Test;

/** A short run of {@code run/chaos} with a fixed sequence of faults. */
class ChaosIT {
    private static final Path KEPT = Path.of("target", "system-tests", "ChaosIT");

    @Test
    void shouldFindNothingLostDoubledOversoldOrStaleUnderRandomFaults() throws Exception {
        // How long a recovery takes depends on the machine, so the bounds are only there to find one that never ends.
        ProcessBuilder chaos = new ProcessBuilder(
                "./run/chaos",
                "--seconds",
                "20",
                "--seed",
                "7",
                "--max-gap",
                "60",
                "--max-recovery",
                "90",
                "--out",
                KEPT.toString());
        chaos.environment().keySet().removeIf(name -> name.startsWith("MENHIR_"));
        chaos.environment().put("MENHIR_JAR", TestedJar.path().toString());
        chaos.environment().put("JAVA_HOME", System.getProperty("java.home", ""));
        CommandResult result = CommandResult.of(chaos);
        System.out.println(result.out());
        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).contains("seed 7: PASSED: nothing lost, doubled, oversold or stale");
    }
}
