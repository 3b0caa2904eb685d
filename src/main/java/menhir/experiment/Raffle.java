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

/** Whether all front-ends agree on one order of the clients' requests, also when one of them is killed. */
final class Raffle implements Experiment {

    private static final int NODES = 3;
    private static final int CLIENTS_PER_NODE = 2;
    private static final int DRAW_EVERY = 3;
    private static final long SAMPLE_MILLIS = 250;
    private static final long SETTLE_SECONDS = 120;
    private static final String VIEW = "/v1/stores/games/raffle?limit=1000";

    /** A sample of all live front-ends; {@code requests} has the number of ordered requests by node. */
    private record Sample(double seconds, Map<String, Long> requests) {}

    @Override
    public String name() {
        return "raffle";
    }

    @Override
    public String description() {
        return "all front-ends agree on entries and winners, also after a crash of one";
    }

    @Override
    public int defaultSeconds() {
        return 30;
    }

    private static long seconds(Options options) {
        return options.quick() ? Math.max(6, options.seconds()) : options.seconds();
    }

    @Override
    public long plannedSeconds(Options options) {
        return seconds(options) + 2;
    }

    @Override
    public Report run(Lab lab, Options options) throws IOException, InterruptedException {
        ClusterSpec spec = new ClusterSpec(NODES, ClusterSpec.CACHE_ON, "games", 0, Map.of())
                .withSetting("games.draw-every", Integer.toString(DRAW_EVERY));
        LabCluster cluster = lab.cluster(spec);
        for (LabNode node : cluster.nodes()) {
            LabCluster.until(node.name() + " takes part in the raffle", SETTLE_SECONDS, () -> node.json(VIEW)
                    .path("active")
                    .asBoolean());
        }
        Agreement agreement = new Agreement();
        List<Sample> samples = new ArrayList<>();
        List<Plots.Mark> marks = new ArrayList<>();
        AtomicLong answered = new AtomicLong();
        long startNanos = System.nanoTime();
        LabNode victim = cluster.nodes().get(NODES - 1);
        long half = seconds(options) / 2;
        lab.during(
                half,
                "requests at all front-ends",
                running -> request(cluster, answered, () -> sample(cluster, startNanos, agreement, samples), running));
        marks.add(new Plots.Mark((System.nanoTime() - startNanos) / 1e9, "kill -9 " + victim.name()));
        long viewBefore = victim.json(VIEW).path("view").asLong();
        victim.kill9();
        lab.during(
                seconds(options) - half,
                "requests at the remaining front-ends",
                running -> request(cluster, answered, () -> sample(cluster, startNanos, agreement, samples), running));
        List<LabNode> live = cluster.nodes().stream().filter(LabNode::isAlive).toList();
        lab.note("waiting until all requests are ordered");
        QuiescenceDetector quiescence = new QuiescenceDetector(viewBefore + 1);
        LabCluster.until("the remaining front-ends stay at one position", SETTLE_SECONDS, () -> {
            sample(cluster, startNanos, agreement, samples);
            return quiescence.isQuiet(System.nanoTime() / 1e9, states(live));
        });
        List<JsonNode> views = new ArrayList<>();
        for (LabNode node : live) {
            views.add(node.json(VIEW));
        }
        return report(options, agreement, samples, marks, answered.get(), live, views);
    }

    private static List<QuiescenceDetector.State> states(List<LabNode> nodes) throws IOException, InterruptedException {
        List<QuiescenceDetector.State> states = new ArrayList<>();
        for (LabNode node : nodes) {
            JsonNode view = node.json(VIEW);
            states.add(new QuiescenceDetector.State(
                    view.path("position").asLong(),
                    view.path("view").asLong(),
                    view.path("active").asBoolean()));
        }
        return states;
    }

    private interface Sampler {
        void sample() throws InterruptedException;
    }

