package menhir.http.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import menhir.http.TestServer;
import menhir.store.StoreKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each dialect can be switched off. */
class SpokenDialectsTest {
    /** Paths of each dialect: at the root, and under the name of a store if it has such a path. */
    private static final Map<StoreKind, List<String>> PATHS = Map.of(
            StoreKind.STOCKS, List.of("/stocks/CarCo", "/stocks/stocks/CarCo"),
            StoreKind.BOOKS, List.of("/search?topic=DS", "/books/search?topic=DS"),
            StoreKind.TOYS, List.of("/products/Whale", "/toys/products/Whale"),
            StoreKind.GAMES, List.of("/getMedalTally/Gaul", "/games/getMedalTally/Gaul"));

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    void shouldNotHaveThePathsOfADialectThatIsSwitchedOff(StoreKind off) throws Exception {
        try (TestServer server =
                new TestServer(TestServer.settings().withDialects(EnumSet.complementOf(EnumSet.of(off))))) {
            for (Map.Entry<StoreKind, List<String>> dialect : PATHS.entrySet()) {
                for (String path : dialect.getValue()) {
                    TestServer.Reply reply = server.get(path);
                    assertThat(reply.status()).as(path).isEqualTo(dialect.getKey() == off ? 404 : 200);
                    if (dialect.getKey() == off) {
                        assertThat(reply.problem()).as(path).isEqualTo("unknown-path");
                    }
                }
            }
        }
    }

    @Test
    void shouldKeepTheCanonicalApi() throws Exception {
        try (TestServer server = new TestServer(TestServer.settings().withDialects(Set.of()))) {
            assertThat(server.get("/v1/stores/stocks/items/CarCo").status()).isEqualTo(200);
            assertThat(server.get("/v1/stores/toys/items/Whale").status()).isEqualTo(200);
            assertThat(server.get("/orders/1").status()).isEqualTo(404);
        }
    }
}
