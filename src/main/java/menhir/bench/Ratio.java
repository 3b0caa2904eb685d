package menhir.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * How a figure of one program compares with that of another.
 *
 * @param a median of the first program
 * @param b median of the second program
 * @param ofMedians a divided by b; NaN if b is 0 or there are no measurements
 * @param min the smallest ratio of a round
 * @param max the largest ratio of a round
 */
record Ratio(double a, double b, double ofMedians, double min, double max) {

    /**
     * Compares the figures of rounds that were measured in turn: only those of the same round had the same conditions.
     *
     * @param a one figure for each round
     * @param b as many figures
     */
    static Ratio of(List<Double> a, List<Double> b) {
        if (a.size() != b.size()) {
            throw new IllegalArgumentException(a.size() + " rounds cannot be compared with " + b.size());
        }
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < a.size(); round++) {
            ratios.add(divide(a.get(round), b.get(round)));
        }
        double medianA = Statistics.median(a);
        double medianB = Statistics.median(b);
        return new Ratio(
                medianA,
                medianB,
                divide(medianA, medianB),
                ratios.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN),
                ratios.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN));
    }

    private static double divide(double a, double b) {
        return b == 0 ? Double.NaN : a / b;
    }
}
