package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import menhir.http.server.HttpLimits;
import menhir.testkit.MixedLoad;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody opens all connections that the leader's node accepts from one address, and more, and says nothing on them. */
@ExtendWith(SharedCluster.class)
class ConnectionsAreFloodedIT {
    private static final String ITEM = "/v1/stores/stocks/items/GameStart";
    private static final String SAME_ADDRESS = "127.0.0.1";
    private static final String OTHER_ADDRESS = "127.0.0.2";

    private final List<Socket> flood = new ArrayList<>();

    @Test
    void shouldGoOnAndTellThatItIsAlive(TestCluster cluster) throws Exception {
        TestNode leader = cluster.home();
        // In a new cluster another node may lead first, and make way for it.
        TestCluster.until(leader + " leads", () -> leader.equals(cluster.awaitLeader()));
        try (MixedLoad load = MixedLoad.on(cluster)) {
            load.awaitAcknowledged(30);
            fill(leader);

            assertThat(statusLine(leader, "/alive")).startsWith("HTTP/1.1 200 ");
            assertThat(statusLine(leader, "/ready")).startsWith("HTTP/1.1 200 ");
            assertThat(statusLine(leader, ITEM)).startsWith("HTTP/1.1 503 ");
            assertThat(statusLine(leader, ITEM, OTHER_ADDRESS)).startsWith("HTTP/1.1 200 ");
            assertThat(leadsOn(leader, load, cluster))
                    .as("the flooded node leads on")
                    .isTrue();
        } finally {
            for (Socket socket : flood) {
                socket.close();
            }
        }
        TestCluster.until("there is room again", () -> statusLine(leader, ITEM).startsWith("HTTP/1.1 200 "));
        cluster.verify();
    }

    /** A machine that pauses may change the leader once or twice. A flood that did it would do it each time. */
    private static boolean leadsOn(TestNode leader, MixedLoad load, TestCluster cluster) throws Exception {
        TestNode other = cluster.others(leader).get(0);
        for (int attempt = 0; attempt < 3; attempt++) {
            TestCluster.until(
                    leader + " leads, as " + other + " sees it", () -> leader.equals(cluster.leaderSeenAt(other)));
            long epoch = cluster.epoch();
            load.awaitAcknowledged(100);
            if (cluster.epoch() == epoch) {
                return true;
            }
        }
        return false;
    }

    private void fill(TestNode node) throws IOException {
        int share = HttpLimits.STANDARD.maxConnections() * 4 / 5 + 1;
        for (int i = 0; i < share + HttpLimits.SPARE_CONNECTIONS; i++) {
            flood.add(connect(node, SAME_ADDRESS));
        }
    }

    private static Socket connect(TestNode node, String from) throws IOException {
        URI uri = URI.create("http://" + node.address());
        Socket socket = new Socket(uri.getHost(), uri.getPort(), InetAddress.getByName(from), 0);
        socket.setSoTimeout((int) TestCluster.TIMEOUT.toMillis());
        return socket;
    }

    private static String statusLine(TestNode node, String path) throws IOException {
        return statusLine(node, path, SAME_ADDRESS);
    }

    private static String statusLine(TestNode node, String path, String from) throws IOException {
        try (Socket socket = connect(node, from)) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: " + node.address() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return reply.lines().findFirst().orElse("");
        }
    }
}
