package menhir.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import menhir.http.HttpTest;
import menhir.http.TestServer;
import menhir.http.TestServer.Reply;
import menhir.service.ServiceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A misspelt name or path is answered with the one that was probably meant. */
class SuggestionsTest extends HttpTest {
    @ParameterizedTest
    @CsvSource({
        "/v1/stores/stocks/items/GameStrat, GameStart",
        "/v1/stores/stocks/items/gamestart, GameStart",
        "/v1/stores/books/items/RPC%20for%20Dummys, RPCs for Dummies",
        "/v1/stores/games/scores/Stone%20Curing, Stone Curling",
        "/v1/stores/games/medals/Gual, Gaul",
        "/v1/stores/stock/items, stocks",
        "/v1/stores/gmaes/digest, games",
        "/v1/store, /v1/stores",
        "/v1/stores/stocks/itms/CarCo, /v1/stores/stocks/items",
        "/v1/stores/games/medlas/Gaul, /v1/stores/games/medals",
        "/v1/stores/a%20b/itms, /v1/stores/a%20b/items",
        "/openapi.yml, /openapi.yaml",
    })
    void shouldSayWhatWasProbablyMeant(String path, String meant) throws Exception {
        Reply reply = server.get(path);
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.json().path("nearest").asText()).isEqualTo(meant);
        assertThat(reply.json().path("detail").asText()).containsIgnoringCase("did you mean " + meant + "?");
    }

    @ParameterizedTest
    @CsvSource({"/getScor/Luge, /getScore", "/gamse/getServer, /games", "/games/getSever, /games/getServer"})
    void shouldSayItInTheFormOfADialect(String path, String meant) throws Exception {
        assertThat(server.get(path).text()).contains("did you mean " + meant + "?");
    }

    @ParameterizedTest
    @CsvSource({"/v1/stores/stocks/items/Unheard", "/v1/stores/xyz/items", "/foo", "/v2/stores/stocks/items/a/b/c/d/e"})
    void shouldNotGuessWhatIsNotNear(String path) throws Exception {
        Reply reply = server.get(path);
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text()).doesNotContainIgnoringCase("mean");
    }

    @Test
    void shouldSayItOfOrdersHoldsAndScores() throws Exception {
        String line = "\"item\":\"CarsCo\",\"quantity\":1";
        assertThat(server.post("/v1/stores/stocks/orders", "{\"type\":\"buy\"," + line + "}")
                        .text())
                .contains("Did you mean CarCo?");
        assertThat(server.post("/v1/stores/stocks/holds", "{\"seconds\":60,\"lines\":[{" + line + "}]}")
                        .text())
                .contains("Did you mean CarCo?");
        String[] admin = {"Authorization", "Bearer " + TestServer.TOKEN};
        assertThat(server.post("/v1/stores/games/medals/Gaul", "{\"medal\":\"gold\"}", admin)
                        .text())
                .contains("Did you mean Gold?");
        assertThat(server.send(
                                "PUT",
                                "/v1/stores/games/scores/Luge",
                                "{\"scores\":[{\"team\":\"Roma\",\"score\":1}]}",
                                admin)
                        .text())
                .contains("Did you mean Rome?");
    }

    @Test
    void shouldLeaveTheQuestionOutIfTheNamesCannotBeRead() throws Exception {
        server.stores.failWith(ServiceException.Reason.NO_MAJORITY);
        KnownNames names = new KnownNames(server.stores, "stocks");
        assertThat(names.get().toCompletableFuture().join()).isEmpty();
        server.stores.recover();
        assertThat(new KnownNames(server.stores, "games")
                        .get()
                        .toCompletableFuture()
                        .join())
                .contains("Gaul", "Luge", "Gold");
    }
}
