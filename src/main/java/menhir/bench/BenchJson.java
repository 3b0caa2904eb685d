package menhir.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import menhir.client.http.Json;
import menhir.client.metrics.Latency;
import org.jspecify.annotations.Nullable;

/** The results as one JSON object. */
final class BenchJson {

    private static final int DECIMALS = 3;

    private BenchJson() {}

    /**
     * The whole result.
     *
     * @param facts machine and time, by name
     */
    static String of(BenchResult result, Map<String, String> facts) {
        BenchOptions options = result.options();
        ObjectNode json = Json.object();
        ObjectNode machine = json.putObject("machine");
        facts.forEach(machine::put);
        json.putObject("options")
                .put("nodes", options.nodes())
                .put("seconds", options.seconds())
                .put("warmupSeconds", options.warmupSeconds())
                .put("cold", options.cold())
                .put("ratePerSecond", options.ratePerSecond())
                .put("rounds", options.rounds())
                .put("items", options.items())
                .put("orders", options.orders())
                .put("seed", options.seed());
        ArrayNode programs = json.putArray("programs");
        result.programs()
                .forEach(program ->
                        programs.addObject().put("label", program.label()).put("program", program.description()));
        ArrayNode measurements = json.putArray("measurements");
        result.measurements().forEach(each -> measurement(measurements.addObject(), each));
        ArrayNode ratios = json.putArray("ratios");
        result.comparisons().forEach(each -> comparison(ratios.addObject(), each));
        return json.toPrettyString() + "\n";
    }

    private static void measurement(ObjectNode json, Measurement each) {
        json.put("program", each.program().label()).put("round", each.round());
        point(json, each.point());
        json.put("requestsPerSecond", rounded(each.result().requestsPerSecond()))
                .put("measuredMillis", each.result().measuredMillis())
                .put("responses", each.result().responses())
                .put("accepted", each.result().accepted())
                .put("rejected", each.result().rejected())
                .put("retries", each.result().retries())
                .put("unexpected", each.result().unexpected())
                .put("unanswered", each.result().unanswered())
                .put("lastFailure", each.result().lastFailure());
        ArrayNode latencies = json.putArray("latencies");
        each.result().latencies().forEach(latency -> latency(latencies.addObject(), latency));
    }

    private static void latency(ObjectNode json, Latency latency) {
        json.put("request", latency.kind())
                .put("count", latency.count())
                .put("meanMillis", rounded(latency.meanMillis()))
                .put("p50Millis", rounded(latency.p50Millis()))
                .put("p99Millis", rounded(latency.p99Millis()))
                .put("p999Millis", rounded(latency.p999Millis()))
                .put("maxMillis", rounded(latency.maxMillis()));
    }

    private static void comparison(ObjectNode json, Comparison each) {
        point(json, each.point());
        json.put("figure", each.figure())
                .put("a", rounded(each.ratio().a()))
                .put("b", rounded(each.ratio().b()))
                .put("ratio", rounded(each.ratio().ofMedians()))
                .put("min", rounded(each.ratio().min()))
                .put("max", rounded(each.ratio().max()));
    }

    private static void point(ObjectNode json, Point point) {
        json.put("scenario", point.scenario().option()).put("connections", point.connections());
    }

    /** Null for a ratio that does not exist: JSON has no NaN. */
    private static @Nullable BigDecimal rounded(double value) {
        return Double.isFinite(value) ? BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_UP) : null;
    }
}
