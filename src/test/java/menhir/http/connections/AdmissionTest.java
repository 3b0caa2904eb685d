package menhir.http.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import menhir.http.connections.Admission.Place;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final List<String> evicted = new ArrayList<>();
    private final Admission<String> admission = new Admission<>(1, 2, evicted::add);

    private Place admit(String connection) {
        return admission.admit(connection, "client");
    }

    @Test
    void shouldGiveSparePlacesBeyondTheLimitOnly() {
        assertThat(admit("a")).isEqualTo(Place.ORDINARY);
        assertThat(admit("b")).isEqualTo(Place.SPARE);
        admission.onClosed("a");
        assertThat(admit("c")).isEqualTo(Place.ORDINARY);
        assertThat(admission.count()).isEqualTo(2);
    }

    @Test
    void shouldEvictTheOldestThatWaits() {
        List.of("a", "b", "c").forEach(this::admit);
        assertThat(admit("d")).isEqualTo(Place.SPARE);
        assertThat(evicted).containsExactly("b");
    }

    @Test
    void shouldEvictNoneWithARequestAtWork() {
        List.of("a", "b", "c").forEach(this::admit);
        admission.onRequest("b");
        assertThat(admit("d")).isEqualTo(Place.SPARE);
        assertThat(evicted).containsExactly("c");
        admission.onRequest("d");
        assertThat(admit("e")).isEqualTo(Place.NONE);
        admission.onResponse("b");
        assertThat(admit("e")).isEqualTo(Place.SPARE);
        assertThat(evicted).containsExactly("c", "b");
    }

    @Test
    void shouldBoundThoseThatAreEvictedAndNotClosedYet() {
        List.of("a", "b", "c", "d", "e").forEach(this::admit);
        assertThat(evicted).containsExactly("b", "c");
        assertThat(admit("f")).isEqualTo(Place.NONE);
        admission.onClosed("b");
        assertThat(admit("f")).isEqualTo(Place.SPARE);
    }

    @Test
    void shouldForgetASpareConnectionThatWasClosedBeforeItsResponse() {
        List.of("a", "b").forEach(this::admit);
        admission.onRequest("b");
        admission.onClosed("b");
        admission.onResponse("b");
        assertThat(admission.count()).isEqualTo(1);
        List.of("c", "d", "e").forEach(this::admit);
        assertThat(evicted).containsExactly("c");
    }

    @Test
    void shouldLeaveRoomForOtherClients() {
        Admission<String> many = new Admission<>(1_000, 2, evicted::add);
        assertThat(places(many, "greedy", 2_000)).isEqualTo(800);
        assertThat(places(many, "greedy too", 2_000)).isEqualTo(160);
        assertThat(places(many, "modest", 4)).isEqualTo(4);
        assertThat(places(many, "greedy", 2_000)).isZero();
    }

    @Test
    void shouldGiveAgainWhatAClientHasClosed() {
        Admission<String> many = new Admission<>(1_000, 2, evicted::add);
        places(many, "greedy", 2_000);
        for (int i = 0; i < 800; i++) {
            many.onClosed("greedy" + i);
        }
        assertThat(many.count()).isEqualTo(2);
        assertThat(many.admit("greedy again", "greedy")).isEqualTo(Place.ORDINARY);
    }

    @Test
    void shouldGiveAllPlacesIfThereAreFew() {
        for (int limit = 1; limit <= 4; limit++) {
            assertThat(places(new Admission<>(limit, 0, evicted::add), "client", 10))
                    .isEqualTo(limit);
        }
    }

    /** How many ordinary places a client gets that wants so many more. */
    private static int places(Admission<String> admission, String client, int wanted) {
        int places = 0;
        for (int i = 0; i < wanted; i++) {
            places += admission.admit(client + i, client) == Place.ORDINARY ? 1 : 0;
        }
        return places;
    }
}
