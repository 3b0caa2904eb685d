package menhir.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import menhir.client.Clients;
import menhir.client.metrics.RequestListener;
import menhir.experiment.analysis.Agreement;
import menhir.experiment.analysis.QuiescenceDetector;
import menhir.experiment.lab.ClusterSpec;
import menhir.experiment.lab.Lab;
import menhir.experiment.lab.LabCluster;
import menhir.experiment.lab.LabNode;
import menhir.experiment.report.Figure;
import menhir.experiment.report.Plots;
import menhir.experiment.report.Report;
import menhir.experiment.report.Table;

/** Whether all front-ends agree on the order of the clients' requests, also when one of them is killed. */
final class Raffle implements Experiment {

    private static final int NODES = 3;
    private static final int CLIENTS_EACH = 2;
    private static final int DRAW_EVERY = 3;
    private static final long LOOK_MILLIS = 250;
    private static final long SETTLE_SECONDS = 120;
    private static final String VIEW = "/v1/stores/games/raffle?limit=1000";

    /** A look at all front-ends. */
    private record Look(double seconds, Map<String, Long> requests) {}

    @Override
    public String name() {
        return "raffle";
    }

    @Override
    public String about() {
        return "all front-ends agree on entries and winners, also when one of them is killed";
    }

    @Override
    public int usualSeconds() {
        return 30;
    }

    private static long seconds(Options scale) {
        return scale.quick() ? Math.max(6, scale.seconds()) : scale.seconds();
    }

    @Override
    public long plannedSeconds(Options scale) {
        return seconds(scale) + 2;
    }

    @Override
    public Report run(Lab lab) throws IOException, InterruptedException {
        ClusterSpec setup = new ClusterSpec(NODES, ClusterSpec.CACHE_ON, "games", 0, Map.of())
                .withSetting("games.draw-every", Integer.toString(DRAW_EVERY));
        LabCluster cluster = lab.cluster(setup);
        for (LabNode node : cluster.nodes()) {
            LabCluster.until(node.name() + " counts", SETTLE_SECONDS, () -> node.json(VIEW)
                    .path("active")
                    .asBoolean());
        }
        Agreement agreement = new Agreement();
        List<Look> looks = new ArrayList<>();
        List<Plots.Mark> marks = new ArrayList<>();
        AtomicLong answered = new AtomicLong();
        long begunNanos = System.nanoTime();
        LabNode victim = cluster.nodes().get(NODES - 1);
        long half = seconds(lab.scale()) / 2;
        lab.during(
                half,
                "asking at all front-ends",
                goesOn -> ask(cluster, answered, () -> look(cluster, begunNanos, agreement, looks), goesOn));
        marks.add(new Plots.Mark((System.nanoTime() - begunNanos) / 1e9, "kill -9 " + victim.name()));
        long viewBefore = victim.json(VIEW).path("view").asLong();
        victim.kill9();
        lab.during(
                seconds(lab.scale()) - half,
                "asking at the others",
                goesOn -> ask(cluster, answered, () -> look(cluster, begunNanos, agreement, looks), goesOn));
        List<LabNode> live = cluster.nodes().stream().filter(LabNode::isAlive).toList();
        lab.note("until the order stands still");
        QuiescenceDetector standstill = new QuiescenceDetector(VIEW);
        LabCluster.until("the front-ends left are at one position, and stay there", SETTLE_SECONDS, () -> {
            look(cluster, begunNanos, agreement, looks);
            return standstill.isReached(live, viewBefore);
        });
        List<JsonNode> views = new ArrayList<>();
        for (LabNode node : live) {
            views.add(node.json(VIEW));
        }
        return report(lab.scale(), agreement, looks, marks, answered.get(), live, views);
    }

    private interface Looking {
        void look() throws InterruptedException;
    }

