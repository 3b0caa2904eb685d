package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import menhir.testkit.Ran;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import menhir.testkit.Wish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same node, started a second time beside itself, must not do any harm, and must say why it does not start. */
@ExtendWith(SharedCluster.class)
class StartIsRefusedIT {

    @Test
    void shouldRefuseASlotThatAnotherProcessHolds(TestCluster cluster) throws Exception {
        TestNode node = cluster.node(1);
        String ports = Integer.toString(TestCluster.freePorts(2));
        Ran second = node.runBeside(Map.of(
                "MENHIR_NODE_HTTP_PORT",
                ports,
                "MENHIR_NODE_REMOTE_PORT",
                Integer.toString(Integer.parseInt(ports) + 1)));
        assertRefused(second, "slot");
        cluster.customer().place(node, Wish.sell("GameStart", 1));
        cluster.verify();
    }

    @Test
    void shouldRefuseAnHttpPortThatIsTaken(TestCluster cluster) throws Exception {
        Ran second = cluster.node(1)
                .runBeside(Map.of("MENHIR_NODE_REMOTE_PORT", Integer.toString(TestCluster.freePorts(1))));
        assertRefused(second, "HTTP port");
    }

    @Test
    void shouldRefuseARemotingPortThatIsTaken(TestCluster cluster) throws Exception {
        Ran second =
                cluster.node(1).runBeside(Map.of("MENHIR_NODE_HTTP_PORT", Integer.toString(TestCluster.freePorts(1))));
        assertRefused(second, "remoting port");
    }

    private static void assertRefused(Ran ran, String why) {
        assertThat(ran.status()).as(ran.toString()).isEqualTo(1);
        assertThat(ran.err().lines())
                .singleElement()
                .asString()
                .startsWith("menhir: ")
                .contains(why);
        assertThat(ran.out()).as("nothing else is said").doesNotContain("Exception");
    }
}
