package menhir.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import menhir.experiment.analysis.ClockSample;
import menhir.experiment.analysis.Spread;
import menhir.experiment.lab.ClusterSpec;
import menhir.experiment.lab.Lab;
import menhir.experiment.lab.LabCluster;
import menhir.experiment.lab.LabNode;
import menhir.experiment.report.Figure;
import menhir.experiment.report.Plots;
import menhir.experiment.report.Report;
import menhir.experiment.report.Table;
import org.jspecify.annotations.Nullable;

/** Synchronization of clocks that start with an offset and a drift. */
final class ClockSync implements Experiment {

    private static final long SAMPLE_MILLIS = 250;
    private static final int ATTEMPTS = 3;
    private static final long START_SECONDS = 120;

    /** Maximum spread of synchronized clocks: mostly the sampling error on a busy machine. */
    private static final double SYNCHRONIZED_MILLIS = 100;

    /** Additional time to synchronize: the time server discards rounds with long round trips. */
    private static final long EXTRA_SECONDS = 120;

    /** The error of each node's clock. */
    private static final List<ClockError> ERRORS = List.of(
            new ClockError(0, 0), new ClockError(800, 200), new ClockError(-1_200, -300), new ClockError(4_000, 0));

    private record ClockError(long offsetMillis, long driftPartsPerMillion) {}

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public String description() {
        return "synchronization of clocks with offset and drift, also after a crash of the time server";
    }

    @Override
    public int defaultSeconds() {
        return 60;
    }

    private static long seconds(Options options) {
        return options.quick() ? Math.max(48, options.seconds()) : options.seconds();
    }

    @Override
    public long plannedSeconds(Options options) {
        return seconds(options);
    }

    @Override
    public Report run(Lab lab, Options options) throws IOException, InterruptedException {
        ClusterSpec spec = new ClusterSpec(ERRORS.size(), ClusterSpec.CACHE_ON, "games", 0, Map.of());
        for (int number = 1; number <= ERRORS.size(); number++) {
            ClockError error = ERRORS.get(number - 1);
            spec = spec.withSetting(number, "clock.offset", "\"" + error.offsetMillis() + " ms\"")
                    .withSetting(number, "clock.drift", Long.toString(error.driftPartsPerMillion()));
        }
        LabCluster cluster = lab.prepare(spec);
        cluster.launch();
        LabCluster.until("node-1 answers requests for its clock", START_SECONDS, () -> {
            cluster.nodes().get(0).requireRunning();
            cluster.nodes().get(0).json("/v1/clock");
            return true;
        });
        List<ClockSample> samples = new ArrayList<>();
        List<Plots.Mark> marks = new ArrayList<>();
        // Samples from the start on: the clocks are synchronized as soon as the nodes know each other.
        lab.during(0, "waiting for a time server", running -> {
            LabCluster.until("all nodes know a time server", START_SECONDS, () -> allKnowATimeServer(cluster, samples));
            return true;
        });
        long half = seconds(options) / 2;
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(half + EXTRA_SECONDS);
        lab.during(
                half,
                "sampling the clocks",
                running -> sample(
                        cluster,
                        samples,
                        () -> running.getAsBoolean()
                                || (Spread.last(samples) >= SYNCHRONIZED_MILLIS
                                        && System.nanoTime() - deadlineNanos < 0)));
        killTimeServer(cluster, samples, marks);
        lab.during(
                seconds(options) - half,
                "after the crash of the time server",
                running -> sample(cluster, samples, running));
        return report(options, samples, marks);
    }

    private static boolean sample(LabCluster cluster, List<ClockSample> samples, BooleanSupplier running)
            throws InterruptedException {
        while (running.getAsBoolean()) {
            for (LabNode node : cluster.nodes()) {
                if (node.isAlive()) {
                    sample(node, samples);
                }
            }
            TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
        }
        return true;
    }

    private static boolean allKnowATimeServer(LabCluster cluster, List<ClockSample> samples)
            throws IOException, InterruptedException {
        int before = samples.size();
        for (LabNode node : cluster.nodes()) {
            node.requireRunning();
            sample(node, samples);
        }
        List<ClockSample> latest = samples.subList(before, samples.size());
        return latest.size() == cluster.nodes().size()
                && latest.stream().noneMatch(sample -> sample.timeServer().isEmpty());
    }

    private static double secondsNow() {
        return System.nanoTime() / 1e9;
    }

    /** Adds the sample with the shortest round trip of a few: it has the smallest error. */
    private static void sample(LabNode node, List<ClockSample> samples) throws InterruptedException {
        @Nullable ClockSample best = null;
        for (int i = 0; i < ATTEMPTS; i++) {
            long wall = System.currentTimeMillis() * 1_000;
            long start = System.nanoTime();
            JsonNode clock;
            try {
                clock = node.json("/v1/clock");
            } catch (IOException noAnswer) {
                continue;
            }
            double roundTrip = (System.nanoTime() - start) / 1e6;
            if (best == null || roundTrip < best.roundTripMillis()) {
                double offset = (clock.path("timeMicros").asLong() - wall) / 1e3 - roundTrip / 2;
                String server = clock.path("timeServer").asText("");
                best = new ClockSample(secondsNow(), node.name(), offset, roundTrip, server);
            }
        }
        if (best != null) {
            samples.add(best);
        }
    }

