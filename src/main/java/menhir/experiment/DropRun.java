package menhir.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import menhir.experiment.drop.BuyerProcesses;
import menhir.experiment.drop.Offer;
import menhir.experiment.drop.TicketLog;
import menhir.experiment.lab.LabCluster;
import menhir.experiment.lab.LabNode;
import menhir.experiment.lab.NodeApi;
import menhir.experiment.lab.StoreEvents;

/** The run of {@link Drop}: customers buy while leaders are killed, until everything is sold. */
final class DropRun {
    static final String STORE = "stocks";
    static final String ITEM = "Ticket";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final long SALE_SECONDS = 240;

    /** How many tickets the next leader sells before the killed node is started again. */
    private static final int SALES_OF_NEXT_LEADER = 5;

    /**
     * The size of a sale.
     *
     * @param processes client processes
     * @param threads customers at once, of each process
     * @param latestKillPercent of the tickets: the second kill does not wait any longer for the first node to come back
     */
    record Size(
            int tickets,
            int customers,
            int processes,
            int threads,
            int limit,
            int holdSeconds,
            long payMillis,
            int latestKillPercent) {}

    /**
     * A kill of the leader. Times are in seconds since the sale began.
     *
     * @param sold tickets that were sold before
     * @param restarted when its node was started again
     */
    record Kill(String node, double killed, int sold, double restarted) {}

    /**
     * All measurements.
     *
     * @param shown tickets that the store shows as free or held at the end
     */
    record Outcome(
            List<BuyerProcesses.Timed> answers, List<Kill> kills, TicketLog log, long shown, Set<String> digests) {}

    private final LabCluster cluster;
    private final Size size;
    private final String adminToken;
    private final long seed;
    private final List<Kill> kills = new ArrayList<>();

    DropRun(LabCluster cluster, Size size, String adminToken, long seed) {
        this.cluster = cluster;
        this.size = size;
        this.adminToken = adminToken;
        this.seed = seed;
    }

    Outcome run() throws IOException, InterruptedException {
        cluster.awaitReplicasCaughtUp();
        putOnSale();
        Offer offer = new Offer(cluster.addresses(), STORE, ITEM, size.limit(), size.holdSeconds(), size.payMillis());
        List<BuyerProcesses.Timed> answers;
        try (BuyerProcesses buyers =
                BuyerProcesses.start(offer, size.processes(), size.threads(), size.customers(), seed)) {
            buyers.begin();
            sell(buyers);
            buyers.end();
            answers = buyers.answers();
        }
        for (LabNode node : cluster.nodes()) {
            cluster.awaitReady(node);
        }
        Set<String> digests = cluster.awaitDigests();
        TicketLog log = readLog();
        answers.stream()
                .map(BuyerProcesses.Timed::answer)
                .filter(answer -> answer.sold() > 0)
                .forEach(answer -> log.acknowledged(answer.order(), answer.quantity()));
        JsonNode shown = cluster.anyLive().json("/v1/stores/" + STORE + "/items/" + ITEM);
        long left = shown.path("quantity").asLong() + shown.path("held").asLong();
        return new Outcome(answers, List.copyOf(kills), log, left, digests);
    }

    private void putOnSale() throws IOException, InterruptedException {
        String item = "/v1/stores/" + STORE + "/items/" + ITEM;
        put(item, "{\"price\": 80.00, \"quantity\": " + size.tickets() + "}");
        put(item + "/terms", "{\"limitPerCustomer\": " + size.limit() + "}");
    }

    private void put(String path, String json) throws IOException, InterruptedException {
        NodeApi.Reply reply = cluster.anyLive().api().put(path, json, adminToken, TIMEOUT);
        if (reply.status() / 100 != 2) {
            throw new IOException("PUT " + path + " was answered with " + reply.status() + " " + reply.text());
        }
    }

    private void sell(BuyerProcesses buyers) throws IOException, InterruptedException {
        LabCluster.until("a quarter is sold", SALE_SECONDS, () -> buyers.sold() >= size.tickets() / 4);
        killLeader(buyers);
        LabCluster.until(
                "the next kill is due",
                SALE_SECONDS,
                () -> buyers.sold() >= size.tickets() * size.latestKillPercent() / 100
                        || (buyers.sold() >= size.tickets() / 2 && NodeApi.haveCaughtUp(cluster.storeView())));
        killLeader(buyers);
        LabCluster.until(
                "everything is sold, and every customer has come",
                SALE_SECONDS,
                () -> buyers.sold() >= size.tickets() && buyers.allCame());
    }

    /** Kills the leader, and starts its node again once another one has sold some tickets. */
    private void killLeader(BuyerProcesses buyers) throws IOException, InterruptedException {
        LabNode leader = leader();
        int sold = buyers.sold();
        double killed = buyers.seconds();
        leader.kill9();
        leader();
        int next = Math.min(size.tickets(), buyers.sold() + SALES_OF_NEXT_LEADER);
        LabCluster.until("another leader sells", SALE_SECONDS, () -> buyers.sold() >= next);
        kills.add(new Kill(leader.name(), killed, sold, buyers.seconds()));
        leader.start();
    }

    /** The leader, as any node names it: a node that is being restarted cannot tell yet. */
    private LabNode leader() throws IOException, InterruptedException {
        List<LabNode> found = new ArrayList<>();
        LabCluster.until("a node names a running leader", SALE_SECONDS, () -> {
            for (LabNode node : cluster.nodes()) {
                String name = leaderNamedBy(node);
                cluster.nodes().stream()
                        .filter(each -> each.isAlive() && each.name().equals(name))
                        .forEach(found::add);
            }
            return !found.isEmpty();
        });
        return found.get(0);
    }

    /** The name of the leader; empty if the node cannot tell. */
    private static String leaderNamedBy(LabNode node) throws InterruptedException {
        try {
            return node.isAlive() && node.isReady()
                    ? node.api().cluster().path("stores").path(0).path("leader").asText()
                    : "";
        } catch (IOException starting) {
            return "";
        }
    }

    private TicketLog readLog() throws IOException, InterruptedException {
        NodeApi node = cluster.anyLive().api();
        JsonNode newest = node.json("/v1/stores/" + STORE + "/orders?order=newest&limit=1");
        long last = newest.path("orders").path(0).path("number").asLong();
        TicketLog log = new TicketLog(ITEM, size.tickets(), size.limit());
        for (StoreEvents.Event event : StoreEvents.read(node, STORE, last)) {
            log.add(event.index(), event.kind(), event.data());
        }
        return log;
    }
}
