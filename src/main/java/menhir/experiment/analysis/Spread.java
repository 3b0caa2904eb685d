package menhir.experiment.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far several clocks are apart at a moment: the largest offset less the smallest.
 *
 * @param seconds when
 */
public record Spread(double seconds, double millis) {

    /** One for each round of looks at the clocks that run; a round ends where a node comes again. */
    public static List<Spread> of(List<ClockSample> looks) {
        List<Spread> spreads = new ArrayList<>();
        Map<String, Double> round = new LinkedHashMap<>();
        double seconds = 0;
        for (ClockSample look : looks) {
            if (round.containsKey(look.node())) {
                add(spreads, seconds, round);
                round.clear();
            }
            round.put(look.node(), look.offsetMillis());
            seconds = look.seconds();
        }
        add(spreads, seconds, round);
        return spreads;
    }

    /** One clock alone is apart from none. */
    private static void add(List<Spread> spreads, double seconds, Map<String, Double> round) {
        if (round.size() > 1) {
            double[] offsets = round.values().stream()
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            spreads.add(new Spread(seconds, offsets[offsets.length - 1] - offsets[0]));
        }
    }

    /** That of the last round of looks, in milliseconds; infinite when there is none. */
    public static double last(List<ClockSample> looks) {
        List<Spread> spreads = of(looks);
        return spreads.isEmpty()
                ? Double.POSITIVE_INFINITY
                : spreads.get(spreads.size() - 1).millis();
    }

    /** The median in milliseconds of those within a time in seconds; no number when there is none. */
    public static double median(List<Spread> spreads, double from, double to) {
        double[] some = spreads.stream()
                .filter(spread -> spread.seconds() >= from && spread.seconds() <= to)
                .mapToDouble(Spread::millis)
                .sorted()
                .toArray();
        return some.length == 0 ? Double.NaN : some[some.length / 2];
    }
}
