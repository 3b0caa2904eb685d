package menhir.experiment.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The spread of several clocks at a time: the largest offset minus the smallest.
 *
 * @param seconds time of the last sample
 * @param millis the spread
 */
public record Spread(double seconds, double millis) {

    /** The spread of each round of samples; a new round begins when a node is sampled again. */
    public static List<Spread> of(List<ClockSample> samples) {
        List<Spread> spreads = new ArrayList<>();
        Map<String, Double> round = new LinkedHashMap<>();
        double seconds = 0;
        for (ClockSample sample : samples) {
            if (round.containsKey(sample.node())) {
                add(spreads, seconds, round);
                round.clear();
            }
            round.put(sample.node(), sample.offsetMillis());
            seconds = sample.seconds();
        }
        add(spreads, seconds, round);
        return spreads;
    }

    /** Adds the spread of a round, unless it has a single clock. */
    private static void add(List<Spread> spreads, double seconds, Map<String, Double> round) {
        if (round.size() > 1) {
            double[] offsets = round.values().stream()
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            spreads.add(new Spread(seconds, offsets[offsets.length - 1] - offsets[0]));
        }
    }

    /** The spread of the last round, in milliseconds; infinite if there is none. */
    public static double last(List<ClockSample> samples) {
        List<Spread> spreads = of(samples);
        return spreads.isEmpty()
                ? Double.POSITIVE_INFINITY
                : spreads.get(spreads.size() - 1).millis();
    }

    /** The median spread in milliseconds within a time span in seconds; NaN if there is none. */
    public static double median(List<Spread> spreads, double from, double to) {
        double[] millis = spreads.stream()
                .filter(spread -> spread.seconds() >= from && spread.seconds() <= to)
                .mapToDouble(Spread::millis)
                .sorted()
                .toArray();
        return millis.length == 0 ? Double.NaN : millis[millis.length / 2];
    }
}
