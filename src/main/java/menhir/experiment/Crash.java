package menhir.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import menhir.client.Clients.Walk;
import menhir.client.Clients.WalkResult;
import menhir.experiment.CrashRun.Kill;
import menhir.experiment.CrashRun.Outcome;
import menhir.experiment.lab.ClusterSpec;
import menhir.experiment.lab.Lab;
import menhir.experiment.lab.LabCluster;
import menhir.experiment.report.Figure;
import menhir.experiment.report.Plots;
import menhir.experiment.report.Report;
import menhir.experiment.report.Table;

/** What clients see, and what is left of their orders, when nodes are killed under load. */
final class Crash implements Experiment {

    private static final int CLIENTS = 6;
    private static final double P = 0.5;
    private static final double SELL_SHARE = 0.5;
    private static final long THINK_MILLIS = 2;

    /** Little, so that items run out all the time: only then can too much be sold. */
    private static final long QUANTITY = 5;

    private static final long SLICE_MILLIS = 250;
    private static final int PHASES = 7;

    /** Slices that are one point of a plot: a second. */
    private static final int SLICES_A_POINT = 4;

    /** About how long a node takes to come back. */
    private static final int RETURN_SECONDS = 8;

    @Override
    public String name() {
        return "crash";
    }

    @Override
    public String about() {
        return "kill -9 of a follower, of the leader, of a catalog replica's node, under load";
    }

    @Override
    public int usualSeconds() {
        return 8;
    }

    @Override
    public long plannedSeconds(Options scale) {
        return PHASES * (long) scale.seconds() + 3 * RETURN_SECONDS;
    }

    @Override
    public Report run(Lab lab) throws IOException, InterruptedException {
        Options scale = lab.scale();
        // All front-ends ask all catalog replicas in turn, so that the death of any is felt by all.
        ClusterSpec setup =
                ClusterSpec.stocks(ClusterSpec.CACHE_ON, QUANTITY).withSetting("stores.stocks.reads", "balanced");
        LabCluster cluster = lab.cluster(setup);
        Walk walk = new Walk(CLIENTS, P, SELL_SHARE, THINK_MILLIS, scale.seed());
        CrashRun run = new CrashRun(cluster, walk, scale.seconds() * 1_000L, SLICE_MILLIS);
        Outcome outcome =
                lab.during(plannedSeconds(scale), "killing nodes and bringing them back", goesOn -> run.run());
        return report(scale, outcome);
    }

    private Report report(Options scale, Outcome outcome) {
        return new Report(
                "Nodes that are killed, and come back",
                CLIENTS
                        + " clients look items up, buy and sell, at three nodes, while one node after the other gets SIGKILL:"
                        + " a follower, the leader, and the follower whose catalog replica has answered the most reads. Each is"
                        + " started again on its disk; the next is killed when it is a whole replica again. At the end every"
                        + " client looks all its orders up, the whole order log is gone through against the stock, and the"
                        + " replicas' logs are compared.",
                parameters(scale),
                findings(outcome),
                List.of(
                        new Figure(
                                "throughput",
                                "Requests answered in a second, all clients together.",
                                Plots.overTime(
                                        "Throughput over time",
                                        "requests/s",
                                        List.of(
                                                rate("lookups", outcome, 0, Timeline.Slice::lookups),
                                                rate("orders", outcome, 1, Timeline.Slice::orders)),
                                        marks(outcome))),
                        new Figure(
                                "errors",
                                "Attempts in a second that failed (no connection, no answer in time, 503) and were made again,"
                                        + " most often at another node.",
                                Plots.overTime(
                                        "Failed attempts over time",
                                        "failed attempts/s",
                                        List.of(rate("failed attempts", outcome, 1, Timeline.Slice::failedAttempts)),
                                        marks(outcome))),
                        new Figure(
                                "slowest",
                                "The slowest request among those answered in each second, retries included.",
                                Plots.overTime(
                                        "Slowest request over time",
                                        "slowest [ms]",
                                        List.of(slowest(outcome)),
                                        marks(outcome)))),
                List.of(kills(outcome), verdict(outcome), overTime(outcome)),
                Baselines.none(),
                Baselines.CRASH_COMPARABLE);
    }

    private static List<Report.Finding> findings(Outcome outcome) {
        WalkResult walked = outcome.walked();
        List<Report.Finding> findings = new ArrayList<>();
        findings.add(new Report.Finding(
                walked.accepted() > 0 && walked.checked() == walked.accepted(),
                "%,d orders were acknowledged, and %,d of them looked up again"
                        .formatted(walked.accepted(), walked.checked())));
        findings.add(new Report.Finding(
                walked.missing() == 0 && walked.wrong() == 0,
                "lost: %d; otherwise than acknowledged: %d".formatted(walked.missing(), walked.wrong())));
        findings.add(new Report.Finding(
                doubled(outcome) == 0 && outcome.log().misnumbered() == 0,
                "doubled: %d; numbers missing or used twice: %d"
                        .formatted(doubled(outcome), outcome.log().misnumbered())));
        findings.add(new Report.Finding(
                outcome.log().oversold() == 0,
                "oversold: %d, in a log of %,d orders that begins with %d of each item"
                        .formatted(outcome.log().oversold(), outcome.log().orders(), QUANTITY)));
        findings.add(new Report.Finding(
                outcome.digests().size() == 1,
                outcome.digests().size() == 1
                        ? "the logs of all replicas are equal"
                        : "there are " + outcome.digests().size() + " different logs"));
        outcome.log().findings().forEach(text -> findings.add(new Report.Finding(false, text)));
        walked.findings().forEach(text -> findings.add(new Report.Finding(false, text)));
        for (Kill kill : outcome.kills()) {
            findings.add(new Report.Finding(
                    true,
                    "kill -9 of the %s: no order was answered for %.2f s at the longest, no request at all for %.2f s"
                            .formatted(
                                    kill.what(),
                                    pause(outcome, kill, Timeline.Slice::orders),
                                    pause(outcome, kill, slice -> slice.orders() + slice.lookups()))));
        }
        return findings;
    }

