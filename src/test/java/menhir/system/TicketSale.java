package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import menhir.experiment.drop.Answer;
import menhir.experiment.drop.Buyer;
import menhir.experiment.drop.Crowd;
import menhir.experiment.drop.Offer;
import menhir.experiment.drop.TicketLog;
import menhir.experiment.lab.NodeApi;
import menhir.experiment.lab.StoreEvents;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;

/** More customers than there are tickets, who go on until everything is sold; several of them at once are the same customer. */
final class TicketSale implements AutoCloseable {
    static final int TICKETS = 60;
    static final int LIMIT = 2;

    private static final int CUSTOMERS = 50;
    private static final int THREADS = 6;
    private static final int HOLD_SECONDS = 3;
    private static final String STORE = TestCluster.STORE;
    private static final String PATH = "/v1/stores/" + STORE;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final List<Future<?>> running = new ArrayList<>();
    private final String item = "Ticket " + UUID.randomUUID();
    private final Offer offer;
    private final AtomicInteger sold = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();
    private volatile boolean over;

    private TicketSale(List<TestNode> nodes) {
        List<String> servers = nodes.stream().map(TestNode::address).toList();
        offer = new Offer(servers, STORE, item, LIMIT, HOLD_SECONDS, 0);
    }

    /** Puts the tickets on sale. */
    static TicketSale at(TestCluster cluster) throws IOException, InterruptedException {
        TicketSale sale = new TicketSale(cluster.nodes());
        NodeApi node = cluster.node(1).api();
        TestCluster.addItem(node, STORE, sale.item, "{\"price\": 80.00, \"quantity\": " + TICKETS + "}");
        TestCluster.setTerms(node, STORE, sale.item, "{\"limitPerCustomer\": " + LIMIT + "}");
        return sale;
    }

    /** The customers come. */
    void start(long seed) {
        System.out.println("ticket sale: seed " + seed);
        for (int i = 0; i < THREADS; i++) {
            // Each thread has all customers, so that the limit is raced for.
            Buyer buyer = new Buyer(offer, new Crowd(1, CUSTOMERS, seed + i), seed + i, this::answered);
            running.add(threads.submit(() -> {
                buyer.run(() -> !over && sold.get() < TICKETS);
                return null;
            }));
        }
    }

    private void answered(Answer answer) {
        assertThat(answer.expected()).as("%s", answer).isTrue();
        sold.addAndGet(answer.sold());
        held.addAndGet(answer.action() == Answer.Action.HOLD && answer.accepted() ? 1 : 0);
    }

    /** Waits until so many tickets are sold, as far as customers were told. */
    void awaitSold(int tickets) {
        TestCluster.until(tickets + " tickets are sold", () -> {
            running.stream().filter(Future::isDone).forEach(TicketSale::result);
            return sold.get() >= tickets;
        });
    }

    /** How many holds customers have placed. */
    int held() {
        return held.get();
    }

    /** All tickets are sold, and the log explains each of them. */
    void verify(NodeApi node) throws IOException, InterruptedException {
        JsonNode shown = node.json(PATH + "/items/" + NodeApi.segment(item));
        assertThat(shown.path("quantity").asInt()).isZero();
        assertThat(shown.has("held")).isFalse();
        TicketLog log = new TicketLog(item, TICKETS, LIMIT);
        for (StoreEvents.Event event : StoreEvents.read(node, STORE, lastOrder(node))) {
            log.add(event.index(), event.kind(), event.data());
        }
        assertThat(log.violations()).isEmpty();
        assertThat(log.open()).as("holds that have not ended").isEmpty();
        assertThat(log.sold()).isEqualTo(TICKETS);
        assertThat(log.free()).isZero();
    }

    private static long lastOrder(NodeApi node) throws IOException, InterruptedException {
        JsonNode newest = node.json(PATH + "/orders?order=newest&limit=1");
        return newest.path("orders").path(0).path("number").asLong();
    }

    private static void result(Future<?> done) {
        try {
            done.get();
        } catch (Exception e) {
            throw new AssertionError("a customer failed", e);
        }
    }

    @Override
    public void close() {
        over = true;
        threads.shutdownNow();
    }
}
