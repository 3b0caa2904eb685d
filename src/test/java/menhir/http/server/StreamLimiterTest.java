package menhir.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import akka.NotUsed;
import akka.actor.ActorSystem;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import menhir.http.server.StreamLimiter.Permit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class StreamLimiterTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final ActorSystem SYSTEM = ActorSystem.create("streams");

    @AfterAll
    static void end() {
        SYSTEM.terminate();
    }

    @Test
    void shouldNotExceedTheLimitInABurst() throws Exception {
        StreamLimiter streams = new StreamLimiter(8, LONG);
        ExecutorService burst = Executors.newFixedThreadPool(16);
        List<Future<@Nullable Permit>> attempts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            attempts.add(burst.submit(streams::tryAcquire));
        }
        List<Permit> permits = new ArrayList<>();
        for (Future<@Nullable Permit> attempt : attempts) {
            Permit permit = attempt.get();
            if (permit != null) {
                permits.add(permit);
            }
        }
        burst.shutdown();

        assertThat(permits).hasSize(8);
        permits.get(0).release();
        permits.get(0).release();
        assertThat(streams.count()).isEqualTo(7);
        assertThat(streams.tryAcquire()).isNotNull();
        assertThat(streams.tryAcquire()).isNull();
    }

    @Test
    void shouldHoldAPermitWhileItsStreamRuns() {
        StreamLimiter streams = new StreamLimiter(1, LONG);
        Permit permit = Objects.requireNonNull(streams.tryAcquire());
        CompletableFuture<ByteString> last = new CompletableFuture<>();
        CompletableFuture<NotUsed> started = new CompletableFuture<>();
        permit.attachTo(Source.completionStage(last).mapMaterializedValue(used -> {
                    started.complete(used);
                    return used;
                }))
                .toMat(Sink.ignore(), Keep.right())
                .run(SYSTEM);
        started.join();

        // Has no effect on a running stream.
        permit.release();
        assertThat(streams.tryAcquire()).isNull();

        last.complete(ByteString.emptyByteString());
        Awaitility.await().until(() -> streams.count() == 0);
    }

    @Test
    void shouldReleaseAPermitWhoseStreamDoesNotStart() {
        StreamLimiter streams = new StreamLimiter(1, Duration.ofMillis(20));
        assertThat(streams.tryAcquire()).isNotNull();
        Awaitility.await().until(() -> streams.tryAcquire() != null);
    }
}