    /** Clients of each live node ask for medals, until the time is over; meanwhile somebody looks at the raffle. */
    private static boolean ask(LabCluster cluster, AtomicLong answered, Looking looking, BooleanSupplier goesOn)
            throws IOException, InterruptedException {
        ExecutorService clients = Executors.newCachedThreadPool();
        try {
            List<Future<?>> running = new ArrayList<>();
            for (LabNode node : cluster.nodes()) {
                for (int i = 0; node.isAlive() && i < CLIENTS_EACH; i++) {
                    Clients.SingleClient client =
                            cluster.clientsOf(List.of(node)).single(RequestListener.NONE);
                    running.add(clients.submit(() -> {
                        for (int n = 0; goesOn.getAsBoolean(); n++) {
                            answered.addAndGet(client.medals(n % 2 == 0 ? "Rome" : "Gaul") ? 1 : 0);
                        }
                        return null;
                    }));
                }
            }
            while (goesOn.getAsBoolean()) {
                looking.look();
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
            for (Future<?> client : running) {
                client.get();
            }
            return true;
        } catch (ExecutionException failed) {
            throw new IOException("a client failed: " + failed.getCause(), failed);
        } finally {
            clients.shutdownNow();
        }
    }

    private static void look(LabCluster cluster, long begunNanos, Agreement agreement, List<Look> looks)
            throws InterruptedException {
        Map<String, Long> requests = new TreeMap<>();
        for (LabNode node : cluster.nodes()) {
            if (node.isAlive()) {
                try {
                    JsonNode view = node.json(VIEW);
                    agreement.seen(
                            node.name(),
                            view.path("firstView").asLong(),
                            view.path("position").asLong(),
                            view.path("digest").asText());
                    requests.put(node.name(), view.path("requests").asLong());
                } catch (IOException noAnswer) {
                    requests.remove(node.name());
                }
            }
        }
        looks.add(new Look((System.nanoTime() - begunNanos) / 1e9, requests));
    }

    private Report report(
            Options scale,
            Agreement agreement,
            List<Look> looks,
            List<Plots.Mark> marks,
            long answered,
            List<LabNode> live,
            List<JsonNode> views) {
        JsonNode one = views.get(0);
        long dropped =
                views.stream().mapToLong(view -> view.path("dropped").asLong()).sum();
        boolean sameEntries =
                views.stream().allMatch(view -> view.path("entries").equals(one.path("entries")));
        boolean sameWinners =
                views.stream().allMatch(view -> view.path("winners").equals(one.path("winners")));
        List<Report.Finding> findings = List.of(
                new Report.Finding(
                        agreement.disagreements() == 0 && agreement.comparisons() > 0,
                        "%,d times two front-ends were seen at the same position: %d times with different digests"
                                .formatted(agreement.comparisons(), agreement.disagreements())),
                new Report.Finding(
                        sameEntries,
                        "the %,d newest entries are %s at all front-ends that are left"
                                .formatted(one.path("entries").size(), sameEntries ? "the same" : "NOT the same")),
                new Report.Finding(
                        sameWinners
                                && (one.path("entered").asLong() < DRAW_EVERY
                                        || !one.path("winners").isEmpty()),
                        "%,d winners were drawn, %s at all front-ends that are left"
                                .formatted(one.path("winners").size(), sameWinners ? "the same" : "NOT the same")),
                new Report.Finding(
                        one.path("entered").asLong() == one.path("requests").asLong() / 100,
                        "%,d requests got a place, and every 100th of them entered: %,d"
                                .formatted(
                                        one.path("requests").asLong(),
                                        one.path("entered").asLong())),
                new Report.Finding(
                        true,
                        "%,d requests were answered; %,d of them got no place: the killed front-end had answered them and not yet"
                                        .formatted(
                                                answered,
                                                answered - one.path("requests").asLong())
                                + " told the others, or they came faster than they could be ordered (%,d at those left)"
                                        .formatted(dropped)));
        return new Report(
                "One order of all requests",
                "Clients ask for medals at all front-ends at once. The front-ends put all requests into one order by totally"
                        + " ordered multicast; every 100th enters the raffle, and after every " + DRAW_EVERY
                        + " entries a winner is drawn. Half-way one front-end is killed with SIGKILL; its clients end with"
                        + " it. All the while, and at the end, the front-ends' views are compared: at the same position they"
                        + " must have the same digest of all that went before.",
                parameters(scale),
                findings,
                List.of(progress(looks, marks), entries(one)),
                List.of(last(live, views), counted(looks)),
                Baselines.none(),
                Baselines.RAFFLE_COMPARABLE);
    }

    private static Figure progress(List<Look> looks, List<Plots.Mark> marks) {
        List<Plots.Line> lines = new ArrayList<>();
        for (int number = 1; number <= NODES; number++) {
            String node = "node-" + number;
            List<Look> some = looks.stream()
                    .filter(look -> look.requests().containsKey(node))
                    .toList();
            lines.add(new Plots.Line(
                    node,
                    some.stream().map(Look::seconds).toList(),
                    some.stream()
                            .map(look -> (double) look.requests().getOrDefault(node, 0L))
                            .toList(),
                    number - 1,
                    number == 2));
        }
        return new Figure(
                "requests",
                "How many requests each front-end has put into the order. The lines lie on each other.",
                Plots.overTime("Requests in the common order", "requests", lines, marks));
    }

    private static Figure entries(JsonNode view) {
        Map<String, Double> byFrontEnd = new TreeMap<>();
        view.path("entries")
                .forEach(entry -> byFrontEnd.merge(entry.path("frontEnd").asText(), 1.0, Double::sum));
        if (byFrontEnd.isEmpty()) {
            byFrontEnd.put("none", 0.0);
        }
        return new Figure(
                "entries",
                "At which front-end the requests came that entered the raffle.",
                Plots.bars(
                        "Entries by front-end",
                        "",
                        "entries",
                        List.copyOf(byFrontEnd.keySet()),
                        List.of("entries"),
                        List.of(List.copyOf(byFrontEnd.values()))));
    }

    private static Table last(List<LabNode> live, List<JsonNode> views) {
        Table.Builder table = new Table.Builder(
                "views",
                "The raffle at the end, as each front-end that is left shows it.",
                "front-end",
                "position",
                "requests",
                "entered",
                "winners",
                "number of the last winning entry",
                "left out",
                "digest");
        for (int i = 0; i < live.size(); i++) {
            JsonNode view = views.get(i);
            JsonNode winners = view.path("winners");
            String digest = view.path("digest").asText();
            table.row(
                    live.get(i).name(),
                    view.path("position").asLong(),
                    view.path("requests").asLong(),
                    view.path("entered").asLong(),
                    winners.size(),
                    winners.path(winners.size() - 1)
                            .path("entry")
                            .path("number")
                            .asText("-"),
                    view.path("dropped").asLong(),
                    digest.substring(0, Math.min(16, digest.length())));
        }
        return table.table();
    }

    private static Table counted(List<Look> looks) {
        Table.Builder table = new Table.Builder(
                "requests",
                "How many requests each front-end has put into the order; nothing for one that does not answer.",
                "time [s]",
                "node-1 [requests]",
                "node-2 [requests]",
                "node-3 [requests]");
        for (Look look : looks) {
            List<Object> cells = new ArrayList<>(List.of(look.seconds()));
            for (int number = 1; number <= NODES; number++) {
                Long count = look.requests().get("node-" + number);
                cells.add(count == null ? "" : count);
            }
            table.row(cells.toArray());
        }
        return table.table();
    }

    private static Map<String, String> parameters(Options scale) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("front-ends", NODES + ", one on each node");
        parameters.put("clients", CLIENTS_EACH + " at each front-end, without a pause");
        parameters.put("a winner", "after every " + DRAW_EVERY + " entries");
        parameters.put("time", seconds(scale) + " s" + (scale.quick() ? " (quick)" : ""));
        return parameters;
    }
}
