package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import menhir.testkit.CommandResult;
import menhir.testkit.OrderRequest;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A second process of a running node must do no harm, and must say why it does not start. */
@ExtendWith(SharedCluster.class)
class SecondProcessIT {

    @Test
    void shouldRejectASlotThatAnotherProcessUses(TestCluster cluster) throws Exception {
        TestNode node = cluster.node(1);
        String ports = Integer.toString(TestCluster.freePorts(2));
        CommandResult second = node.runSecondProcess(Map.of(
                "MENHIR_NODE_HTTP_PORT",
                ports,
                "MENHIR_NODE_REMOTE_PORT",
                Integer.toString(Integer.parseInt(ports) + 1)));
        assertFailed(second, "slot");
        cluster.client().place(node, OrderRequest.sell("GameStart", 1));
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
        assertThat(result.out()).as("output").doesNotContain("Exception");
    }
}
