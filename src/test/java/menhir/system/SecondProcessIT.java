package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import menhir.chaos.check.OrderRequest;
import menhir.testkit.CommandResult;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A second process of a running node must do no harm, and must say why it does not start. */
@ExtendWith(SharedCluster.class)
class SecondProcessIT {

    @Test
    void shouldRejectASlotThatAnotherProcessUses(TestCluster cluster) throws Exception {
        CommandResult second = cluster.node(1).runSecondProcess(otherPorts());

        assertFailed(second, "slot");
        assertUndisturbed(cluster);
    }

    @Test
    void shouldRejectASlotOfARunningNodeWithAnotherFolder(TestCluster cluster, @TempDir Path folder) throws Exception {
        Map<String, String> settings = otherPorts();
        settings.put("MENHIR_DATA_DIR", folder.toString());
        // Without it, the others would not talk to it.
        settings.put(
                "MENHIR_CLUSTER_CERTIFICATE",
                cluster.certificates().of("node-1").folder().toString());

        CommandResult second = cluster.node(1).runSecondProcess(settings);

        assertFailed(second, "runs with the same slot as node-1");
        assertUndisturbed(cluster);
    }

    private static Map<String, String> otherPorts() {
        int port = TestCluster.freePorts(2);
        return new HashMap<>(Map.of(
                "MENHIR_NODE_HTTP_PORT", Integer.toString(port),
                "MENHIR_NODE_REMOTE_PORT", Integer.toString(port + 1)));
    }

    private static void assertUndisturbed(TestCluster cluster) throws Exception {
        for (TestNode node : cluster.nodes()) {
            cluster.client().place(node, OrderRequest.sell("GameStart", 1), TestCluster.TIMEOUT);
        }
        cluster.verify();
    }

    @Test
    void shouldRejectAnHttpPortThatIsInUse(TestCluster cluster) throws Exception {
        CommandResult second = cluster.node(1)
                .runSecondProcess(Map.of("MENHIR_NODE_REMOTE_PORT", Integer.toString(TestCluster.freePorts(1))));
        assertFailed(second, "HTTP port");
    }

    @Test
    void shouldRejectARemotingPortThatIsInUse(TestCluster cluster) throws Exception {
        CommandResult second = cluster.node(1)
                .runSecondProcess(Map.of("MENHIR_NODE_HTTP_PORT", Integer.toString(TestCluster.freePorts(1))));
        assertFailed(second, "remoting port");
    }

    private static void assertFailed(CommandResult result, String reason) {
        assertThat(result.status()).as(result.toString()).isEqualTo(1);
        assertThat(result.err().lines())
                .singleElement()
                .asString()
                .startsWith("menhir: ")
                .contains(reason);
        assertThat(result.out()).as("no stack trace").doesNotContain("\tat ");
    }
}
