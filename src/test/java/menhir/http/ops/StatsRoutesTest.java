package menhir.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import menhir.http.HttpTest;
import menhir.http.TestServer;
import menhir.http.TestServer.Reply;
import menhir.service.LeaderContact;
import menhir.service.StoreService.ClusterView;
import menhir.service.StoreService.ReplicaView;
import menhir.service.StoreService.StoreView;
import org.junit.jupiter.api.Test;

/** A node's last minutes over HTTP. */
class StatsRoutesTest extends HttpTest {
    private static final String RESTOCK = "/v1/stores/stocks/items/CarCo/restock";

    @SuppressWarnings("NullAway.Init")
    private JsonNode stats(String query) throws Exception {
        Reply reply = server.get("/v1/stats" + query);
        assertThat(reply.status()).isEqualTo(200);
        return reply.json();
    }

    private void lead(long epoch, LeaderContact heard) {
        ReplicaView replica = new ReplicaView(1, "n1", "member", 40, 2L, 0L, null);
        StoreView stocks = new StoreView("stocks", "n1", epoch, 42, 42, 0, List.of(replica));
        server.stats.see(new ClusterView(List.of(), List.of(stocks)), Map.of("stocks", heard), 1_000);
    }

    @Test
    void shouldShowSamplesAsColumnsWithNullWhereNothingWasMeasured() throws Exception {
        lead(3, new LeaderContact(3, 120, 0));
        server.stats.of("stocks").lookup(true, 2_000_000);
        server.stats.sample(1_500, 1_500_000_000);
        server.stats.sample(2_500, 2_500_000_000L);

        JsonNode stats = stats("");
        assertThat(stats.get("times").toString())
                .isEqualTo("[\"1970-01-01T00:00:01.500Z\",\"1970-01-01T00:00:02.500Z\"]");
        assertThat(stats.get("lengthsMillis").toString()).isEqualTo("[1500,1000]");
        assertThat(stats.get("maxSamples").asInt()).isEqualTo(300);
        JsonNode stocks = stats.get("stores").get(0);
        assertThat(stocks.get("store").asText()).isEqualTo("stocks");
        assertThat(stocks.get("silentMillis").asInt()).isEqualTo(120);
        assertThat(stocks.get("lookups").toString()).isEqualTo("[1,0]");
        assertThat(stocks.get("hits").toString()).isEqualTo("[1,0]");
        assertThat(stocks.get("orderP99Micros").toString()).isEqualTo("[null,null]");
        assertThat(stocks.get("lookupP99Micros").get(0).asLong()).isBetween(1_980L, 2_020L);
        assertThat(stocks.get("lookupP99Micros").get(1).isNull()).isTrue();
        assertThat(stocks.get("released").toString()).isEqualTo("[42,42]");
        assertThat(stocks.get("lag").toString()).isEqualTo("[2,2]");
    }

    @Test
    void shouldSendOnlyWhatIsNew() throws Exception {
        lead(3, new LeaderContact(3, 0, 0));
        server.stats.sample(1_000, 1_000_000_000);
        JsonNode first = stats("");
        server.stats.sample(2_000, 2_000_000_000);
        lead(4, new LeaderContact(4, 0, 1_400));

        JsonNode next = stats("?after=" + first.get("lastSample") + "&afterEntry=" + first.get("lastEntry"));
        assertThat(next.get("times")).hasSize(1);
        assertThat(next.get("timeline")).hasSize(1);
        JsonNode entry = next.get("timeline").get(0);
        assertThat(entry.toString())
                .contains("\"kind\":\"leader\",\"node\":\"n1\",\"store\":\"stocks\",\"durationMillis\":1400");
        assertThat(stats("?after=2&afterEntry=2").get("timeline")).isEmpty();
        assertThat(next.get("started")).isEqualTo(first.get("started"));
    }

    @Test
    void shouldRejectWhatItDoesNotKnow() throws Exception {
        for (String query :
                List.of("?after=-1", "?after=x", "?after=", "?afterEntry=1e3", "?since=1", "?after=1&after=2")) {
            Reply reply = server.get("/v1/stats" + query);
            assertThat(reply.status()).as(query).isEqualTo(400);
            assertThat(reply.problem()).as(query).isEqualTo("invalid-parameter");
        }
    }

    @Test
    void shouldHaveChangesOfAdministratorsInTheTimelineButNotTheirKeys() throws Exception {
        String one = "{\"quantity\":1}";
        server.post(RESTOCK, one);
        server.get("/v1/cache", "Authorization", "Bearer " + TestServer.TOKEN);
        assertThat(stats("").get("timeline")).isEmpty();
        server.post(RESTOCK, one, "Authorization", "Bearer " + TestServer.TOKEN, "X-Request-Id", "r-1");

        JsonNode timeline = stats("").get("timeline");
        assertThat(timeline).hasSize(1);
        assertThat(timeline.get(0).get("kind").asText()).isEqualTo("administration");
        assertThat(timeline.get(0).get("detail").asText()).isEqualTo("POST " + RESTOCK + ": 200, request r-1");
    }

    @Test
    void shouldAnswerWhileTheClusterDoesNot() throws Exception {
        server.stats.sample(1_000, 1_000_000_000);
        server.stats.seeNothing();

        assertThat(stats("").get("stores").get(0).get("released").toString()).isEqualTo("[null]");
    }
}