    /** Orders in the log that nobody was told of, beyond those of which nobody could be told. */
    private static long doubled(Outcome outcome) {
        long told = outcome.walked().accepted() + outcome.walked().unknown();
        return Math.max(0, outcome.log().orders() - told);
    }

    /** The longest time without an answer between a kill and the node's return, to within a slice. */
    static double pause(Outcome outcome, Kill kill, ToDoubleFunction<Timeline.Slice> counted) {
        int longest = 0;
        int empty = 0;
        for (Timeline.Slice slice : outcome.slices()) {
            boolean within = slice.seconds() >= kill.killed() && slice.seconds() <= kill.whole();
            empty = within && counted.applyAsDouble(slice) == 0 ? empty + 1 : 0;
            longest = Math.max(longest, empty);
        }
        return longest * outcome.sliceSeconds();
    }

    /** A line with a point for each second. */
    private static Plots.Line line(
            String name, Outcome outcome, int colour, ToDoubleFunction<List<Timeline.Slice>> figureOf) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        List<Timeline.Slice> slices = outcome.slices();
        for (int i = 0; i + SLICES_A_POINT <= slices.size(); i += SLICES_A_POINT) {
            List<Timeline.Slice> some = slices.subList(i, i + SLICES_A_POINT);
            x.add((some.get(0).seconds() + some.get(SLICES_A_POINT - 1).seconds()) / 2);
            y.add(figureOf.applyAsDouble(some));
        }
        return new Plots.Line(name, x, y, colour, false);
    }

    private static Plots.Line rate(String name, Outcome outcome, int colour, ToDoubleFunction<Timeline.Slice> counted) {
        double seconds = outcome.sliceSeconds() * SLICES_A_POINT;
        return line(
                name,
                outcome,
                colour,
                some -> some.stream().mapToDouble(counted).sum() / seconds);
    }

    private static Plots.Line slowest(Outcome outcome) {
        return line("slowest request", outcome, 3, some -> some.stream()
                .mapToDouble(Timeline.Slice::slowestMillis)
                .max()
                .orElse(0));
    }

    private static List<Plots.Mark> marks(Outcome outcome) {
        List<Plots.Mark> marks = new ArrayList<>();
        for (Kill kill : outcome.kills()) {
            marks.add(new Plots.Mark(kill.killed(), "kill -9 " + kill.what()));
            marks.add(new Plots.Mark(kill.started(), "started"));
            marks.add(new Plots.Mark(kill.whole(), "whole again"));
        }
        return marks;
    }

    private static Table kills(Outcome outcome) {
        Table.Builder table = new Table.Builder(
                "kills",
                "Times since the beginning of the load. A pause is the longest time without an answer until the node is back.",
                "killed",
                "kill -9 at [s]",
                "started again at [s]",
                "whole replica at [s]",
                "pause of orders [s]",
                "pause of all requests [s]");
        for (Kill kill : outcome.kills()) {
            table.row(
                    kill.what(),
                    kill.killed(),
                    kill.started(),
                    kill.whole(),
                    pause(outcome, kill, Timeline.Slice::orders),
                    pause(outcome, kill, slice -> slice.orders() + slice.lookups()));
        }
        return table.table();
    }

    private static Table verdict(Outcome outcome) {
        WalkResult walked = outcome.walked();
        Table.Builder table = new Table.Builder("verdict", "What is left at the end.", "what", "count");
        table.row("orders acknowledged", walked.accepted());
        table.row("of these by a replay: an earlier attempt had placed them", walked.replayed());
        table.row("orders refused for want of stock", walked.rejected());
        table.row("orders of unknown outcome", walked.unknown());
        table.row("orders in the log", outcome.log().orders());
        table.row("lost", walked.missing());
        table.row("otherwise than acknowledged", walked.wrong());
        table.row("doubled", doubled(outcome));
        table.row("oversold", outcome.log().oversold());
        table.row("different logs among the replicas", outcome.digests().size());
        table.row("attempts made again", walked.retries());
        table.row("changes of server by a client", walked.failovers());
        return table.table();
    }

    private static Table overTime(Outcome outcome) {
        Table.Builder table = new Table.Builder(
                "time",
                "What was answered in each slice of " + outcome.sliceSeconds() + " s.",
                "middle [s]",
                "lookups",
                "orders",
                "failed attempts",
                "slowest [ms]");
        outcome.slices()
                .forEach(slice -> table.row(
                        slice.seconds(),
                        slice.lookups(),
                        slice.orders(),
                        slice.failedAttempts(),
                        slice.slowestMillis()));
        return table.table();
    }

    private static Map<String, String> parameters(Options scale) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("nodes", "3, one replica each; data.sync = power, replication.lease = 2 s, as by default");
        parameters.put(
                "clients",
                CLIENTS + ", spread over the nodes, " + THINK_MILLIS + " ms between rounds; an attempt may take 2 s, a"
                        + " request 60 s");
        parameters.put("orders", "after half of the lookups that find stock; half of them buy, half sell, 1 each");
        parameters.put("items", "10, " + QUANTITY + " of each at the beginning");
        parameters.put("between events", scale.seconds() + " s" + (scale.quick() ? " (quick)" : ""));
        parameters.put("seed", Long.toString(scale.seed()));
        return parameters;
    }
}
