package menhir.client.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import menhir.client.http.Json;
import menhir.client.metrics.Latency;
import menhir.client.terminal.TerminalText;
import menhir.client.terminal.TextTable;
import org.jspecify.annotations.Nullable;

/** The latencies of a report, as a table and as JSON. */
final class LatencyTable {

    private LatencyTable() {}

    static void print(List<Latency> latencies, PrintWriter out) {
        TextTable table = new TextTable("<request", ">count", ">mean ms", ">p50 ms", ">p99 ms", ">max ms");
        for (Latency latency : latencies) {
            table.row(
                    latency.kind(),
                    TerminalText.count(latency.count()),
                    millis(latency.meanMillis()),
                    millis(latency.p50Millis()),
                    millis(latency.p99Millis()),
                    millis(latency.maxMillis()));
        }
        table.print(out);
    }

    private static String millis(double millis) {
        return Double.isFinite(millis) ? String.format(Locale.ROOT, "%,.3f", millis) : "-";
    }

    static ArrayNode json(List<Latency> latencies) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        for (Latency latency : latencies) {
            ObjectNode node = array.addObject();
            node.put("kind", latency.kind()).put("count", latency.count());
            node.put("meanMillis", rounded(latency.meanMillis())).put("p50Millis", rounded(latency.p50Millis()));
            node.put("p99Millis", rounded(latency.p99Millis())).put("maxMillis", rounded(latency.maxMillis()));
        }
        return array;
    }

    /** Rounds to three decimals: more would be finer than the measurement. Null for NaN, which JSON does not have. */
    static @Nullable BigDecimal rounded(double value) {
        return Double.isFinite(value) ? BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP) : null;
    }
}
