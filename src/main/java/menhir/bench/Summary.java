package menhir.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import menhir.client.metrics.Latency;

/**
 * The rounds of one program and point, for one kind of request: medians, and the sum of the errors.
 *
 * @param request the kind of request, or "all"
 * @param whole whether these are all requests of the point
 * @param requests in all rounds together
 * @param errors of all kinds of request; 0 in a row of one kind of several
 */
record Summary(
        Program program,
        Point point,
        String request,
        boolean whole,
        long requests,
        double requestsPerSecond,
        double p50Millis,
        double p99Millis,
        double p999Millis,
        double maxMillis,
        long errors) {

    /** A summary for each program, point and kind of request, in the order in which they were first measured. */
    static List<Summary> of(List<Measurement> measurements) {
        Map<List<Object>, List<Measurement>> groups = new LinkedHashMap<>();
        for (Measurement each : measurements) {
            groups.computeIfAbsent(List.of(each.program(), each.point()), any -> new ArrayList<>())
                    .add(each);
        }
        List<Summary> summaries = new ArrayList<>();
        for (List<Measurement> rounds : groups.values()) {
            List<Latency> kinds = rounds.get(0).result().latencies();
            for (int kind = 0; kind < kinds.size() - 1; kind++) {
                summaries.add(of(rounds, kinds.get(kind).kind()));
            }
            summaries.add(of(rounds, rounds.get(0).all().kind()));
        }
        return summaries;
    }

    private static Summary of(List<Measurement> rounds, String request) {
        Measurement first = rounds.get(0);
        List<Latency> latencies = new ArrayList<>();
        List<Double> rates = new ArrayList<>();
        boolean isWhole = request.equals(first.all().kind());
        for (Measurement round : rounds) {
            for (Latency latency :
                    isWhole ? List.of(round.all()) : round.result().latencies()) {
                if (isWhole || latency.kind().equals(request)) {
                    latencies.add(latency);
                    rates.add(isWhole ? round.result().requestsPerSecond() : perSecond(round, latency));
                }
            }
        }
        return new Summary(
                first.program(),
                first.point(),
                request,
                isWhole,
                latencies.stream().mapToLong(Latency::count).sum(),
                Statistics.median(rates),
                median(latencies, Latency::p50Millis),
                median(latencies, Latency::p99Millis),
                median(latencies, Latency::p999Millis),
                latencies.stream().mapToDouble(Latency::maxMillis).max().orElse(0),
                isWhole ? rounds.stream().mapToLong(Measurement::errors).sum() : 0);
    }

    private static double perSecond(Measurement round, Latency latency) {
        return latency.count() * 1e3 / Math.max(1, round.result().measuredMillis());
    }

    private static double median(List<Latency> latencies, ToDoubleFunction<Latency> figure) {
        return Statistics.median(latencies.stream().mapToDouble(figure).boxed().toList());
    }
}
