package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import menhir.testkit.NewCluster;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Limited stock is sold with holds and a limit per customer, while leaders are killed. */
@ExtendWith(SharedCluster.class)
class TicketsAreSoldIT {

    @Test
    @NewCluster
    void shouldSellEachTicketOnceThroughHoldsThatExpireAndLeadersThatAreKilled(TestCluster cluster) throws Exception {
        cluster.start();
        // A replica that is not a member yet does not help the others to go on.
        cluster.awaitSameLogs();
        try (TicketSale sale = TicketSale.at(cluster)) {
            sale.start(System.nanoTime());
            for (int quarter = 1; quarter <= 2; quarter++) {
                sale.awaitSold(quarter * TicketSale.TICKETS / 4);
                TestNode leader = cluster.awaitLeader();
                leader.kill9();
                sale.awaitSold(quarter * TicketSale.TICKETS / 4 + 5);
                leader.start();
            }
            sale.awaitSold(TicketSale.TICKETS);

            cluster.awaitReady();
            sale.verify(cluster.node(1).api());
            assertThat(sale.held()).isPositive();
        }
        cluster.awaitSameLogs();
    }
}
