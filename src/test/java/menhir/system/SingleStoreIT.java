package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import menhir.testkit.SingleStore;
import menhir.testkit.TestCluster;
import menhir.testkit.Wish;
import org.junit.jupiter.api.Test;

/** A whole store in one process, as {@code ./run/store} starts it. */
class SingleStoreIT {

    @Test
    void shouldKeepAnAcknowledgedOrderWhenItIsKilled() throws Exception {
        try (SingleStore store = SingleStore.start()) {
            Wish wish = Wish.buy("GameStart", 7);
            JsonNode order = store.api().order(wish, TestCluster.PATIENCE).body();
            assertThat(order.path("number").asLong()).isEqualTo(1);

            store.kill9();
            store.startAgain();

            assertThat(store.api().ask("/v1/stores/stocks/orders/1")).isEqualTo(order);
            assertThat(store.api()
                            .lookup("GameStart", TestCluster.PATIENCE)
                            .body()
                            .path("quantity")
                            .asLong())
                    .isEqualTo(93);
            // Its client lost the answer and asks again.
            var again = store.api().order(wish, TestCluster.PATIENCE);
            assertThat(again.body()).isEqualTo(order);
            assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
            assertThat(store.api().ask("/v1/stores/stocks/orders").path("orders"))
                    .hasSize(1);
        }
    }
}
