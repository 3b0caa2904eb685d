package menhir.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import menhir.client.events.EventParser;
import menhir.client.http.BadResponseException;
import org.junit.jupiter.api.Test;

class WatchTest {

    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

    private static String event(long id) {
        return "id: " + id + "\nevent: order\ndata: {\"number\":" + id + "}\n\n";
    }

    @Test
    void shouldResumeAfterTheLastEventOnAnotherServerWhenOneDies() throws IOException {
        try (ScriptedServer dying = new ScriptedServer((head, out) -> {
                    ScriptedServer.write(out, HEAD + ": hello\n\n" + event(5) + event(6) + "id: 7\ndata: cut o");
                    return false;
                });
                ScriptedServer other = new ScriptedServer((head, out) -> {
                    // It repeats an event that was seen already.
                    ScriptedServer.write(out, HEAD + event(6) + event(7) + event(8));
                    return true;
                })) {
            String servers = Ran.deadAddress() + "," + dying.address() + "," + other.address();
            Ran ran = Ran.client("watch", "-s", servers, "--from", "4", "--events", "4", "--json");
            assertThat(ran.exit()).isZero();
            assertThat(ran.out().lines())
                    .containsExactly(
                            "{\"id\":\"5\",\"event\":\"order\",\"data\":{\"number\":5}}",
                            "{\"id\":\"6\",\"event\":\"order\",\"data\":{\"number\":6}}",
                            "{\"id\":\"7\",\"event\":\"order\",\"data\":{\"number\":7}}",
                            "{\"id\":\"8\",\"event\":\"order\",\"data\":{\"number\":8}}");
            assertThat(dying.heads().get(0)).contains("Last-Event-ID: 4");
            assertThat(other.heads().get(0)).contains("Last-Event-ID: 6");
        }
    }

    @Test
    void shouldLeaveAServerThatFallsSilent() throws IOException {
        try (ScriptedServer silent = new ScriptedServer((head, out) -> {
                    ScriptedServer.write(out, HEAD + event(1));
                    return true;
                });
                ScriptedServer other = new ScriptedServer((head, out) -> {
                    ScriptedServer.write(out, HEAD + event(2));
                    return true;
                })) {
            Ran ran = Ran.client(
                    "watch", "-s", silent.address() + "," + other.address(), "--events", "2", "--idle-millis", "200");
            assertThat(ran.exit()).isZero();
            assertThat(ran.out().lines()).hasSize(2);
            assertThat(ran.err()).contains("nothing came for 200 ms");
        }
    }

    @Test
    void shouldResumeEvenBeforeTheFirstEventWhereTheServerTellsItsPlace() throws IOException {
        try (ScriptedServer dying = new ScriptedServer((head, out) -> {
                    ScriptedServer.write(out, HEAD + "id: 41\n\n");
                    return false;
                });
                ScriptedServer other = new ScriptedServer((head, out) -> {
                    ScriptedServer.write(out, HEAD + event(42));
                    return true;
                })) {
            Ran ran = Ran.client("watch", "-s", dying.address() + "," + other.address(), "--events", "1");
            assertThat(ran.exit()).isZero();
            assertThat(other.heads().get(0)).contains("Last-Event-ID: 41");
        }
    }

    @Test
    void shouldGiveUpAtOnceOnARequestThatIsRefused() throws IOException {
        try (ScriptedServer strict = new ScriptedServer((head, out) -> {
            ScriptedServer.write(out, ScriptedServer.withLength(400, "application/json", "{}"));
            return true;
        })) {
            Ran ran = Ran.client("watch", "-s", strict.address(), "--from", "yesterday");
            assertThat(ran.exit()).isEqualTo(3);
            assertThat(strict.heads()).hasSize(1);
        }
    }

    @Test
    void shouldExitWith3WhenNoServerSendsEvents() throws IOException {
        Ran ran = Ran.client("watch", "-s", Ran.deadAddress(), "--deadline-millis", "300");
        assertThat(ran.exit()).isEqualTo(3);
    }

    @Test
    void shouldReadEventsHoweverTheyAreCut() {
        String text = "\r\n: note\r\nid: 1\r\nevent: order\r\ndata: ä\r\ndata: b\r\n\r\ndata\rdata: c\r\rid: 3\n\n";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<EventParser.Event> events = new ArrayList<>();
        EventParser parser = new EventParser(events::add);
        for (byte b : bytes) {
            parser.feed(new byte[] {b});
        }
        assertThat(events)
                .containsExactly(
                        new EventParser.Event("1", "order", "ä\nb"), new EventParser.Event(null, "message", "\nc"));
    }

    @Test
    void shouldBoundLinesAndEvents() {
        EventParser parser = new EventParser(event -> {});
        assertThatThrownBy(() -> parser.feed(new byte[EventParser.LINE_LIMIT_BYTES + 1]))
                .isInstanceOf(BadResponseException.class);
        byte[] line = ("data: " + "x".repeat(60_000) + "\n").getBytes(StandardCharsets.US_ASCII);
        EventParser other = new EventParser(event -> {});
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10; i++) {
                        other.feed(line);
                    }
                })
                .isInstanceOf(BadResponseException.class)
                .hasMessageContaining("an event is larger");
    }
}
