package menhir.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import menhir.http.HttpTest;
import menhir.http.TestServer;
import menhir.http.TestServer.Reply;
import org.junit.jupiter.api.Test;

/** Changes with an If-Match header are done only to the version that the client has seen. */
class ConditionalRequestsTest extends HttpTest {
    private static final String ITEM = "/v1/stores/stocks/items/CarCo";

    private Reply change(String method, String path, String body, String ifMatch) throws Exception {
        return server.send(method, path, body, "Authorization", "Bearer " + TestServer.TOKEN, "If-Match", ifMatch);
    }

    @Test
    void shouldChangeAnItemOnlyInTheVersionThatTheClientHasSeen() throws Exception {
        String tag = server.get(ITEM).header("ETag");
        Reply changed = change("PUT", ITEM, "{\"price\":46}", tag);
        assertThat(changed.status()).isEqualTo(200);
        String newTag = changed.header("ETag");
        assertThat(newTag).isNotEqualTo(tag);

        for (List<String> late : List.of(
                List.of("PUT", ITEM, "{\"price\":47}"),
                List.of("POST", ITEM + "/restock", "{\"quantity\":1}"),
                List.of("PUT", ITEM + "/terms", "{\"limitPerCustomer\":1}"),
                List.of("DELETE", ITEM, ""))) {
            Reply refused = change(late.get(0), late.get(1), late.get(2), tag);
            assertThat(refused.status()).as("%s", late).isEqualTo(412);
            assertThat(refused.problem()).isEqualTo("precondition-failed");
            assertThat(refused.header("ETag")).isEqualTo(newTag);
            assertThat("\"" + refused.json().path("version").asLong() + "\"").isEqualTo(newTag);
        }
        assertThat(server.get(ITEM).header("ETag")).isEqualTo(newTag);
    }

    @Test
    void shouldAcceptEveryFormOfTheHeader() throws Exception {
        for (String form : List.of("*", "TAG", "W/TAG", "\"1\", TAG", "\"a-tag-of-another-server\",TAG")) {
            String tag = server.get(ITEM).header("ETag");
            assertThat(change("POST", ITEM + "/restock", "{\"quantity\":1}", form.replace("TAG", tag))
                            .status())
                    .as(form)
                    .isEqualTo(200);
        }
        assertThat(change("POST", ITEM + "/restock", "{\"quantity\":1}", "\"no-version\"")
                        .status())
                .isEqualTo(412);
    }

    @Test
    void shouldRejectAHeaderThatHasNoTags() throws Exception {
        String many = String.join(",", Stream.generate(() -> "\"1\"").limit(9).toList());
        for (String header : List.of("17", "\"17", "\"a\" \"b\"", "\"17\",", "*, \"17\"", "w/\"17\"", many)) {
            Reply reply = change("POST", ITEM + "/restock", "{\"quantity\":1}", header);
            assertThat(reply.status()).as(header).isEqualTo(400);
            assertThat(reply.problem()).isEqualTo("invalid-header");
            assertThat(reply.json().path("field").asText()).isEqualTo("If-Match");
        }
        assertThat(server.stores.quantity("stocks", "CarCo")).isEqualTo(100);
    }

    @Test
    void shouldNotAddAnItemForAVersionThatThereIsNot() throws Exception {
        String path = "/v1/stores/stocks/items/NewCo";
        assertThat(change("PUT", path, "{\"price\":1}", "*").status()).isEqualTo(412);
        assertThat(server.get(path).status()).isEqualTo(404);
        assertThat(change("POST", path + "/restock", "{\"quantity\":1}", "*").problem())
                .isEqualTo("unknown-item");
    }

    @Test
    void shouldGiveTheFirstOutcomeAgainToTheSameKey() throws Exception {
        String tag = server.get(ITEM).header("ETag");
        for (int i = 0; i < 2; i++) {
            Reply reply = server.send(
                    "POST",
                    ITEM + "/restock",
                    "{\"quantity\":5}",
                    "Authorization",
                    "Bearer " + TestServer.TOKEN,
                    "If-Match",
                    tag,
                    "Idempotency-Key",
                    "once");
            assertThat(reply.status()).isEqualTo(200);
        }
        assertThat(server.stores.quantity("stocks", "CarCo")).isEqualTo(105);
    }

    @Test
    void shouldApplyToHoldsAndScoresToo() throws Exception {
        Reply hold = server.post(
                "/v1/stores/stocks/holds", "{\"lines\":[{\"item\":\"CarCo\",\"quantity\":1}],\"seconds\":60}");
        String path = hold.header("Location");
        assertThat(change("POST", path + "/confirm", "", "\"1\"").status()).isEqualTo(412);
        assertThat(change("POST", path + "/extend", "{\"seconds\":70}", hold.header("ETag"))
                        .status())
                .isEqualTo(200);
        assertThat(change("DELETE", path, "", hold.header("ETag")).status()).isEqualTo(412);
        assertThat(change("DELETE", path, "", server.get(path).header("ETag")).status())
                .isEqualTo(200);

        String luge = "/v1/stores/games/scores/Luge";
        String body = "{\"scores\":[{\"team\":\"Rome\",\"score\":7}]}";
        String tag = server.get(luge).header("ETag");
        assertThat(change("PUT", luge, body, tag).status()).isEqualTo(200);
        assertThat(change("PUT", luge, body, tag).status()).isEqualTo(412);
        String gaul = "/v1/stores/games/medals/Gaul";
        assertThat(change("POST", gaul, "{\"medal\":\"Gold\"}", "\"999\"").status())
                .isEqualTo(412);
    }
}