    /** Runs clients at each live node that request medals, and samples the raffle, until the time is over. */
    private static boolean request(LabCluster cluster, AtomicLong answered, Sampler sampler, BooleanSupplier running)
            throws IOException, InterruptedException {
        ExecutorService clients = Executors.newCachedThreadPool();
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (LabNode node : cluster.nodes()) {
                for (int i = 0; node.isAlive() && i < CLIENTS_PER_NODE; i++) {
                    Clients.SingleClient client =
                            cluster.clientsOf(List.of(node)).single(RequestListener.NONE);
                    futures.add(clients.submit(() -> {
                        for (int n = 0; running.getAsBoolean(); n++) {
                            answered.addAndGet(client.medals(n % 2 == 0 ? "Rome" : "Gaul") ? 1 : 0);
                        }
                        return null;
                    }));
                }
            }
            while (running.getAsBoolean()) {
                sampler.sample();
                TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
            }
            for (Future<?> client : futures) {
                client.get();
            }
            return true;
        } catch (ExecutionException failed) {
            throw new IOException("a client failed: " + failed.getCause(), failed);
        } finally {
            clients.shutdownNow();
        }
    }

    private static void sample(LabCluster cluster, long startNanos, Agreement agreement, List<Sample> samples)
            throws InterruptedException {
        Map<String, Long> requests = new TreeMap<>();
        for (LabNode node : cluster.nodes()) {
            if (node.isAlive()) {
                try {
                    JsonNode view = node.json(VIEW);
                    agreement.observe(
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
        samples.add(new Sample((System.nanoTime() - startNanos) / 1e9, requests));
    }

    private Report report(
            Options options,
            Agreement agreement,
            List<Sample> samples,
            List<Plots.Mark> marks,
            long answered,
            List<LabNode> live,
            List<JsonNode> views) {
        JsonNode first = views.get(0);
        long dropped =
                views.stream().mapToLong(view -> view.path("dropped").asLong()).sum();
        boolean sameEntries =
                views.stream().allMatch(view -> view.path("entries").equals(first.path("entries")));
        boolean sameWinners =
                views.stream().allMatch(view -> view.path("winners").equals(first.path("winners")));
        List<Report.Finding> findings = List.of(
                Report.Finding.check(
                        agreement.disagreements() == 0 && agreement.comparisons() > 0,
                        "%,d comparisons of two front-ends at the same position; different digests: %d"
                                .formatted(agreement.comparisons(), agreement.disagreements())),
                Report.Finding.check(
                        sameEntries,
                        "the %,d newest entries are %s at all remaining front-ends"
                                .formatted(first.path("entries").size(), sameEntries ? "the same" : "NOT the same")),
                Report.Finding.check(
                        sameWinners
                                && (first.path("entered").asLong() < DRAW_EVERY
                                        || !first.path("winners").isEmpty()),
                        "%,d winners were drawn, %s at all remaining front-ends"
                                .formatted(first.path("winners").size(), sameWinners ? "the same" : "NOT the same")),
                Report.Finding.check(
                        first.path("entered").asLong() == first.path("requests").asLong() / 100,
                        "%,d requests were ordered, and every 100th entered the raffle: %,d"
                                .formatted(
                                        first.path("requests").asLong(),
                                        first.path("entered").asLong())),
                Report.Finding.measured(
                        "%,d requests were answered; %,d of them were not ordered: the killed front-end had not yet sent them to"
                                        .formatted(
                                                answered,
                                                answered
                                                        - first.path("requests").asLong())
                                + " the others, or they exceeded the rate limit (%,d at the remaining front-ends)"
                                        .formatted(dropped)));
        return new Report(
                "Total order of requests",
                "Clients request medals at all front-ends. The front-ends agree on one order of all requests by totally ordered"
                        + " multicast; every 100th request enters the raffle, and after every " + DRAW_EVERY
                        + " entries a winner is drawn. After half of the time, one front-end gets SIGKILL; its clients stop."
                        + " During the run and at the end, the front-ends are compared: at the same position they must have the"
                        + " same digest of all earlier requests.",
                parameters(options),
                findings,
                List.of(progress(samples, marks), entries(first)),
                List.of(last(live, views), requests(samples)),
                Baselines.none(),
                Baselines.RAFFLE_COMPARABILITY);
    }

    private static Figure progress(List<Sample> samples, List<Plots.Mark> marks) {
        List<Plots.Line> lines = new ArrayList<>();
        for (int number = 1; number <= NODES; number++) {
            String node = "node-" + number;
            List<Sample> ofNode = samples.stream()
                    .filter(sample -> sample.requests().containsKey(node))
                    .toList();
            lines.add(new Plots.Line(
                    node,
                    ofNode.stream().map(Sample::seconds).toList(),
                    ofNode.stream()
                            .map(sample -> (double) sample.requests().getOrDefault(node, 0L))
                            .toList(),
                    number - 1,
                    number == 2));
        }
        return new Figure(
                "requests",
                "Number of ordered requests at each front-end. The lines coincide.",
                Plots.overTime("Ordered requests", "requests", lines, marks));
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
                "Raffle entries by the front-end that received the request.",
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
                "The raffle at the end, as shown by each remaining front-end.",
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
        return table.build();
    }

    private static Table requests(List<Sample> samples) {
        Table.Builder table = new Table.Builder(
                "requests",
                "Number of ordered requests at each front-end; empty if it did not answer.",
                "time [s]",
                "node-1 [requests]",
                "node-2 [requests]",
                "node-3 [requests]");
        for (Sample sample : samples) {
            List<Object> cells = new ArrayList<>(List.of(sample.seconds()));
            for (int number = 1; number <= NODES; number++) {
                Long count = sample.requests().get("node-" + number);
                cells.add(count == null ? "" : count);
            }
            table.row(cells.toArray());
        }
        return table.build();
    }

    private static Map<String, String> parameters(Options options) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("front-ends", NODES + ", one per node");
        parameters.put("clients", CLIENTS_PER_NODE + " per front-end, no think time");
        parameters.put("winner drawn", "every " + DRAW_EVERY + " entries");
        parameters.put("duration", seconds(options) + " s" + (options.quick() ? " (quick)" : ""));
        return parameters;
    }
}
