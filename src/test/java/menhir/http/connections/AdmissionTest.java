package menhir.http.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import menhir.http.connections.Admission.Place;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final List<String> evicted = new ArrayList<>();
    private final Admission<String> admission = new Admission<>(1, 2, evicted::add);

    @Test
    void shouldGiveSparePlacesBeyondTheLimitOnly() {
        assertThat(admission.admit("a")).isEqualTo(Place.ORDINARY);
        assertThat(admission.admit("b")).isEqualTo(Place.SPARE);
        admission.onClosed("a");
        assertThat(admission.admit("c")).isEqualTo(Place.ORDINARY);
        assertThat(admission.count()).isEqualTo(2);
    }

    @Test
    void shouldEvictTheOldestThatWaits() {
        List.of("a", "b", "c").forEach(admission::admit);
        assertThat(admission.admit("d")).isEqualTo(Place.SPARE);
        assertThat(evicted).containsExactly("b");
    }

    @Test
    void shouldEvictNoneWithARequestAtWork() {
        List.of("a", "b", "c").forEach(admission::admit);
        admission.onRequest("b");
        assertThat(admission.admit("d")).isEqualTo(Place.SPARE);
        assertThat(evicted).containsExactly("c");
        admission.onRequest("d");
        assertThat(admission.admit("e")).isEqualTo(Place.NONE);
        admission.onResponse("b");
        assertThat(admission.admit("e")).isEqualTo(Place.SPARE);
        assertThat(evicted).containsExactly("c", "b");
    }

    @Test
    void shouldBoundThoseThatAreEvictedAndNotClosedYet() {
        List.of("a", "b", "c", "d", "e").forEach(admission::admit);
        assertThat(evicted).containsExactly("b", "c");
        assertThat(admission.admit("f")).isEqualTo(Place.NONE);
        admission.onClosed("b");
        assertThat(admission.admit("f")).isEqualTo(Place.SPARE);
    }

    @Test
    void shouldForgetASpareConnectionThatWasClosedBeforeItsResponse() {
        List.of("a", "b").forEach(admission::admit);
        admission.onRequest("b");
        admission.onClosed("b");
        admission.onResponse("b");
        assertThat(admission.count()).isEqualTo(1);
        List.of("c", "d", "e").forEach(admission::admit);
        assertThat(evicted).containsExactly("c");
    }
}
