package menhir.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The ratio of one figure of two programs, at one point.
 *
 * @param figure the name of the figure, with its unit
 */
record Comparison(Point point, String figure, Ratio ratio) {

    /**
     * Compares the first program with the second one, at all points.
     *
     * @param measurements of two programs, with the same rounds
     */
    static List<Comparison> of(List<Measurement> measurements, Program a, Program b) {
        List<Comparison> comparisons = new ArrayList<>();
        for (Point point :
                measurements.stream().map(Measurement::point).distinct().toList()) {
            List<Measurement> ofA = rounds(measurements, a, point);
            List<Measurement> ofB = rounds(measurements, b, point);
            comparisons.add(
                    of(point, "requests/s", ofA, ofB, each -> each.result().requestsPerSecond()));
            comparisons.add(of(point, "p50 [ms]", ofA, ofB, each -> each.all().p50Millis()));
            comparisons.add(of(point, "p99 [ms]", ofA, ofB, each -> each.all().p99Millis()));
        }
        return comparisons;
    }

    private static Comparison of(
            Point point, String figure, List<Measurement> a, List<Measurement> b, ToDoubleFunction<Measurement> value) {
        return new Comparison(point, figure, Ratio.of(values(a, value), values(b, value)));
    }

    private static List<Double> values(List<Measurement> rounds, ToDoubleFunction<Measurement> value) {
        return rounds.stream().mapToDouble(value).boxed().toList();
    }

    private static List<Measurement> rounds(List<Measurement> measurements, Program program, Point point) {
        return measurements.stream()
                .filter(each -> each.program().equals(program) && each.point().equals(point))
                .sorted(Comparator.comparingInt(Measurement::round))
                .toList();
    }
}
