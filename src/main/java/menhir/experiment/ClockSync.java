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

/** Nodes whose clocks are wrong on purpose, and come together. */
final class ClockSync implements Experiment {

    private static final long SAMPLE_MILLIS = 250;
    private static final int TRIES = 3;
    private static final long FIRST_ANSWER_SECONDS = 120;

    /** What is left of the difference when the clocks are together: mostly what a busy machine adds to a look at them. */
    private static final double TOGETHER_MILLIS = 100;

    /** How much longer than planned to wait for it: rounds whose questions took too long count for nothing. */
    private static final long TOGETHER_SECONDS = 120;

    /** By node: what is added to the machine's time, and how much too fast it then runs. */
    private static final List<Wrong> WRONG =
            List.of(new Wrong(0, 0), new Wrong(800, 200), new Wrong(-1_200, -300), new Wrong(4_000, 0));

    private record Wrong(long offsetMillis, long driftPartsPerMillion) {}

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public String about() {
        return "clocks that are wrong on purpose come together, also when the time server is killed";
    }

    @Override
    public int usualSeconds() {
        return 60;
    }

    private static long seconds(Options scale) {
        return scale.quick() ? Math.max(48, scale.seconds()) : scale.seconds();
    }

    @Override
    public long plannedSeconds(Options scale) {
        return seconds(scale);
    }

    @Override
    public Report run(Lab lab) throws IOException, InterruptedException {
        ClusterSpec setup = new ClusterSpec(WRONG.size(), ClusterSpec.CACHE_ON, "games", 0, Map.of());
        for (int number = 1; number <= WRONG.size(); number++) {
            Wrong wrong = WRONG.get(number - 1);
            setup = setup.withSetting(number, "clock.offset", "\"" + wrong.offsetMillis() + " ms\"")
                    .withSetting(number, "clock.drift", Long.toString(wrong.driftPartsPerMillion()));
        }
        LabCluster cluster = lab.prepare(setup);
        cluster.launch();
        LabCluster.until("a node shows its clock", FIRST_ANSWER_SECONDS, () -> {
            cluster.nodes().get(0).complainIfEnded();
            cluster.nodes().get(0).json("/v1/clock");
            return true;
        });
        List<ClockSample> looks = new ArrayList<>();
        List<Plots.Mark> marks = new ArrayList<>();
        // From the first moment on, for the clocks come together as soon as the nodes know each other.
        lab.during(0, "until there is a time server", goesOn -> {
            LabCluster.until(
                    "all nodes know a time server", FIRST_ANSWER_SECONDS, () -> allKnowAServer(cluster, looks));
            return true;
        });
        long half = seconds(lab.scale()) / 2;
        long patienceNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(half + TOGETHER_SECONDS);
        lab.during(
                half,
                "looking at the clocks",
                goesOn -> look(
                        cluster,
                        looks,
                        () -> goesOn.getAsBoolean()
                                || (Spread.last(looks) >= TOGETHER_MILLIS && System.nanoTime() - patienceNanos < 0)));
        killTimeServer(cluster, looks, marks);
        lab.during(seconds(lab.scale()) - half, "without the time server", goesOn -> look(cluster, looks, goesOn));
        return report(lab.scale(), looks, marks);
    }

    private static boolean look(LabCluster cluster, List<ClockSample> looks, BooleanSupplier goesOn)
            throws InterruptedException {
        while (goesOn.getAsBoolean()) {
            for (LabNode node : cluster.nodes()) {
                if (node.isAlive()) {
                    look(node, looks);
                }
            }
            TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
        }
        return true;
    }

    private static boolean allKnowAServer(LabCluster cluster, List<ClockSample> looks)
            throws IOException, InterruptedException {
        int before = looks.size();
        for (LabNode node : cluster.nodes()) {
            node.complainIfEnded();
            look(node, looks);
        }
        List<ClockSample> latest = looks.subList(before, looks.size());
        return latest.size() == cluster.nodes().size()
                && latest.stream().noneMatch(look -> look.timeServer().isEmpty());
    }

    private static double secondsNow() {
        return System.nanoTime() / 1e9;
    }

    /** The quickest of a few answers says the most. */
    private static void look(LabNode node, List<ClockSample> looks) throws InterruptedException {
        @Nullable ClockSample best = null;
        for (int i = 0; i < TRIES; i++) {
            long wall = System.currentTimeMillis() * 1_000;
            long begun = System.nanoTime();
            JsonNode clock;
            try {
                clock = node.json("/v1/clock");
            } catch (IOException noAnswer) {
                continue;
            }
            double roundTrip = (System.nanoTime() - begun) / 1e6;
            if (best == null || roundTrip < best.roundTripMillis()) {
                double offset = (clock.path("timeMicros").asLong() - wall) / 1e3 - roundTrip / 2;
                String server = clock.path("timeServer").asText("");
                best = new ClockSample(secondsNow(), node.name(), offset, roundTrip, server);
            }
        }
        if (best != null) {
            looks.add(best);
        }
    }

    private static void killTimeServer(LabCluster cluster, List<ClockSample> looks, List<Plots.Mark> marks)
            throws IOException, InterruptedException {
        String server = looks.isEmpty() ? "" : looks.get(looks.size() - 1).timeServer();
        for (LabNode node : cluster.nodes()) {
            if (server.equals(node.name())) {
                marks.add(new Plots.Mark(secondsNow(), "kill -9 time server (" + node.name() + ")"));
                node.kill9();
                return;
            }
        }
        throw new IOException("the time server is \"" + server + "\", which is no node");
    }

