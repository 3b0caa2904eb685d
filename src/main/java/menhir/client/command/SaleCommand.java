package menhir.client.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import menhir.client.api.ChangeOutcome;
import menhir.client.api.OrderRequest;
import menhir.client.api.SaleApi;
import menhir.client.http.ApiCall;
import menhir.client.http.NoServerException;
import menhir.client.run.StoreClient;
import menhir.client.terminal.TerminalText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets stock aside, or takes an order back. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public abstract class SaleCommand extends RemoteCommand {

    @Mixin
    KeyOption keyOption = new KeyOption();

    /** Checks the arguments, and says what to send. */
    abstract ApiCall<ChangeOutcome> call(SaleApi api, String key);

    /** One line about what was done. */
    abstract String done(JsonNode value);

    @Override
    final int run(StoreClient client) throws InterruptedException {
        String key = keyOption.get(options);
        ApiCall<ChangeOutcome> call = call(new SaleApi(client.store()), key);
        try {
            return report(client.send(call), key);
        } catch (NoServerException unanswered) {
            throw KeyOption.unanswered(unanswered, "it may be done or not", key);
        }
    }

    private int report(ChangeOutcome outcome, String key) {
        if (outcome instanceof ChangeOutcome.Rejected rejected) {
            return failed(ExitStatus.FAILED, "rejected: " + rejected.reason());
        }
        ChangeOutcome.Done done = (ChangeOutcome.Done) outcome;
        ObjectNode value = done.value();
        if (options.json) {
            print(value.put("replayed", done.replayed()).put("key", key));
        } else {
            print(done(value) + (done.replayed() ? " (done before, under the same key)" : ""));
        }
        return ExitStatus.OK;
    }

    /** Sets stock aside. */
    @Command(
            name = "hold",
            description = "Sets stock aside for a while, until it is confirmed, released or expires.",
            footer = {"  client hold GameStart 2", "  client hold GameStart 2 --seconds 60 --customer ann"})
    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    public static final class Hold extends SaleCommand {
        private static final long DAY_SECONDS = 86_400;

        @Parameters(index = "0", paramLabel = "NAME", description = "Name of the item.")
        String itemName;

        @Parameters(index = "1", paramLabel = "QUANTITY", description = "Quantity, 1 to 1,000,000.")
        int quantity;

        @Option(names = "--seconds", paramLabel = "S", defaultValue = "600", description = "How long, 1 to 86400.")
        long seconds;

        @Option(names = "--customer", paramLabel = "ID", description = "Whose it is.")
        @Nullable
        String customer;

        @Override
        ApiCall<ChangeOutcome> call(SaleApi api, String key) {
            options.require("QUANTITY", quantity, 1, OrderRequest.MAX_QUANTITY);
            options.requireItems(List.of(itemName));
            options.require("--seconds", seconds, 1, DAY_SECONDS);
            return api.hold(itemName, quantity, seconds, customer, key);
        }

        @Override
        String done(JsonNode value) {
            return "hold " + text(value, "id") + ": " + quantity + " of " + TerminalText.line(itemName) + ", until "
                    + text(value, "expires");
        }
    }

    /** About a hold that there is. */
    public abstract static class OfHold extends SaleCommand {
        @Parameters(paramLabel = "HOLD", description = "Id of the hold.")
        long hold;

        @Override
        final ApiCall<ChangeOutcome> call(SaleApi api, String key) {
            options.require("HOLD", hold, 1, Long.MAX_VALUE);
            return callChecked(api, key);
        }

        abstract ApiCall<ChangeOutcome> callChecked(SaleApi api, String key);
    }

    /** Makes a hold an order. */
    @Command(
            name = "confirm",
            description = "Makes a hold an order, at the prices of the hold.",
            footer = {"  client confirm 17"})
    public static final class Confirm extends OfHold {
        @Override
        ApiCall<ChangeOutcome> callChecked(SaleApi api, String key) {
            return api.confirm(hold, key);
        }

        @Override
        String done(JsonNode value) {
            return "order " + text(value, "number") + ", total " + text(value, "total");
        }
    }

    /** Gives a hold back. */
    @Command(
            name = "release",
            description = "Gives back what a hold has set aside.",
            footer = {"  client release 17"})
    public static final class Release extends OfHold {
        @Override
        ApiCall<ChangeOutcome> callChecked(SaleApi api, String key) {
            return api.release(hold, key);
        }

        @Override
        String done(JsonNode value) {
            return "hold " + hold + " is given back";
        }
    }

    /** Cancels an order. */
    @Command(
            name = "cancel",
            description = "Cancels an order, as a whole or in part: its stock comes back. It can be cancelled once.",
            footer = {"  client cancel 17", "  client cancel 17 --item GameStart --quantity 1"})
    public static final class Cancel extends SaleCommand {
        @Parameters(paramLabel = "NUMBER", description = "Number of the order.")
        long number;

        @Option(
                names = "--item",
                paramLabel = "NAME",
                description = "Cancel this item only. Default: all of the order.")
        @Nullable
        String item;

        @Option(
                names = "--quantity",
                paramLabel = "N",
                defaultValue = "1",
                description = "How much of the item to cancel, with --item.")
        int quantity;

        @Override
        ApiCall<ChangeOutcome> call(SaleApi api, String key) {
            options.require("NUMBER", number, 1, Long.MAX_VALUE);
            options.require("--quantity", quantity, 1, OrderRequest.MAX_QUANTITY);
            return api.cancel(number, item, quantity, key);
        }

        @Override
        String done(JsonNode value) {
            return "order " + number + " is cancelled" + (item == null ? "" : " in part") + ", "
                    + text(value.path("cancellation"), "total") + " back";
        }
    }
}
