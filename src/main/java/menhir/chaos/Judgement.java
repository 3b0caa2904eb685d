package menhir.chaos;

import java.util.ArrayList;
import java.util.List;
import menhir.chaos.FaultActions.Restart;
import menhir.chaos.Nemesis.Episode;
import menhir.chaos.check.Availability;
import menhir.chaos.check.Availability.Gap;
import menhir.chaos.check.ClusterTimeline;
import menhir.chaos.check.History;
import menhir.chaos.check.History.Acknowledged;
import menhir.chaos.check.History.Event;
import menhir.chaos.check.History.Failed;
import menhir.chaos.check.History.Lookup;
import menhir.chaos.check.History.Ordered;
import menhir.chaos.check.History.Rejected;
import menhir.chaos.check.History.Repeated;
import menhir.chaos.check.StoreLog;

/** Collects what was found, and gives one verdict. */
final class Judgement {
    private static final int SHOWN_GAPS = 5;
    private static final int SHOWN_VIOLATIONS = 20;

    private final ChaosOptions options;
    private final Output output;
    private final Sampler sampler;
    private final History history;
    private final ClusterTimeline timeline;
    private final List<String> violations = new ArrayList<>();
    private List<Episode> episodes = List.of();
    private List<Restart> restarts = List.of();
    private long healed;
    private long whole;
    private long resolved;
    private long logged;
    private int ends;
    private long longestStartNanos;

    Judgement(ChaosOptions options, Output output, Sampler sampler, History history, ClusterTimeline timeline) {
        this.options = options;
        this.output = output;
        this.sampler = sampler;
        this.history = history;
        this.timeline = timeline;
    }

    synchronized void violated(String what) {
        violations.add(what);
    }

    void faults(List<Episode> done, List<String> found, List<Restart> rolling) {
        episodes = List.copyOf(done);
        restarts = List.copyOf(rolling);
        found.forEach(this::violated);
    }

    /** When the last fault was healed, and when all replicas were members. */
    void healed(long at, long wholeAt) {
        healed = at;
        whole = wholeAt;
        long millis = (wholeAt - at) / 1_000_000;
        if (millis > options.maxRecovery().toMillis()) {
            violated("the cluster was whole only %.1f s after the last fault".formatted(millis / 1e3));
        }
    }

    void ends(int count) {
        ends = count;
    }

    void longestStart(long nanos) {
        longestStartNanos = nanos;
    }

    void resolved(long count) {
        resolved = count;
    }

    void log(StoreLog log) {
        logged = log.orders().size();
    }

    /** Prints everything, and returns whether there were no violations. */
    boolean print() {
        List<Gap> gaps = gaps();
        for (Gap gap : gaps) {
            if (gap.millis() > options.maxGap().toMillis()) {
                violated("no order was acknowledged for " + describe(gap));
            }
        }
        long refused = refusedDuringRollingRestarts();
        if (refused > 0) {
            violated(refused + " requests were refused by running nodes during rolling restarts");
        }
        printCounts(refused);
        output.line("longest times without an acknowledged order while one majority was connected (allowed: %.1f s)"
                .formatted(options.maxGap().toMillis() / 1e3));
        gaps.stream().limit(SHOWN_GAPS).forEach(gap -> output.line("  " + describe(gap)));
        printVerdict();
        return violations.isEmpty();
    }

    private void printCounts(long refused) {
        output.line(
                "%d faults; %d times a node ended by itself and was restarted; the slowest started node had read its logs after %.1f s"
                        .formatted(episodes.size(), ends, longestStartNanos / 1e9));
        output.line(
                "%d orders in the log; %d acknowledged (%d of them when the key was sent again), %d rejected, %d unknown"
                        .formatted(
                                logged,
                                ordered(Acknowledged.class),
                                resolved,
                                ordered(Rejected.class),
                                ordered(History.Unknown.class)));
        output.line("%d lookups, %d repeated keys, %d reads of orders, %d attempts without success"
                .formatted(
                        count(Lookup.class),
                        count(Repeated.class),
                        count(History.OrderRead.class),
                        count(Failed.class)));
        if (!restarts.isEmpty()) {
            output.line("%d rolling restarts of a node; %d requests refused by nodes that ran"
                    .formatted(restarts.size(), refused));
        }
        output.line("every replica was a member %.1f s after the last fault (allowed: %.1f s)"
                .formatted((whole - healed) / 1e9, options.maxRecovery().toMillis() / 1e3));
    }

    private void printVerdict() {
        if (!violations.isEmpty()) {
            output.line(violations.size() + " violations");
            violations.stream().limit(SHOWN_VIOLATIONS).forEach(each -> output.line("  " + each));
        }
        String verdict = violations.isEmpty()
                ? "PASSED: nothing lost, doubled, oversold or stale"
                : "FAILED: " + violations.size() + " violations";
        output.line("seed " + options.seed() + ": " + verdict);
    }

    private long count(Class<? extends Event> kind) {
        return history.events().stream().filter(kind::isInstance).count();
    }

    private long ordered(Class<? extends History.Outcome> outcome) {
        return history.events().stream()
                .filter(event -> event instanceof Ordered ordered && outcome.isInstance(ordered.outcome()))
                .count();
    }

    private List<Gap> gaps() {
        List<Long> acknowledged = history.events().stream()
                .filter(event -> event instanceof Ordered ordered && ordered.outcome() instanceof Acknowledged)
                .map(Event::answered)
                .toList();
        return Availability.gaps(timeline.windows(whole), acknowledged);
    }

    private String describe(Gap gap) {
        List<String> during = episodes.stream()
                .filter(each -> each.from() <= gap.to() && each.to() >= gap.from())
                .map(Episode::text)
                .toList();
        return "%.1f s, from %s to %s, during %s (%s)"
                .formatted(
                        gap.millis() / 1e3,
                        output.at(gap.from()),
                        output.at(gap.to()),
                        during.isEmpty() ? "no fault" : String.join(" and ", during),
                        sampler.between(gap.from(), gap.to()));
    }

    /** Answers 503 to orders, while a node was restarted, from the others. */
    private long refusedDuringRollingRestarts() {
        return restarts.stream()
                .flatMap(restart -> history.events().stream()
                        .filter(event -> event instanceof Failed failed
                                && failed.order()
                                && failed.status() != 0
                                && !failed.node().equals(restart.node())
                                && failed.invoked() >= restart.from()
                                && failed.answered() <= restart.to()))
                .count();
    }
}
