package menhir.http;

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
import menhir.http.OpenStreams.Place;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class OpenStreamsTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final ActorSystem SYSTEM = ActorSystem.create("open-streams");

    @AfterAll
    static void end() {
        SYSTEM.terminate();
    }

    @Test
    void shouldGiveABurstNoMorePlacesThanThereAre() throws Exception {
        OpenStreams streams = new OpenStreams(8, LONG);
        ExecutorService burst = Executors.newFixedThreadPool(16);
        List<Future<@Nullable Place>> asked = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            asked.add(burst.submit(streams::take));
        }
        List<Place> places = new ArrayList<>();
        for (Future<@Nullable Place> each : asked) {
            Place place = each.get();
            if (place != null) {
                places.add(place);
            }
        }
        burst.shutdown();

        assertThat(places).hasSize(8);
        places.get(0).giveBack();
        places.get(0).giveBack();
        assertThat(streams.count()).isEqualTo(7);
        assertThat(streams.take()).isNotNull();
        assertThat(streams.take()).isNull();
    }

    @Test
    void shouldKeepAPlaceAsLongAsItsStreamRuns() {
        OpenStreams streams = new OpenStreams(1, LONG);
        Place place = Objects.requireNonNull(streams.take());
        CompletableFuture<ByteString> last = new CompletableFuture<>();
        CompletableFuture<NotUsed> begun = new CompletableFuture<>();
        place.hold(Source.completionStage(last).mapMaterializedValue(used -> {
                    begun.complete(used);
                    return used;
                }))
                .toMat(Sink.ignore(), Keep.right())
                .run(SYSTEM);
        begun.join();

        // What comes too late changes nothing.
        place.giveBack();
        assertThat(streams.take()).isNull();

        last.complete(ByteString.emptyByteString());
        Awaitility.await().until(() -> streams.count() == 0);
    }

    @Test
    void shouldNotKeepAPlaceForAClientThatHasGone() {
        OpenStreams streams = new OpenStreams(1, Duration.ofMillis(20));
        assertThat(streams.take()).isNotNull();
        Awaitility.await().until(() -> streams.take() != null);
    }
}
