package menhir.client.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import menhir.client.http.Json;
import menhir.client.http.ServerAddress;
import menhir.client.run.RunMetrics;
import menhir.client.run.RunResult;
import menhir.client.run.StoreClient;
import menhir.client.run.Verification;
import menhir.client.run.WalkPlan;
import menhir.client.terminal.TerminalText;

/**
 * The report of a run, as text and as JSON.
 *
 * @param command the name of the command that ran
 */
public record RunReport(String command, StoreClient client, WalkPlan plan, int clients, long seed, RunResult result) {

    private double requestsPerSecond() {
        return result.counts().requests() * 1e3 / Math.max(1, result.elapsedMillis());
    }

    private String verdict() {
        Verification verification = result.verification();
        if (!verification.passed()) {
            return "failed";
        }
        if (verification.unchecked() > 0) {
            return "incomplete";
        }
        return verification.checked() == 0 ? "nothing to check" : "ok";
    }

    /** Prints the report for people. */
    public void print(PrintWriter out) {
        RunMetrics.Counts counts = result.counts();
        out.printf(
                Locale.ROOT,
                "%s on store %s (%s), seed %d: %s x %s at %s%n%n",
                command,
                TerminalText.line(client.store()),
                client.dialect(),
                seed,
                clients == 1 ? "1 client" : TerminalText.count(clients) + " clients",
                plan.iterations() == 1 ? "1 iteration" : TerminalText.count(plan.iterations()) + " iterations",
                servers());
        LatencyTable.print(counts.latencies(), out);
        out.println();
        out.printf(
                Locale.ROOT,
                "throughput    %,.1f requests/s over %s%n",
                requestsPerSecond(),
                TerminalText.seconds(result.elapsedMillis()));
        out.printf(
                Locale.ROOT,
                "orders        %,d accepted (%,d by replay), %,d rejected, %,d with unknown outcome%n",
                counts.accepted(),
                counts.replayed(),
                counts.rejected(),
                counts.unknown());
        out.printf(
                Locale.ROOT,
                "resilience    %,d retries, %,d fail-overs, longest time without a success %s%n",
                counts.retries(),
                counts.failovers(),
                TerminalText.seconds(counts.longestWithoutSuccessMillis()));
        printVerification(out);
        out.flush();
    }

    private String servers() {
        List<String> names =
                client.servers().stream().map(ServerAddress::toString).toList();
        return String.join(",", names);
    }

    private void printVerification(PrintWriter out) {
        Verification verification = result.verification();
        out.printf(
                Locale.ROOT,
                "verification  %s: %,d checked, %,d wrong, %,d missing, %,d not checked%n",
                verdict(),
                verification.checked(),
                verification.wrong(),
                verification.missing(),
                verification.unchecked());
        for (String finding : verification.findings()) {
            out.println("  ! " + finding);
        }
        long omitted = verification.wrong()
                + verification.missing()
                - verification.findings().size();
        if (omitted > 0) {
            out.println("  ! and " + TerminalText.count(omitted) + " more");
        }
        for (String failure : result.failures()) {
            out.println("ended early   " + TerminalText.line(failure));
        }
    }

    /** The report as one JSON object. */
    public ObjectNode json() {
        RunMetrics.Counts counts = result.counts();
        Verification verification = result.verification();
        ObjectNode node = Json.object();
        node.put("command", command).put("store", client.store());
        node.put("dialect", client.dialect().toString());
        ArrayNode servers = node.putArray("servers");
        client.servers().forEach(server -> servers.add(server.toString()));
        node.put("seed", seed).put("clients", clients).put("iterations", plan.iterations());
        node.put("elapsedMillis", result.elapsedMillis());
        node.put("requestsPerSecond", LatencyTable.rounded(requestsPerSecond()));
        node.set("requests", LatencyTable.json(counts.latencies()));
        node.putObject("orders")
                .put("accepted", counts.accepted())
                .put("replayed", counts.replayed())
                .put("rejected", counts.rejected())
                .put("unknown", counts.unknown());
        node.put("retries", counts.retries()).put("failovers", counts.failovers());
        node.put("longestWithoutSuccessMillis", counts.longestWithoutSuccessMillis());
        node.putObject("verification").put("verdict", verdict()).setAll(Json.object(verification));
        result.failures().forEach(node.putArray("failures")::add);
        return node;
    }
}
