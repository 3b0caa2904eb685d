package menhir.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import menhir.client.Clients.Walk;
import menhir.client.Clients.WalkResult;
import menhir.experiment.CrashRun.Kill;
import menhir.experiment.CrashRun.Outcome;
import menhir.experiment.analysis.Timeline;
import menhir.experiment.lab.ClusterSpec;
import menhir.experiment.lab.Lab;
import menhir.experiment.lab.LabCluster;
import menhir.experiment.report.Figure;
import menhir.experiment.report.Plots;
import menhir.experiment.report.Report;
import menhir.experiment.report.Table;

/** What clients see, and whether orders are lost, when nodes are killed under load. */
final class Crash implements Experiment {

    private static final int CLIENTS = 6;
    private static final double P = 0.5;
    private static final double SELL_SHARE = 0.5;
    private static final long THINK_MILLIS = 2;

    /** Small, so that items often run out: otherwise nothing could be oversold. */
    private static final long QUANTITY = 5;

    private static final long SLICE_MILLIS = 250;
    private static final int PHASES = 7;

    /** Slices per point of a plot: a second. */
    private static final int SLICES_PER_POINT = 4;

    /** Approximate duration of a node's recovery. */
    private static final int RECOVERY_SECONDS = 8;

    @Override
    public String name() {
        return "crash";
    }

    @Override
    public String description() {
        return "kill -9 a follower, the leader and a catalog node under load";
    }

    @Override
    public int defaultSeconds() {
        return 8;
    }

    @Override
    public long plannedSeconds(Options options) {
        return PHASES * (long) options.seconds() + 3 * RECOVERY_SECONDS;
    }

    @Override
    public Report run(Lab lab, Options options) throws IOException, InterruptedException {
        // Front-ends send lookups to all catalog replicas in turn, so that each crash affects all front-ends.
        ClusterSpec spec =
                ClusterSpec.stocks(ClusterSpec.CACHE_ON, QUANTITY).withSetting("stores.stocks.reads", "balanced");
        LabCluster cluster = lab.cluster(spec);
        Walk walk = new Walk(CLIENTS, P, SELL_SHARE, THINK_MILLIS, options.seed());
        CrashRun run = new CrashRun(cluster, walk, options.seconds() * 1_000L, SLICE_MILLIS);
        Outcome outcome = lab.during(plannedSeconds(options), "killing and restarting nodes", running -> run.run());
        return report(options, outcome);
    }

    private Report report(Options options, Outcome outcome) {
        return new Report(
                "Crashes and recovery of nodes",
                CLIENTS
                        + " clients look up, buy and sell items at three nodes, while one node after the other gets SIGKILL: a"
                        + " follower, the leader, and the follower whose catalog replica has answered the most reads. Each is"
                        + " restarted on its data; the next is killed once its replica has caught up. At the end each client"
                        + " looks up all its orders, the whole order log is checked against the stock, and the replicas' logs"
                        + " are compared.",
                parameters(options),
                findings(outcome),
                List.of(
                        new Figure(
                                "throughput",
                                "Answered requests per second, all clients together.",
                                Plots.overTime(
                                        "Throughput over time",
                                        "requests/s",
                                        List.of(
                                                rate("lookups", outcome, 0, Timeline.Slice::lookups),
                                                rate("orders", outcome, 1, Timeline.Slice::orders)),
                                        marks(outcome))),
                        new Figure(
                                "errors",
                                "Failed attempts per second (no connection, timeout, 503); each was repeated, usually at another"
                                        + " node.",
                                Plots.overTime(
                                        "Failed attempts over time",
                                        "failed attempts/s",
                                        List.of(rate("failed attempts", outcome, 1, Timeline.Slice::failedAttempts)),
                                        marks(outcome))),
                        new Figure(
                                "slowest",
                                "Longest latency of the requests completed in each second, including retries.",
                                Plots.overTime(
                                        "Longest latency over time",
                                        "longest [ms]",
                                        List.of(slowest(outcome)),
                                        marks(outcome)))),
                List.of(kills(outcome), verdict(outcome), overTime(outcome)),
                Baselines.none(),
                Baselines.CRASH_COMPARABILITY);
    }

    private static List<Report.Finding> findings(Outcome outcome) {
        WalkResult walked = outcome.walked();
        List<Report.Finding> findings = new ArrayList<>();
        findings.add(Report.Finding.check(
                walked.accepted() > 0 && walked.checked() == walked.accepted(),
                "%,d orders were acknowledged, and %,d of them looked up again"
                        .formatted(walked.accepted(), walked.checked())));
        findings.add(Report.Finding.check(
                walked.missing() == 0 && walked.wrong() == 0,
                "lost: %d; different from what was acknowledged: %d".formatted(walked.missing(), walked.wrong())));
        findings.add(Report.Finding.check(
                duplicated(outcome) == 0 && outcome.log().misnumbered() == 0,
                "duplicated: %d; numbers missing or used twice: %d"
                        .formatted(duplicated(outcome), outcome.log().misnumbered())));
        findings.add(Report.Finding.check(
                outcome.log().oversold() == 0,
                "oversold: %d, in a log of %,d orders with an initial quantity of %d of each item"
                        .formatted(outcome.log().oversold(), outcome.log().orders(), QUANTITY)));
        findings.add(Report.Finding.check(
                outcome.digests().size() == 1,
                outcome.digests().size() == 1
                        ? "all replicas have the same log"
                        : "the replicas have " + outcome.digests().size() + " different logs"));
        outcome.log().findings().forEach(text -> findings.add(Report.Finding.check(false, text)));
        walked.findings().forEach(text -> findings.add(Report.Finding.check(false, text)));
        for (Kill kill : outcome.kills()) {
            findings.add(
                    Report.Finding.measured("kill -9 of the %s: longest pause of orders %.2f s, of all requests %.2f s"
                            .formatted(
                                    kill.node(),
                                    pause(outcome, kill, Timeline.Slice::orders),
                                    pause(outcome, kill, slice -> slice.orders() + slice.lookups()))));
        }
        return findings;
    }

