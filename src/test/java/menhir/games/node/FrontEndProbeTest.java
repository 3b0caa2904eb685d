package menhir.games.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FrontEndProbeTest {
    private final FrontEndProbe probe = new FrontEndProbe("self:1", ForkJoinPool.commonPool());

    private boolean accepts(String frontEnd) throws Exception {
        return probe.apply(frontEnd).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @Test
    void shouldTellWhichPortAcceptsConnections() throws Exception {
        int closed;
        try (ServerSocket socket = listen()) {
            closed = socket.getLocalPort();
        }
        try (ServerSocket open = listen()) {
            assertThat(accepts("127.0.0.1:" + open.getLocalPort())).isTrue();
        }
        assertThat(accepts("127.0.0.1:" + closed)).isFalse();
    }

    @Test
    void shouldNotAskItsOwnFrontEnd() throws Exception {
        assertThat(accepts("self:1")).isTrue();
    }
}
