package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import menhir.testkit.CommandResult;
import menhir.testkit.TestedJar;
import org.junit.jupiter.api.Test;

/** A short run of {@code run/chaos} with a fixed sequence of faults. */
class ChaosIT {
    private static final Path KEPT = Path.of("target", "system-tests", "ChaosIT");

    /** All but those that restart every node one after the other, or take longest. */
    private static final String FAULTS =
            "kill,stop,pause,kill-start,kill-all,cut-link,cut-one-way,cut-off,cut-all,wipe,swap,full-disk";

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    @Test
    void shouldFindNothingLostDoubledOversoldOrStaleUnderRandomFaults() throws Exception {
        // How long a recovery takes depends on the machine, so the bounds are only there to find one that never ends.
        ProcessBuilder chaos = new ProcessBuilder(
                "./run/chaos",
                "--seconds=20",
                "--seed=7",
                "--faults=" + FAULTS,
                "--max-gap=120",
                "--max-recovery=120",
                "--out=" + KEPT);
        chaos.environment().keySet().removeIf(name -> name.startsWith("MENHIR_"));
        chaos.environment().put("MENHIR_JAR", TestedJar.path().toString());
        chaos.environment().put("JAVA_HOME", System.getProperty("java.home", ""));
        CommandResult result = CommandResult.of(chaos, TIMEOUT);
        System.out.println(result.out());
        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).contains("seed 7: PASSED: nothing lost, doubled, oversold or stale");
    }
}