    /** Orders in the log beyond those that were acknowledged or whose outcome is unknown. */
    private static long duplicated(Outcome outcome) {
        long explained = outcome.walked().accepted() + outcome.walked().unknown();
        return Math.max(0, outcome.log().orders() - explained);
    }

    /** The longest time without a completed request between a kill and the node's recovery, in seconds. */
    private static double pause(Outcome outcome, Kill kill, ToLongFunction<Timeline.Slice> count) {
        return Timeline.longestPause(outcome.slices(), outcome.sliceSeconds(), kill.killed(), kill.recovered(), count);
    }

    /** A line with a point per second. */
    private static Plots.Line line(
            String name, Outcome outcome, int colour, ToDoubleFunction<List<Timeline.Slice>> value) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        List<Timeline.Slice> slices = outcome.slices();
        for (int i = 0; i + SLICES_PER_POINT <= slices.size(); i += SLICES_PER_POINT) {
            List<Timeline.Slice> second = slices.subList(i, i + SLICES_PER_POINT);
            x.add((second.get(0).seconds() + second.get(SLICES_PER_POINT - 1).seconds()) / 2);
            y.add(value.applyAsDouble(second));
        }
        return new Plots.Line(name, x, y, colour, false);
    }

    private static Plots.Line rate(String name, Outcome outcome, int colour, ToDoubleFunction<Timeline.Slice> count) {
        double seconds = outcome.sliceSeconds() * SLICES_PER_POINT;
        return line(
                name,
                outcome,
                colour,
                second -> second.stream().mapToDouble(count).sum() / seconds);
    }

    private static Plots.Line slowest(Outcome outcome) {
        return line("slowest request", outcome, 3, second -> second.stream()
                .mapToDouble(Timeline.Slice::slowestMillis)
                .max()
                .orElse(0));
    }

    private static List<Plots.Mark> marks(Outcome outcome) {
        List<Plots.Mark> marks = new ArrayList<>();
        for (Kill kill : outcome.kills()) {
            marks.add(new Plots.Mark(kill.killed(), "kill -9 " + kill.node()));
            marks.add(new Plots.Mark(kill.started(), "started"));
            marks.add(new Plots.Mark(kill.recovered(), "recovered"));
        }
        return marks;
    }

    private static Table kills(Outcome outcome) {
        Table.Builder table = new Table.Builder(
                "kills",
                "Times since the start of the load. A pause is the longest time without a completed request until recovery.",
                "node",
                "killed at [s]",
                "restarted at [s]",
                "recovered at [s]",
                "pause of orders [s]",
                "pause of all requests [s]");
        for (Kill kill : outcome.kills()) {
            table.row(
                    kill.node(),
                    kill.killed(),
                    kill.started(),
                    kill.recovered(),
                    pause(outcome, kill, Timeline.Slice::orders),
                    pause(outcome, kill, slice -> slice.orders() + slice.lookups()));
        }
        return table.build();
    }

    private static Table verdict(Outcome outcome) {
        WalkResult walked = outcome.walked();
        Table.Builder table = new Table.Builder("verdict", "Checks at the end.", "check", "count");
        table.row("orders acknowledged", walked.accepted());
        table.row("acknowledged by a replay of an earlier attempt", walked.replayed());
        table.row("orders rejected: out of stock", walked.rejected());
        table.row("orders of unknown outcome", walked.unknown());
        table.row("orders in the log", outcome.log().orders());
        table.row("lost", walked.missing());
        table.row("different from what was acknowledged", walked.wrong());
        table.row("duplicated", duplicated(outcome));
        table.row("oversold", outcome.log().oversold());
        table.row("different logs among the replicas", outcome.digests().size());
        table.row("retries", walked.retries());
        table.row("fail-overs of clients to another server", walked.failovers());
        return table.build();
    }

    private static Table overTime(Outcome outcome) {
        Table.Builder table = new Table.Builder(
                "time",
                "Completed requests in each slice of " + outcome.sliceSeconds() + " s.",
                "middle [s]",
                "lookups",
                "orders",
                "failed attempts",
                "longest [ms]");
        outcome.slices()
                .forEach(slice -> table.row(
                        slice.seconds(),
                        slice.lookups(),
                        slice.orders(),
                        slice.failedAttempts(),
                        slice.slowestMillis()));
        return table.build();
    }

    private static Map<String, String> parameters(Options options) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("nodes", "3, each with a replica; data.sync = power, replication.lease = 2 s (defaults)");
        parameters.put(
                "clients",
                CLIENTS + ", distributed over the nodes, think time " + THINK_MILLIS
                        + " ms; timeout of an attempt 2 s, of" + " a request 60 s");
        parameters.put("orders", "after half of the lookups that show stock; half buy, half sell, 1 unit each");
        parameters.put("items", "10, initial quantity " + QUANTITY);
        parameters.put("time between events", options.seconds() + " s" + (options.quick() ? " (quick)" : ""));
        parameters.put("seed", Long.toString(options.seed()));
        return parameters;
    }
}
