package menhir.client.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;
import menhir.client.http.Json;
import menhir.client.load.LoadPlan;
import menhir.client.load.LoadResult;
import menhir.client.terminal.TerminalText;

/** The report of a load run, as text and as JSON. */
public record LoadReport(String store, LoadPlan plan, LoadResult result) {

    /** Prints the report for people. */
    public void print(PrintWriter out) {
        out.printf(
                "load on store %s, %d connections, seed %d%n%n",
                TerminalText.line(store), plan.connections(), plan.seed());
        LatencyTable.print(result.latencies(), out);
        out.println();
        out.printf(
                Locale.ROOT,
                "throughput    %,.0f requests/s over %s%n",
                result.requestsPerSecond(),
                TerminalText.seconds(result.measuredMillis()));
        out.printf(Locale.ROOT, "orders        %,d accepted, %,d rejected%n", result.accepted(), result.rejected());
        out.printf(
                Locale.ROOT,
                "errors        %,d retries, %,d unexpected responses%n",
                result.retries(),
                result.unexpected());
        if (!result.lastFailure().isEmpty()) {
            out.println("last failure  " + TerminalText.line(result.lastFailure(), 200));
        }
        out.flush();
    }

    /** The report as one JSON object. */
    public ObjectNode json() {
        ObjectNode node = Json.object().put("command", "load").put("seed", plan.seed());
        node.put("requestsPerSecond", LatencyTable.rounded(result.requestsPerSecond()));
        node.put("measuredMillis", result.measuredMillis());
        node.set("requests", LatencyTable.json(result.latencies()));
        node.putObject("orders").put("accepted", result.accepted()).put("rejected", result.rejected());
        node.put("unexpected", result.unexpected()).put("retries", result.retries());
        return node.put("lastFailure", result.lastFailure());
    }
}
