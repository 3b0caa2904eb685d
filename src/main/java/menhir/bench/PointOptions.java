package menhir.bench;

import java.util.ArrayList;
import java.util.List;
import menhir.client.terminal.TerminalText;
import org.jspecify.annotations.Nullable;

/** Reads scenarios and numbers of connections from the command line. */
final class PointOptions {
    private static final int MOST_CONNECTIONS = 4_096;
    private static final int MOST_COUNTS = 16;

    private PointOptions() {}

    /**
     * The points to measure, in the order of the scenarios.
     *
     * @param names of scenarios; null for all
     * @param connections numbers of connections; null for those of each scenario
     * @param cold whether the nodes are started for each point
     * @throws IllegalArgumentException with what is allowed
     */
    static List<Point> points(@Nullable List<String> names, @Nullable List<Integer> connections, boolean cold) {
        List<Scenario> chosen = scenarios(names, cold);
        if (connections != null) {
            check(connections);
        }
        List<Point> points = new ArrayList<>();
        for (Scenario scenario : chosen) {
            List<Integer> counts = connections == null ? scenario.connections() : connections;
            counts.stream().distinct().forEach(count -> points.add(new Point(scenario, count)));
        }
        return points;
    }

    private static void check(List<Integer> connections) {
        if (connections.size() > MOST_COUNTS) {
            throw new IllegalArgumentException("--connections must have at most " + MOST_COUNTS + " numbers");
        }
        for (int count : connections) {
            if (count < 1 || count > MOST_CONNECTIONS) {
                throw new IllegalArgumentException(
                        "--connections must be from 1 to " + MOST_CONNECTIONS + ", but is " + count);
            }
        }
    }

    private static List<Scenario> scenarios(@Nullable List<String> names, boolean cold) {
        List<Scenario> chosen = new ArrayList<>();
        if (names == null) {
            chosen.addAll(List.of(Scenario.values()));
            if (cold) {
                chosen.remove(Scenario.ORDER_LOOKUP);
            }
            return chosen;
        }
        for (String name : names) {
            Scenario scenario = Scenario.named(name.strip())
                    .orElseThrow(() -> new IllegalArgumentException("there is no scenario \"" + TerminalText.line(name)
                            + "\"; there are " + String.join(", ", Scenario.options())));
            if (cold && scenario.readsOrders()) {
                throw new IllegalArgumentException(
                        scenario.option() + " cannot be measured with --cold: its nodes fill their log before");
            }
            chosen.add(scenario);
        }
        return chosen.stream().distinct().sorted().toList();
    }
}
