package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import menhir.chaos.check.OrderRequest;
import menhir.chaos.load.RecordingClient;
import menhir.testkit.SingleStore;
import menhir.testkit.TestCluster;
import org.junit.jupiter.api.Test;

/** A store in one process, started by {@code ./run/store}. */
class SingleStoreIT {

    @Test
    void shouldKeepAnAcknowledgedOrderWhenItsProcessIsKilled() throws Exception {
        try (SingleStore store = SingleStore.start()) {
            OrderRequest request = OrderRequest.buy("GameStart", 7);
            JsonNode order = RecordingClient.send(request, store.api(), TestCluster.TIMEOUT)
                    .body();
            assertThat(order.path("number").asLong()).isEqualTo(1);

            store.kill9();
            store.restart();

            assertThat(store.api().json("/v1/stores/stocks/orders/1")).isEqualTo(order);
            assertThat(store.api()
                            .lookup(TestCluster.STORE, "GameStart", TestCluster.TIMEOUT)
                            .body()
                            .path("quantity")
                            .asLong())
                    .isEqualTo(93);
            // The client did not get the reply and retries.
            var again = RecordingClient.send(request, store.api(), TestCluster.TIMEOUT);
            assertThat(again.body()).isEqualTo(order);
            assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
            assertThat(store.api().json("/v1/stores/stocks/orders").path("orders"))
                    .hasSize(1);
        }
    }
}
