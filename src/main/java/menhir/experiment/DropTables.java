package menhir.experiment;

import java.util.ArrayList;
import java.util.List;
import menhir.experiment.DropRun.Kill;
import menhir.experiment.DropRun.Outcome;
import menhir.experiment.drop.Answer;
import menhir.experiment.drop.BuyerProcesses.Timed;
import menhir.experiment.drop.TicketLog;
import menhir.experiment.report.Table;

/** The tables of {@link Drop}, and its figures by second. */
final class DropTables {

    /**
     * A second of the sale.
     *
     * @param middle of the second, since the sale began
     * @param sold tickets that were sold until its end
     * @param medianMillis NaN if nothing was answered
     * @param longestMillis NaN if nothing was answered
     */
    record Second(double middle, long accepted, long refused, long sold, double medianMillis, double longestMillis) {}

    /** When a pause begins later than so after a kill, it has another cause. */
    private static final double PAUSE_SECONDS = 5;

    private final Outcome outcome;
    private final int tickets;
    private final List<Second> seconds;

    DropTables(Outcome outcome, int tickets) {
        this.outcome = outcome;
        this.tickets = tickets;
        this.seconds = bySecond(outcome.answers());
    }

    static List<Second> bySecond(List<Timed> answers) {
        int end = answers.stream()
                .mapToInt(each -> (int) each.seconds() + 1)
                .max()
                .orElse(0);
        List<List<Answer>> slices = new ArrayList<>();
        for (int i = 0; i < end; i++) {
            slices.add(new ArrayList<>());
        }
        answers.forEach(each -> slices.get((int) each.seconds()).add(each.answer()));
        List<Second> seconds = new ArrayList<>();
        long sold = 0;
        for (int i = 0; i < end; i++) {
            List<Answer> slice = slices.get(i);
            sold += slice.stream().mapToInt(Answer::sold).sum();
            long accepted = slice.stream().filter(Answer::accepted).count();
            double[] millis = slice.stream()
                    .mapToDouble(answer -> answer.micros() / 1e3)
                    .sorted()
                    .toArray();
            int count = millis.length;
            seconds.add(new Second(
                    i + 0.5,
                    accepted,
                    count - accepted,
                    sold,
                    count == 0 ? Double.NaN : millis[count / 2],
                    count == 0 ? Double.NaN : millis[count - 1]));
        }
        return seconds;
    }

    /** The longest time without an answer that began within some seconds after a kill, in seconds. */
    static double pause(Kill kill, List<Timed> answers) {
        double last = kill.killed();
        double longest = 0;
        for (Timed each : answers) {
            if (each.seconds() > last) {
                longest = Math.max(longest, each.seconds() - last);
                last = each.seconds();
            }
            if (last > kill.killed() + PAUSE_SECONDS) {
                return longest;
            }
        }
        return longest;
    }

    List<Second> seconds() {
        return seconds;
    }

    List<Table> all() {
        return List.of(verdict(), kills(), overTime());
    }

    private Table verdict() {
        TicketLog log = outcome.log();
        Table.Builder table = new Table.Builder("verdict", "The log, judged at the end.", "check", "count");
        table.row("tickets", tickets);
        table.row("sold", log.sold());
        table.row("free at the end", log.free());
        table.row("free or held at the end, as the store shows", outcome.shown());
        table.row("customers with tickets", log.customers());
        table.row("most tickets of a customer", log.most());
        table.row("holds placed", log.placed());
        table.row("holds confirmed", log.confirmed());
        table.row("holds expired", log.expired());
        table.row("holds without an end", log.open().size());
        table.row("violations", log.violationCount());
        table.row("different logs among the replicas", outcome.digests().size());
        return table.build();
    }

    private Table kills() {
        Table.Builder table = new Table.Builder(
                "kills",
                "Kills of the leader, in seconds since the sale began.",
                "leader",
                "killed at [s]",
                "sold before",
                "started again at [s]",
                "longest pause [s]");
        for (Kill kill : outcome.kills()) {
            table.row(kill.node(), kill.killed(), kill.sold(), kill.restarted(), pause(kill, outcome.answers()));
        }
        return table.build();
    }

    private Table overTime() {
        Table.Builder table = new Table.Builder(
                "time",
                "Answers in each second, and tickets sold until its end. No latency where nothing was answered.",
                "middle [s]",
                "yes",
                "no",
                "sold",
                "median [ms]",
                "longest [ms]");
        for (Second each : seconds) {
            table.row(
                    each.middle(),
                    each.accepted(),
                    each.refused(),
                    each.sold(),
                    each.medianMillis(),
                    each.longestMillis());
        }
        return table.build();
    }
}
