package menhir.client.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import menhir.client.http.Json;
import menhir.client.http.NoServerException;
import menhir.client.run.StoreClient;
import menhir.client.run.UnusableStoreException;
import menhir.client.terminal.TerminalText;
import menhir.client.terminal.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A sub-command that talks to servers: it connects, runs, and turns failures into messages and exit statuses. */
@Command(
        sortOptions = false,
        abbreviateSynopsis = true,
        showDefaultValues = true,
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:success",
            "1:an order failed verification, or the result is negative (unknown item, order rejected, replicas differ)",
            "2:usage error",
            "3:no server gave a usable response before the deadline",
            "130, 143:interrupted"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
abstract class RemoteCommand implements Callable<Integer> {

    @Mixin
    ConnectionOptions options;

    /** Runs the command and returns the exit status. */
    abstract int run(StoreClient client) throws InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        try {
            return run(options.connect());
        } catch (NoServerException unanswered) {
            return failed(ExitStatus.NO_SERVER, String.valueOf(unanswered.getMessage()));
        } catch (UnusableStoreException unusable) {
            return failed(ExitStatus.FAILED, String.valueOf(unusable.getMessage()));
        }
    }

    /** The command's name on the command line. */
    final String name() {
        return options.spec.name();
    }

    final PrintWriter out() {
        return options.spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return options.spec.commandLine().getErr();
    }

    final void print(JsonNode node) {
        out().println(node);
        out().flush();
    }

    final void print(TextTable table) {
        table.print(out());
        out().flush();
    }

    final void print(String line) {
        out().println(line);
        out().flush();
    }

    /** Prints why there is no result, with {@code --json} as JSON too, and returns the exit status. */
    final int failed(int exitStatus, String message) {
        if (options.json) {
            print(Json.object().put("error", message).put("exit", exitStatus));
        }
        warn(message);
        return exitStatus;
    }

    /** Prints a message on the error stream. */
    final void warn(String message) {
        err().println("menhir client: " + TerminalText.line(message));
        err().flush();
    }

    /** A string, number or boolean field for a table; "-" if there is none. */
    static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isValueNode() && !value.isNull() ? TerminalText.line(value.asText()) : "-";
    }
}
