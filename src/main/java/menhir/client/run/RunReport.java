package menhir.client.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import menhir.client.TerminalText;
import menhir.client.api.Json;
import menhir.client.command.ExitStatus;
import menhir.client.http.ServerAddress;
import menhir.client.http.StoreClient;

/** What a run says at its end, for people and for programs. */
public record RunReport(
        String verb, StoreClient connection, WalkPlan plan, int clients, long seed, WorkloadRunner.Result result) {

    public int exitStatus() {
        if (!result.verdict().isSound()) {
            return ExitStatus.NOT_SOUND;
        }
        return result.failures().isEmpty() ? ExitStatus.OK : ExitStatus.NO_SERVER;
    }

    private double requestsPerSecond() {
        return result.counts().answers() * 1e3 / Math.max(1, result.elapsedMillis());
    }

    private String verdictWord() {
        OrderCheck.Verdict verdict = result.verdict();
        if (!verdict.isSound()) {
            return "failed";
        }
        if (verdict.unchecked() > 0) {
            return "incomplete";
        }
        return verdict.checked() == 0 ? "nothing to check" : "ok";
    }

    public void print(PrintWriter out) {
        RunMetrics.Counts counts = result.counts();
        out.printf(
                Locale.ROOT,
                "%s on store %s (%s), seed %d: %s x %s at %s%n%n",
                verb,
                TerminalText.line(connection.store()),
                connection.dialect(),
                seed,
                clients == 1 ? "1 client" : TerminalText.count(clients) + " clients",
                plan.iterations() == 1 ? "1 iteration" : TerminalText.count(plan.iterations()) + " iterations",
                serverList());
        Latency.table(counts.rows()).print(out);
        out.println();
        out.printf(
                Locale.ROOT,
                "throughput    %,.1f requests/s over %s%n",
                requestsPerSecond(),
                TerminalText.seconds(result.elapsedMillis()));
        out.printf(
                Locale.ROOT,
                "orders        %,d accepted (%,d by replay), %,d refused, %,d with unknown outcome%n",
                counts.accepted(),
                counts.replayed(),
                counts.refused(),
                counts.unknown());
        out.printf(
                Locale.ROOT,
                "resilience    %,d retries, %,d fail-overs, longest time without a success %s%n",
                counts.retries(),
                counts.failovers(),
                TerminalText.seconds(counts.longestWithoutSuccessMillis()));
        printVerdict(out);
        out.flush();
    }

    private String serverList() {
        List<String> names =
                connection.servers().stream().map(ServerAddress::toString).toList();
        return String.join(",", names);
    }

    private void printVerdict(PrintWriter out) {
        OrderCheck.Verdict verdict = result.verdict();
        out.printf(
                Locale.ROOT,
                "verification  %s: %,d checked, %,d wrong, %,d missing, %,d not checked%n",
                verdictWord(),
                verdict.checked(),
                verdict.wrong(),
                verdict.missing(),
                verdict.unchecked());
        for (String finding : verdict.findings()) {
            out.println("  ! " + finding);
        }
        long untold = verdict.wrong() + verdict.missing() - verdict.findings().size();
        if (untold > 0) {
            out.println("  ! and " + TerminalText.count(untold) + " more");
        }
        for (String failure : result.failures()) {
            out.println("gave up       " + TerminalText.line(failure));
        }
    }

    public ObjectNode json() {
        RunMetrics.Counts counts = result.counts();
        OrderCheck.Verdict verdict = result.verdict();
        ObjectNode node = Json.object();
        node.put("command", verb).put("store", connection.store());
        node.put("dialect", connection.dialect().toString());
        ArrayNode servers = node.putArray("servers");
        connection.servers().forEach(server -> servers.add(server.toString()));
        node.put("seed", seed).put("clients", clients).put("iterations", plan.iterations());
        node.put("elapsedMillis", result.elapsedMillis());
        node.put("requestsPerSecond", Latency.rounded(requestsPerSecond()));
        node.set("requests", Latency.json(counts.rows()));
        node.putObject("orders")
                .put("accepted", counts.accepted())
                .put("replayed", counts.replayed())
                .put("refused", counts.refused())
                .put("unknown", counts.unknown());
        node.put("retries", counts.retries()).put("failovers", counts.failovers());
        node.put("longestWithoutSuccessMillis", counts.longestWithoutSuccessMillis());
        ObjectNode verification = node.putObject("verification")
                .put("verdict", verdictWord())
                .put("checked", verdict.checked())
                .put("wrong", verdict.wrong())
                .put("missing", verdict.missing())
                .put("unchecked", verdict.unchecked());
        verdict.findings().forEach(verification.putArray("findings")::add);
        result.failures().forEach(node.putArray("failures")::add);
        return node.put("exit", exitStatus());
    }
}
