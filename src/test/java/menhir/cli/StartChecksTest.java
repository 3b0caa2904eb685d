package menhir.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import menhir.config.Settings;
import menhir.testkit.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartChecksTest {
    @TempDir
    Path data;

    private Settings settings() {
        int ports = TestCluster.freePorts(2);
        return Settings.from(ConfigFactory.parseMap(Map.of(
                        "menhir.data.dir",
                        data.toString(),
                        "menhir.node.ordinal",
                        1,
                        "menhir.node.http-port",
                        ports,
                        "menhir.node.remote-port",
                        ports + 1,
                        "menhir.cluster.nodes",
                        3))
                .withFallback(ConfigFactory.load()));
    }

    @Test
    void shouldAcceptAFolderWithTheNodesOwnSlot() throws IOException {
        Settings settings = settings();
        Files.createDirectories(settings.data().nodeDir(settings.node()).resolve("slot-1"));
        assertThatCode(() -> StartChecks.check(settings)).doesNotThrowAnyException();
    }

    /** The folders of two nodes were swapped: each would start with a blank replica. */
    @Test
    void shouldRejectTheFolderOfAnotherNode() throws IOException {
        Settings settings = settings();
        Path folder = settings.data().nodeDir(settings.node());
        Files.createDirectories(folder.resolve("slot-2"));
        assertThatThrownBy(() -> StartChecks.check(settings))
                .isInstanceOf(IOException.class)
                .hasMessage("the data folder " + folder + " has data of slot 2, but node node-1 has the slots [1]:"
                        + " is it the folder of another node?");
    }
}
