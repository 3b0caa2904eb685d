package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import menhir.testkit.OrderRequest;
import menhir.testkit.SingleStore;
import menhir.testkit.TestCluster;
import org.junit.jupiter.api.Test;

/** A store in one process, started by {@code ./run/store}. */
class SingleStoreIT {

    @Test
    void shouldKeepAnAcknowledgedOrderWhenItsProcessIsKilled() throws Exception {
        try (SingleStore store = SingleStore.start()) {
            OrderRequest request = OrderRequest.buy("GameStart", 7);
            JsonNode order = store.api().order(request, TestCluster.TIMEOUT).body();
            assertThat(order.path("number").asLong()).isEqualTo(1);

            store.kill9();
            store.restart();

            assertThat(store.api().json("/v1/stores/stocks/orders/1")).isEqualTo(order);
            assertThat(store.api()
                            .lookup("GameStart", TestCluster.TIMEOUT)
                            .body()
                            .path("quantity")
                            .asLong())
                    .isEqualTo(93);
            // The client did not get the reply and retries.
            var again = store.api().order(request, TestCluster.TIMEOUT);
            assertThat(again.body()).isEqualTo(order);
            assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
            assertThat(store.api().json("/v1/stores/stocks/orders").path("orders"))
                    .hasSize(1);
        }
    }
}