    private static void killTimeServer(LabCluster cluster, List<ClockSample> samples, List<Plots.Mark> marks)
            throws IOException, InterruptedException {
        String server = samples.isEmpty() ? "" : samples.get(samples.size() - 1).timeServer();
        for (LabNode node : cluster.nodes()) {
            if (server.equals(node.name())) {
                marks.add(new Plots.Mark(secondsNow(), "kill -9 time server (" + node.name() + ")"));
                node.kill9();
                return;
            }
        }
        throw new IOException("the time server is \"" + server + "\", which is not a node of the cluster");
    }

    private Report report(Options options, List<ClockSample> samples, List<Plots.Mark> marks) {
        double start = samples.get(0).seconds();
        List<ClockSample> relative = samples.stream()
                .map(sample -> new ClockSample(
                        sample.seconds() - start,
                        sample.node(),
                        sample.offsetMillis(),
                        sample.roundTripMillis(),
                        sample.timeServer()))
                .toList();
        List<Plots.Mark> relativeMarks = marks.stream()
                .map(mark -> new Plots.Mark(mark.x() - start, mark.text()))
                .toList();
        List<Spread> spreads = Spread.of(relative);
        double last = spreads.isEmpty() ? 0 : spreads.get(spreads.size() - 1).seconds();
        double first = spreads.isEmpty() ? Double.NaN : spreads.get(0).millis();
        double beforeKill = Spread.median(
                spreads, relativeMarks.get(0).x() * 0.75, relativeMarks.get(0).x());
        double atEnd = Spread.median(spreads, last * 0.75, last);
        List<Report.Finding> findings = List.of(
                Report.Finding.measured(
                        "initial spread of the clocks: %.0f ms; %s".formatted(first, convergence(spreads))),
                Report.Finding.check(
                        beforeKill < SYNCHRONIZED_MILLIS,
                        "spread before the crash of the time server: %.1f ms (median of the last quarter)"
                                .formatted(beforeKill)),
                Report.Finding.check(
                        atEnd < SYNCHRONIZED_MILLIS,
                        "spread of the others at the end, with another time server: %.1f ms (median of the last quarter)"
                                .formatted(atEnd)));
        return new Report(
                "Synchronization of clocks",
                "Each node's clock starts with an offset and a drift. Every two seconds, the elected time server polls all nodes,"
                        + " averages the clocks without outliers, and tells each node by how much to slew its clock. After half"
                        + " of the time, the time server gets SIGKILL. Each clock is sampled by HTTP and compared with the"
                        + " machine's clock, which the nodes do not use for synchronization.",
                parameters(options),
                findings,
                List.of(
                        offsets("offsets", "Each node's clock minus the machine's clock.", relative, relativeMarks),
                        spread(spreads, relativeMarks)),
                List.of(table(relative)),
                Baselines.none(),
                Baselines.CLOCK_COMPARABILITY);
    }

    /** Describes when the clocks were synchronized for the first time. */
    private static String convergence(List<Spread> spreads) {
        return spreads.stream()
                .filter(spread -> spread.millis() < SYNCHRONIZED_MILLIS)
                .findFirst()
                .map(spread -> "after %.0f s it was less than %.0f ms".formatted(spread.seconds(), SYNCHRONIZED_MILLIS))
                .orElse("it was never less than %.0f ms".formatted(SYNCHRONIZED_MILLIS));
    }

    private static Figure offsets(String name, String caption, List<ClockSample> samples, List<Plots.Mark> marks) {
        Map<String, List<ClockSample>> byNode = new TreeMap<>();
        samples.forEach(sample ->
                byNode.computeIfAbsent(sample.node(), any -> new ArrayList<>()).add(sample));
        List<Plots.Line> lines = new ArrayList<>();
        byNode.forEach((node, ofNode) -> lines.add(new Plots.Line(
                node,
                ofNode.stream().map(ClockSample::seconds).toList(),
                ofNode.stream().map(sample -> sample.offsetMillis() / 1e3).toList(),
                lines.size(),
                false)));
        return new Figure(name, caption, Plots.signedOverTime("The nodes' clocks", "offset [s]", lines, marks));
    }

    private static Figure spread(List<Spread> spreads, List<Plots.Mark> marks) {
        List<Double> x = spreads.stream().map(spread -> spread.seconds()).toList();
        List<Double> y =
                spreads.stream().map(spread -> Math.max(0.1, spread.millis())).toList();
        return new Figure(
                "spread",
                "The largest offset minus the smallest, on a logarithmic scale.",
                Plots.logarithmicOverTime(
                        "Spread of the clocks",
                        "spread [ms]",
                        List.of(new Plots.Line("spread", x, y, 0, false)),
                        marks));
    }

    private static Table table(List<ClockSample> samples) {
        Table.Builder table = new Table.Builder(
                "offsets",
                "All samples. The error of an offset is at most half of the round trip.",
                "time [s]",
                "node",
                "offset [ms]",
                "round trip [ms]",
                "time server");
        samples.forEach(sample -> table.row(
                sample.seconds(), sample.node(), sample.offsetMillis(), sample.roundTripMillis(), sample.timeServer()));
        return table.build();
    }

    private static Map<String, String> parameters(Options options) {
        Map<String, String> parameters = new TreeMap<>();
        for (int number = 1; number <= ERRORS.size(); number++) {
            ClockError error = ERRORS.get(number - 1);
            parameters.put(
                    "node-" + number,
                    "offset %,d ms, drift %,d parts per million"
                            .formatted(error.offsetMillis(), error.driftPartsPerMillion()));
        }
        parameters.put("duration", seconds(options) + " s" + (options.quick() ? " (quick)" : ""));
        return parameters;
    }
}
