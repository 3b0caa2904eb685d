package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import menhir.chaos.check.OrderRequest;
import menhir.chaos.load.RecordingClient;
import menhir.testkit.CommandResult;
import menhir.testkit.SingleStore;
import menhir.testkit.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void shouldRestoreABackup(@TempDir Path folder) throws Exception {
        List<Path> backups = new ArrayList<>();
        JsonNode order;
        try (SingleStore lost = SingleStore.start()) {
            order = RecordingClient.send(OrderRequest.buy("GameStart", 7), lost.api(), TestCluster.TIMEOUT)
                    .body();
            for (String store : List.of("stocks", "books", "toys", "games")) {
                Path file = folder.resolve(store + ".menhir");
                CommandResult written = lost.admin(
                        List.of("backup", "-s", lost.address(), "--store", store, "--file", file.toString()));
                assertThat(written.status()).as(written.toString()).isZero();
                backups.add(file);
            }
        }

        try (SingleStore restored = SingleStore.restored("restored", backups)) {
            assertThat(restored.api().json("/v1/stores/stocks/orders/1")).isEqualTo(order);
        }
    }
}