    private Report report(Options scale, List<ClockSample> looks, List<Plots.Mark> marks) {
        double begun = looks.get(0).seconds();
        List<ClockSample> shown = looks.stream()
                .map(look -> new ClockSample(
                        look.seconds() - begun,
                        look.node(),
                        look.offsetMillis(),
                        look.roundTripMillis(),
                        look.timeServer()))
                .toList();
        List<Plots.Mark> shownMarks = marks.stream()
                .map(mark -> new Plots.Mark(mark.x() - begun, mark.what()))
                .toList();
        List<Spread> spreads = Spread.of(shown);
        double last = spreads.isEmpty() ? 0 : spreads.get(spreads.size() - 1).seconds();
        double first = spreads.isEmpty() ? Double.NaN : spreads.get(0).millis();
        double settled = Spread.median(
                spreads, shownMarks.get(0).x() * 0.75, shownMarks.get(0).x());
        double atEnd = Spread.median(spreads, last * 0.75, last);
        List<Report.Finding> findings = List.of(
                new Report.Finding(
                        true,
                        "when first seen, the clocks were up to %.0f ms apart; %s".formatted(first, together(spreads))),
                new Report.Finding(
                        settled < TOGETHER_MILLIS,
                        "before the time server was killed, they were %.1f ms apart (median of the last quarter)"
                                .formatted(settled)),
                new Report.Finding(
                        atEnd < TOGETHER_MILLIS,
                        "at the end, under another time server, those left were %.1f ms apart (median of the last quarter)"
                                .formatted(atEnd)));
        return new Report(
                "Clocks that are wrong on purpose",
                "Each node's clock is given an offset and a drift at its start. The elected time server asks all nodes in"
                        + " rounds of two seconds, leaves outliers out of the average, and tells each by how much to run faster"
                        + " or slower for a while. Half-way the time server is killed with SIGKILL. Each clock is looked at by"
                        + " HTTP, and compared with the machine's, of which no node is told.",
                parameters(scale),
                findings,
                List.of(
                        offsets("offsets", "What each clock shows, less the machine's time.", shown, shownMarks),
                        together(spreads, shownMarks)),
                List.of(table(shown)),
                Baselines.none(),
                Baselines.CLOCK_COMPARABLE);
    }

    /** When they were together for the first time, in seconds. */
    private static String together(List<Spread> spreads) {
        return spreads.stream()
                .filter(spread -> spread.millis() < TOGETHER_MILLIS)
                .findFirst()
                .map(spread -> "%.0f s after that they were less than %.0f ms apart"
                        .formatted(spread.seconds(), TOGETHER_MILLIS))
                .orElse("they never were less than %.0f ms apart".formatted(TOGETHER_MILLIS));
    }

    private static Figure offsets(String name, String caption, List<ClockSample> looks, List<Plots.Mark> marks) {
        Map<String, List<ClockSample>> byNode = new TreeMap<>();
        looks.forEach(look ->
                byNode.computeIfAbsent(look.node(), any -> new ArrayList<>()).add(look));
        List<Plots.Line> lines = new ArrayList<>();
        byNode.forEach((node, some) -> lines.add(new Plots.Line(
                node,
                some.stream().map(ClockSample::seconds).toList(),
                some.stream().map(look -> look.offsetMillis() / 1e3).toList(),
                lines.size(),
                false)));
        return new Figure(name, caption, Plots.signedOverTime("The nodes' clocks", "offset [s]", lines, marks));
    }

    private static Figure together(List<Spread> spreads, List<Plots.Mark> marks) {
        List<Double> x = spreads.stream().map(spread -> spread.seconds()).toList();
        List<Double> y =
                spreads.stream().map(spread -> Math.max(0.1, spread.millis())).toList();
        return new Figure(
                "spread",
                "The fastest clock less the slowest, on a logarithmic scale.",
                Plots.logarithmicOverTime(
                        "How far the clocks are apart",
                        "apart [ms]",
                        List.of(new Plots.Line("apart", x, y, 0, false)),
                        marks));
    }

    private static Table table(List<ClockSample> looks) {
        Table.Builder table = new Table.Builder(
                "offsets",
                "Each look at a clock. The round trip bounds the error: at most half of it.",
                "time [s]",
                "node",
                "offset [ms]",
                "round trip [ms]",
                "time server");
        looks.forEach(look ->
                table.row(look.seconds(), look.node(), look.offsetMillis(), look.roundTripMillis(), look.timeServer()));
        return table.table();
    }

    private static Map<String, String> parameters(Options scale) {
        Map<String, String> parameters = new TreeMap<>();
        for (int number = 1; number <= WRONG.size(); number++) {
            Wrong wrong = WRONG.get(number - 1);
            parameters.put(
                    "node-" + number,
                    "offset %,d ms, drift %,d parts per million"
                            .formatted(wrong.offsetMillis(), wrong.driftPartsPerMillion()));
        }
        parameters.put("time", seconds(scale) + " s" + (scale.quick() ? " (quick)" : ""));
        return parameters;
    }
}
