package menhir.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import menhir.http.HttpTest;
import menhir.http.TestServer;
import menhir.http.TestServer.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaderRoutesTest extends HttpTest {
    private static final String LEADER = "/v1/stores/stocks/leader";
    private static final String[] ADMIN = {"Authorization", "Bearer " + TestServer.TOKEN};

    @Test
    void shouldShowWhereTheLeaderIsToRun() throws Exception {
        assertThat(server.get(LEADER).text()).isEqualTo("{\"slot\":null}");

        Reply placed = server.send("PUT", LEADER, "{\"slot\":3}", ADMIN);
        assertThat(placed.status()).isEqualTo(200);
        assertThat(placed.text()).isEqualTo("{\"slot\":3}");
        Reply shown = server.get(LEADER);
        assertThat(shown.text()).isEqualTo("{\"slot\":3}");
        assertThat(shown.header("ETag")).isEqualTo(placed.header("ETag"));

        assertThat(server.send("DELETE", LEADER, null, ADMIN).text()).isEqualTo("{\"slot\":null}");
        assertThat(server.get(LEADER).text()).isEqualTo("{\"slot\":null}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"slot\":0}", "{\"slot\":4}", "{\"slot\":\"2\"}", "{}", "{\"slot\":1,\"node\":2}", "[]"})
    void shouldTakeSlotsOfTheClusterOnly(String body) throws Exception {
        assertThat(server.send("PUT", LEADER, body, ADMIN).status()).isEqualTo(400);
        assertThat(server.get(LEADER).text()).isEqualTo("{\"slot\":null}");
    }

    @Test
    void shouldNeedAKeyThatMayAdminister() throws Exception {
        assertThat(server.send("PUT", LEADER, "{\"slot\":2}").status()).isEqualTo(401);
        assertThat(server.send("DELETE", LEADER, null).status()).isEqualTo(401);
    }

    @Test
    void shouldMoveTheLeaderOnlyFromWhereTheClientSawIt() throws Exception {
        String seen = server.get(LEADER).header("ETag");
        assertThat(server.send("PUT", LEADER, "{\"slot\":3}", ADMIN[0], ADMIN[1], "If-Match", "\"abc\"")
                        .status())
                .isEqualTo(412);
        server.send("PUT", LEADER, "{\"slot\":2}", ADMIN);
        Reply late = server.send("PUT", LEADER, "{\"slot\":3}", ADMIN[0], ADMIN[1], "If-Match", seen);
        assertThat(late.status()).isEqualTo(412);
        assertThat(server.get(LEADER).text()).isEqualTo("{\"slot\":2}");
    }

    @Test
    void shouldRepeatTheOutcomeForTheSameKey() throws Exception {
        String[] headers = {ADMIN[0], ADMIN[1], "Idempotency-Key", "once"};
        server.send("PUT", LEADER, "{\"slot\":2}", headers);
        Reply again = server.send("PUT", LEADER, "{\"slot\":2}", headers);
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(server.send("PUT", LEADER, "{\"slot\":3}", headers).problem())
                .isEqualTo("key-reused");
    }
}
