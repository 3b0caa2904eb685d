package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import menhir.testkit.MixedLoad;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A node's folder is replaced by an older copy of itself, as by an operator who restores a backup. */
@ExtendWith(SharedCluster.class)
class OlderDiskIT {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(3);
    private static final int ELECTIONS = 3;

    @TempDir
    Path backup;

    @Test
    void shouldElectNobodyWithADiskThatCameBackOlderAndBringItBackThroughTheLog(TestCluster cluster) throws Exception {
        try (MixedLoad load = MixedLoad.on(cluster)) {
            load.awaitAcknowledged(30);
            TestNode restored = cluster.others(cluster.awaitLeader()).get(0);
            restored.stop();
            restored.copyDataTo(backup);
            restored.start();
            cluster.awaitReady();
            load.awaitAcknowledged(100);

            // The two that are left are a majority, but one of them has forgotten what it acknowledged.
            restored.kill9();
            restored.replaceDataBy(backup);
            TestNode lost = cluster.others(restored).get(0);
            lost.kill9();
            TestNode witness = cluster.others(restored).stream()
                    .filter(node -> !node.equals(lost))
                    .findFirst()
                    .orElseThrow();
            restored.start();
            long before = elections(witness);
            TestCluster.until(witness + " has tried to be elected", () -> elections(witness) >= before + ELECTIONS);
            assertThat(witness.api().get("/ready", REQUEST_TIMEOUT).status()).isEqualTo(503);

            // With the third node there is a majority that has forgotten nothing.
            lost.start();
            load.awaitAcknowledged(50);
            TestCluster.until(restored + " says that its disk is old", () -> restored.linesSinceStart().stream()
                    .anyMatch(line -> line.contains("OLD COPY")));
        }
        cluster.verify();
    }

    private static long elections(TestNode node) throws IOException {
        return node.linesSinceStart().stream()
                .filter(line -> line.contains("stocks: no leader is heard"))
                .count();
    }
}
