package menhir.client.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import menhir.client.TerminalText;
import menhir.client.api.Json;
import menhir.client.command.ExitStatus;
import menhir.client.run.Latency;

/**
 * What a load run measured.
 *
 * @param unexpected answers with another status than success or, for an order, 409
 * @param retries requests sent again after a broken connection, a timeout or a 503, warm-up included
 * @param lastFailure in words, empty when there was none
 */
public record LoadResult(
        List<Latency> rows,
        long answers,
        double requestsPerSecond,
        long measuredMillis,
        long accepted,
        long refused,
        long unexpected,
        long retries,
        String lastFailure) {

    public LoadResult {
        rows = List.copyOf(rows);
    }

    public int exitStatus() {
        if (answers == 0) {
            return ExitStatus.NO_SERVER;
        }
        return unexpected > 0 ? ExitStatus.NOT_SOUND : ExitStatus.OK;
    }

    public void print(PrintWriter out) {
        Latency.table(rows).print(out);
        out.println();
        out.printf(
                Locale.ROOT,
                "throughput    %,.0f requests/s over %s%n",
                requestsPerSecond,
                TerminalText.seconds(measuredMillis));
        out.printf(Locale.ROOT, "orders        %,d accepted, %,d refused%n", accepted, refused);
        out.printf(Locale.ROOT, "trouble       %,d retries, %,d unexpected answers%n", retries, unexpected);
        if (!lastFailure.isEmpty()) {
            out.println("last failure  " + TerminalText.line(lastFailure, 200));
        }
        out.flush();
    }

    public ObjectNode json() {
        ObjectNode node = Json.object().put("command", "load");
        node.put("requestsPerSecond", Latency.rounded(requestsPerSecond)).put("measuredMillis", measuredMillis);
        node.set("requests", Latency.json(rows));
        node.putObject("orders").put("accepted", accepted).put("refused", refused);
        node.put("unexpected", unexpected).put("retries", retries).put("lastFailure", lastFailure);
        return node.put("exit", exitStatus());
    }
}
