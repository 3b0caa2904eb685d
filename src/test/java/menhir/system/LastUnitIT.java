package menhir.system;

import menhir.chaos.check.OrderRequest;
import menhir.experiment.lab.NodeApi;
import menhir.testkit.MixedLoad;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several clients try to buy the last unit of an item. */
@ExtendWith(SharedCluster.class)
class LastUnitIT {
    @Test
    void shouldSellTheLastUnitOnce(TestCluster cluster) throws Exception {
        for (String item : MixedLoad.ITEMS.subList(0, 6)) {
            leaveOne(cluster, item);
            try (LastUnitBuyers clients = LastUnitBuyers.of(item, cluster)) {
                clients.buy();
                clients.awaitReplies();
                clients.verify();
            }
        }
        cluster.verify();
    }

    private static void leaveOne(TestCluster cluster, String item) throws Exception {
        NodeApi api = cluster.node(1).api();
        long quantity = api.lookup(TestCluster.STORE, item, TestCluster.TIMEOUT)
                .body()
                .path("quantity")
                .asLong();
        if (quantity != 1) {
            OrderRequest request = quantity > 1 ? OrderRequest.buy(item, quantity - 1) : OrderRequest.sell(item, 1);
            cluster.client().place(cluster.node(1), request, TestCluster.TIMEOUT);
        }
    }
}
