package menhir.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RepeatedWarningsFilterTest {
    private static final String REMOTING = "akka.stream.Materializer";
    private static final String SHARDING = "akka.cluster.sharding.ShardRegion";

    private final LoggerContext context = new LoggerContext();
    private final RepeatedWarningsFilter filter = new RepeatedWarningsFilter();

    private boolean passes(int second, String logger, Level level, String message) {
        LoggingEvent event = new LoggingEvent("", context.getLogger(logger), level, message, null, new Object[0]);
        event.setInstant(Instant.ofEpochSecond(1_000 + second));
        return filter.decide(event) != FilterReply.DENY;
    }

    private static String lost(String node, String stream) {
        return "[outbound connection to [akka://menhir@" + node + "], " + stream
                + " stream] Upstream failed, cause: StreamTcpException: Connection refused";
    }

    @Test
    void shouldSayOnceAMinuteThatANodeIsNotReached() {
        assertThat(passes(0, REMOTING, Level.WARN, lost("10.0.0.1:2551", "message")))
                .isTrue();
        assertThat(passes(1, REMOTING, Level.WARN, lost("10.0.0.1:2551", "message")))
                .isFalse();
        assertThat(passes(59, REMOTING, Level.WARN, lost("10.0.0.1:2551", "control")))
                .isFalse();
        assertThat(passes(61, REMOTING, Level.WARN, lost("10.0.0.1:2551", "message")))
                .isTrue();
        assertThat(passes(62, REMOTING, Level.WARN, lost("10.0.0.1:2551", "message")))
                .isFalse();
    }

    @Test
    void shouldSayItOfEachNode() {
        assertThat(passes(0, REMOTING, Level.WARN, lost("10.0.0.1:2551", "message")))
                .isTrue();
        assertThat(passes(0, REMOTING, Level.WARN, lost("10.0.0.2:2551", "message")))
                .isTrue();
    }

    @Test
    void shouldIgnoreCountsAndCauses() {
        String coordinator =
                "order-replica: Trying to register to coordinator at [ActorSelection[Anchor(akka://menhir/), "
                        + "Path(/system/sharding)]], but no acknowledgement. Total [%d] buffered messages.";
        assertThat(passes(0, SHARDING, Level.WARN, coordinator.formatted(1))).isTrue();
        assertThat(passes(1, SHARDING, Level.WARN, coordinator.formatted(7))).isFalse();
        assertThat(passes(
                        2,
                        SHARDING,
                        Level.WARN,
                        coordinator.replace("order", "catalog").formatted(7)))
                .isTrue();
    }

    @Test
    void shouldPassAllElse() {
        for (int second = 0; second < 3; second++) {
            assertThat(passes(second, "menhir.node.Node", Level.WARN, "the same"))
                    .isTrue();
            assertThat(passes(second, "akka.cluster.Cluster", Level.WARN, lost("10.0.0.1:2551", "message")))
                    .isTrue();
            assertThat(passes(second, SHARDING, Level.INFO, "the same")).isTrue();
        }
    }

    @Test
    void shouldStayBounded() {
        for (int port = 0; port < 10_000; port++) {
            assertThat(passes(0, REMOTING, Level.WARN, lost("10.0.0.1:" + port, "message")))
                    .isTrue();
        }
        assertThat(passes(1, REMOTING, Level.WARN, lost("10.0.0.1:0", "message")))
                .as("forgotten by now")
                .isTrue();
    }
}
