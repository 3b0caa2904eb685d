package menhir.bench;

import java.util.List;

/** Computations on the rounds of a measurement. */
final class Statistics {
    private Statistics() {}

    /** The middle value, or the mean of the two in the middle; NaN if there is none. */
    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int count = sorted.size();
        return count == 0 ? Double.NaN : (sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2;
    }
}
