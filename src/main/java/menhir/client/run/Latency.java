package menhir.client.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import menhir.client.TerminalText;
import menhir.client.api.Json;
import menhir.client.command.TextTable;
import org.HdrHistogram.Histogram;

/** How long the requests of one kind took, in milliseconds. */
public record Latency(
        String kind, long count, double meanMillis, double p50Millis, double p99Millis, double maxMillis) {

    /**
     * What a histogram says.
     *
     * @param micros of microseconds
     */
    public static Latency of(String kind, Histogram micros) {
        return new Latency(
                kind,
                micros.getTotalCount(),
                micros.getMean() / 1e3,
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getMaxValue() / 1e3);
    }

    public static TextTable table(List<Latency> rows) {
        TextTable table = new TextTable("<request", ">count", ">mean ms", ">p50 ms", ">p99 ms", ">max ms");
        for (Latency row : rows) {
            table.row(
                    row.kind,
                    TerminalText.count(row.count),
                    shown(row.meanMillis),
                    shown(row.p50Millis),
                    shown(row.p99Millis),
                    shown(row.maxMillis));
        }
        return table;
    }

    private static String shown(double millis) {
        return String.format(Locale.ROOT, "%,.3f", millis);
    }

    public static ArrayNode json(List<Latency> rows) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        for (Latency row : rows) {
            ObjectNode node = array.addObject();
            node.put("kind", row.kind).put("count", row.count);
            node.put("meanMillis", rounded(row.meanMillis)).put("p50Millis", rounded(row.p50Millis));
            node.put("p99Millis", rounded(row.p99Millis)).put("maxMillis", rounded(row.maxMillis));
        }
        return array;
    }

    /** Three decimals: a thousandth of the unit is finer than what we measure. */
    public static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP);
    }
}
