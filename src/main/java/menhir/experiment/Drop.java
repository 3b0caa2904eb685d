package menhir.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import menhir.experiment.DropRun.Kill;
import menhir.experiment.DropRun.Outcome;
import menhir.experiment.DropRun.Size;
import menhir.experiment.drop.Answer;
import menhir.experiment.drop.BuyerProcesses.Timed;
import menhir.experiment.drop.TicketLog;
import menhir.experiment.lab.ClusterSpec;
import menhir.experiment.lab.Lab;
import menhir.experiment.lab.LabCluster;
import menhir.experiment.report.Figure;
import menhir.experiment.report.Plots;
import menhir.experiment.report.Report;

/** Whether limited tickets are sold exactly once, while many more customers want them and leaders are killed. */
final class Drop implements Experiment {

    private static final long APPROXIMATE_SECONDS = 40;

    @Override
    public String name() {
        return "drop";
    }

    @Override
    public String description() {
        return "far more customers than tickets, holds that expire, and two kills of the leader";
    }

    @Override
    public int defaultSeconds() {
        return 10;
    }

    @Override
    public long plannedSeconds(Options options) {
        return APPROXIMATE_SECONDS;
    }

    /** The size; a hold lasts as long as a measurement of other experiments. */
    private static Size size(Options options) {
        return options.quick()
                ? new Size(60, 400, 2, 4, 2, Math.max(3, options.seconds()), 200, 50)
                : new Size(500, 10_000, 4, 8, 2, options.seconds(), 2_000, 85);
    }

    @Override
    public Report run(Lab lab, Options options) throws IOException, InterruptedException {
        String adminToken = UUID.randomUUID().toString();
        ClusterSpec spec = ClusterSpec.stocks(ClusterSpec.CACHE_ON, ClusterSpec.PLENTY)
                .withSetting("http.admin-token", adminToken);
        LabCluster cluster = lab.cluster(spec);
        Size size = size(options);
        DropRun run = new DropRun(cluster, size, adminToken, options.seed());
        Outcome outcome = lab.during(APPROXIMATE_SECONDS, "selling tickets, killing leaders", running -> run.run());
        return report(options, size, outcome);
    }

    private static Report report(Options options, Size size, Outcome outcome) {
        DropTables tables = new DropTables(outcome, size.tickets());
        return new Report(
                "The drop",
                "%,d customers in %d client processes want %,d tickets, of which each may have %d. A third of them order; two"
                                .formatted(size.customers(), size.processes(), size.tickets(), size.limit())
                        + " thirds set tickets aside with a hold, and of these a third lets it expire. The leader gets SIGKILL"
                        + " twice. Customers who get nothing come again until all is sold. At the end the whole log is read"
                        + " over HTTP and judged, event by event.",
                parameters(options, size),
                findings(size, outcome),
                figures(tables, outcome.kills()),
                tables.all(),
                Baselines.none(),
                Baselines.DROP_COMPARABILITY);
    }

    private static List<Report.Finding> findings(Size size, Outcome outcome) {
        TicketLog log = outcome.log();
        List<Report.Finding> findings = new ArrayList<>();
        findings.add(Report.Finding.check(
                log.sold() == size.tickets() && outcome.shown() == 0,
                "%,d of %,d tickets are sold, in the log; the store shows %d more"
                        .formatted(log.sold(), size.tickets(), outcome.shown())));
        findings.add(Report.Finding.check(
                log.most() <= size.limit(),
                "%,d customers have tickets, and nobody more than %d".formatted(log.customers(), log.most())));
        findings.add(Report.Finding.check(
                log.violationCount() == 0,
                "violations (a ticket held and sold, a hold that ended twice, a limit exceeded, an order missing): %d"
                        .formatted(log.violationCount())));
        log.violations().forEach(text -> findings.add(Report.Finding.check(false, text)));
        findings.add(Report.Finding.check(
                log.open().isEmpty() && log.confirmed() + log.expired() == log.placed(),
                "%,d holds: %,d confirmed, %,d expired, %d without an end"
                        .formatted(
                                log.placed(),
                                log.confirmed(),
                                log.expired(),
                                log.open().size())));
        long unexpected = count(outcome, answer -> !answer.expected());
        findings.add(Report.Finding.check(unexpected == 0, "unexpected answers: %d".formatted(unexpected)));
        findings.add(Report.Finding.check(
                outcome.digests().size() == 1,
                outcome.digests().size() == 1
                        ? "all replicas have the same log"
                        : "the replicas have " + outcome.digests().size() + " different logs"));
        for (Kill kill : outcome.kills()) {
            findings.add(
                    Report.Finding.measured("kill -9 of the leader (%s) with %,d tickets sold: no answer for %.2f s"
                            .formatted(kill.node(), kill.sold(), DropTables.pause(kill, outcome.answers()))));
        }
        findings.add(Report.Finding.measured("%,d answers: %,d yes, %,d no"
                .formatted(
                        outcome.answers().size(),
                        count(outcome, Answer::accepted),
                        count(outcome, answer -> !answer.accepted()))));
        return findings;
    }

    private static long count(Outcome outcome, Predicate<Answer> which) {
        return outcome.answers().stream().map(Timed::answer).filter(which).count();
    }

    private static List<Figure> figures(DropTables tables, List<Kill> kills) {
        List<Plots.Mark> marks = kills.stream()
                .map(kill -> new Plots.Mark(kill.killed(), "kill -9 " + kill.node()))
                .toList();
        return List.of(
                new Figure(
                        "latency",
                        "Latency of the requests answered in each second, all attempts included.",
                        Plots.overTime(
                                "Latency over time",
                                "latency [ms]",
                                List.of(
                                        line("longest", tables, 3, DropTables.Second::longestMillis),
                                        line("median", tables, 0, DropTables.Second::medianMillis)),
                                marks)),
                new Figure(
                        "sold",
                        "Tickets sold, as far as customers were told.",
                        Plots.overTime(
                                "Tickets sold over time",
                                "tickets",
                                List.of(line("sold", tables, 2, DropTables.Second::sold)),
                                marks)),
                new Figure(
                        "answers",
                        "Answers per second: yes (ordered, held, confirmed), or no (sold out, limit reached, hold ended).",
                        Plots.overTime(
                                "Answers over time",
                                "answers/s",
                                List.of(
                                        line("yes", tables, 2, DropTables.Second::accepted),
                                        line("no", tables, 1, DropTables.Second::refused)),
                                marks)));
    }

    private static Plots.Line line(
            String name, DropTables tables, int colour, ToDoubleFunction<DropTables.Second> value) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (DropTables.Second second : tables.seconds()) {
            x.add(second.middle());
            y.add(value.applyAsDouble(second));
        }
        return new Plots.Line(name, x, y, colour, false);
    }

    private static Map<String, String> parameters(Options options, Size size) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("nodes", "3, each with a replica; data.sync = power (default)");
        parameters.put("client processes", size.processes() + ", each with " + size.threads() + " customers at once");
        parameters.put(
                "customers",
                "%,d, in a random order; an order or hold of 1 or %d tickets"
                        .formatted(size.customers(), size.limit()));
        parameters.put("tickets", size.tickets() + ", at most " + size.limit() + " for a customer");
        parameters.put(
                "holds",
                size.holdSeconds() + " s; paid after " + size.payMillis() + " ms, unless they are left to expire");
        parameters.put(
                "kills",
                "the leader at a quarter; again at half, once the first one is back, or at " + size.latestKillPercent()
                        + " %");
        parameters.put("size", options.quick() ? "quick" : "whole");
        parameters.put("seed", Long.toString(options.seed()));
        return parameters;
    }
}
