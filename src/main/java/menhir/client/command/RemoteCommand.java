package menhir.client.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import menhir.client.TerminalText;
import menhir.client.api.Json;
import menhir.client.http.NoServerException;
import menhir.client.http.StoreClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A sub-command: connects, does its work, and turns what went wrong into words and an exit status. */
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
            "0:all went well",
            "1:an order did not check out, or the answer was no (unknown, refused, replicas differ)",
            "2:wrong usage",
            "3:no server gave an answer of use before the deadline"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
abstract class RemoteCommand implements Callable<Integer> {

    @Mixin
    ConnectionOptions options;

    /** Does the work and returns the exit status. */
    abstract int run(StoreClient connection) throws InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        try {
            return run(options.connect());
        } catch (NoServerException unanswered) {
            return failed(ExitStatus.NO_SERVER, String.valueOf(unanswered.getMessage()));
        }
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

    /** Says why there is no result, in JSON too when that is wanted, and returns the status. */
    final int failed(int exitStatus, String message) {
        if (options.json) {
            print(Json.object().put("error", message).put("exit", exitStatus));
        }
        err().println("menhir client: " + TerminalText.line(message));
        err().flush();
        return exitStatus;
    }

    final int unknownStore() {
        return failed(ExitStatus.NOT_SOUND, "the servers know no store '" + options.store() + "'");
    }
}
