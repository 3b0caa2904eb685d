package menhir.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
                    // Event 6 is a repetition.
                    ScriptedServer.write(out, HEAD + event(6) + event(7) + event(8));
                    return true;
                })) {
            String servers = ClientRun.deadAddress() + "," + dying.address() + "," + other.address();
            ClientRun result = ClientRun.execute("watch", "-s", servers, "--from", "4", "--events", "4", "--json");
            assertThat(result.exit()).isZero();
            assertThat(result.out().lines())
                    .containsExactly(
                            "{\"id\":\"5\",\"event\":\"order\",\"data\":{\"number\":5}}",
                            "{\"id\":\"6\",\"event\":\"order\",\"data\":{\"number\":6}}",
                            "{\"id\":\"7\",\"event\":\"order\",\"data\":{\"number\":7}}",
                            "{\"id\":\"8\",\"event\":\"order\",\"data\":{\"number\":8}}");
            assertThat(dying.heads().get(0)).contains("Last-Event-ID: 4");
            assertThat(other.heads().get(0)).contains("Last-Event-ID: 6");
        }
    }

    /** A server that resumes too early, and dies before it has caught up, does not bring old events back. */
    @Test
    void shouldNotStepBack() throws IOException {
        try (ScriptedServer early = new ScriptedServer((head, out) -> {
                    ScriptedServer.write(out, HEAD + event(5));
                    return false;
                });
                ScriptedServer other = new ScriptedServer((head, out) -> {
                    ScriptedServer.write(out, HEAD + event(9) + event(11));
                    return true;
                })) {
            String servers = early.address() + "," + other.address();
            ClientRun result = ClientRun.execute("watch", "-s", servers, "--from", "10", "--events", "1", "--json");
            assertThat(result.out()).contains("\"id\":\"11\"").hasLineCount(1);
            assertThat(other.heads().get(0)).contains("Last-Event-ID: 10");
        }
    }

    @Test
    void shouldTryTheNextServerWhenOneHasTooManyRequestsOrSendsAPage() throws IOException {
        try (ScriptedServer busy = new ScriptedServer((head, out) -> {
                    ScriptedServer.write(out, ScriptedServer.withLength(429, "application/json", "{}"));
                    return true;
                });
                ScriptedServer page = new ScriptedServer((head, out) -> {
                    ScriptedServer.write(out, ScriptedServer.withLength(200, "text/html", "<p>soon</p>"));
                    return true;
                });
                ScriptedServer good = new ScriptedServer((head, out) -> {
                    ScriptedServer.write(out, HEAD + event(1));
                    return true;
                })) {
            String servers = busy.address() + "," + page.address() + "," + good.address();
            ClientRun result = ClientRun.execute("watch", "-s", servers, "--events", "1");
            assertThat(result.exit()).isZero();
        }
    }

    @Test
    void shouldTryAnotherServerWhenOneFallsSilent() throws IOException {
        try (ScriptedServer silent = new ScriptedServer((head, out) -> {
                    ScriptedServer.write(out, HEAD + event(1));
                    return true;
                });
                ScriptedServer other = new ScriptedServer((head, out) -> {
                    ScriptedServer.write(out, HEAD + event(2));
                    return true;
                })) {
            ClientRun result = ClientRun.execute(
                    "watch", "-s", silent.address() + "," + other.address(), "--events", "2", "--idle-millis", "200");
            assertThat(result.exit()).isZero();
            assertThat(result.out().lines()).hasSize(2);
            assertThat(result.err()).contains("nothing arrived for 200 ms");
        }
    }

    @Test
    void shouldResumeBeforeTheFirstEventIfTheServerSentAnId() throws IOException {
        try (ScriptedServer dying = new ScriptedServer((head, out) -> {
                    ScriptedServer.write(out, HEAD + "id: 41\n\n");
                    return false;
                });
                ScriptedServer other = new ScriptedServer((head, out) -> {
                    ScriptedServer.write(out, HEAD + event(42));
                    return true;
                })) {
            ClientRun result =
                    ClientRun.execute("watch", "-s", dying.address() + "," + other.address(), "--events", "1");
            assertThat(result.exit()).isZero();
            assertThat(other.heads().get(0)).contains("Last-Event-ID: 41");
        }
    }

    @Test
    void shouldFailAtOnceOnARequestThatIsRejected() throws IOException {
        try (ScriptedServer strict = new ScriptedServer((head, out) -> {
            ScriptedServer.write(out, ScriptedServer.withLength(400, "application/json", "{}"));
            return true;
        })) {
            ClientRun result = ClientRun.execute("watch", "-s", strict.address(), "--from", "yesterday");
            assertThat(result.exit()).isEqualTo(3);
            assertThat(strict.heads()).hasSize(1);
        }
    }

    @Test
    void shouldExitWith3WhenNoServerSendsEvents() throws IOException {
        ClientRun result = ClientRun.execute("watch", "-s", ClientRun.deadAddress(), "--deadline-millis", "300");
        assertThat(result.exit()).isEqualTo(3);
    }
}
