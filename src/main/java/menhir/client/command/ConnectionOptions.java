package menhir.client.command;

import java.util.List;
import menhir.client.api.Dialect;
import menhir.client.http.RetryPolicy;
import menhir.client.http.ServerAddress;
import menhir.client.http.StoreClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that every verb has. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ConnectionOptions {

    private static final int SERVERS_LIMIT = 64;
    private static final int STORE_NAME_LIMIT = 64;
    private static final long LONGEST_MILLIS = 3_600_000;

    @Spec(Spec.Target.MIXEE)
    CommandSpec spec;

    @Option(
            names = {"-s", "--servers"},
            split = ",",
            paramLabel = "HOST:PORT",
            converter = ServerAddress.Converter.class,
            defaultValue = "${env:MENHIR_SERVERS:-127.0.0.1:8080}",
            description = "Servers to fail over between, separated by commas (also: MENHIR_SERVERS).")
    List<ServerAddress> servers;

    @Option(
            names = "--store",
            paramLabel = "NAME",
            description = "The store on the servers; if not given, that of the dialect, or stocks.")
    @Nullable
    String givenStore;

    @Option(
            names = "--dialect",
            paramLabel = "NAME",
            converter = Dialect.Converter.class,
            defaultValue = "canonical",
            description = "canonical (/v1), or the paths of the classical stocks, books or toys.")
    Dialect dialect;

    @Option(
            names = "--timeout-millis",
            paramLabel = "MS",
            defaultValue = "3000",
            description = "How long one attempt at one server may take.")
    long timeoutMillis;

    @Option(
            names = "--deadline-millis",
            paramLabel = "MS",
            defaultValue = "30000",
            description = "How long one request may take over all its attempts.")
    long deadlineMillis;

    @Option(names = "--json", description = "Print JSON on standard output, and nothing else.")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean helpWanted;

    StoreClient connect() {
        require("--servers", servers.size(), 1, SERVERS_LIMIT);
        require("--timeout-millis", timeoutMillis, 1, LONGEST_MILLIS);
        require("--deadline-millis", deadlineMillis, 1, LONGEST_MILLIS);
        String store = store();
        if (store.isBlank() || store.length() > STORE_NAME_LIMIT) {
            throw wrong("--store must be a name of 1 to " + STORE_NAME_LIMIT + " characters");
        }
        return new StoreClient(servers, store, dialect, new RetryPolicy(timeoutMillis, deadlineMillis));
    }

    String store() {
        return givenStore == null ? dialect.defaultStore() : givenStore;
    }

    /** Refuses what the dialect has no words for. */
    void requireOrders(int maxQuantity, boolean selling) {
        if (selling && !dialect.sells()) {
            throw wrong("the dialect " + dialect + " cannot sell to the store");
        }
        require("the quantity", maxQuantity, 1, dialect.maxQuantity());
    }

    /** Refuses items that the dialect cannot ask for. */
    void requireItems(List<String> items) {
        for (String item : items) {
            if (dialect == Dialect.BOOKS && !item.matches("[0-9]{1,18}")) {
                throw wrong("in the dialect books an item goes by its number, not by a name such as '" + item + "'");
            }
        }
    }

    void require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw wrong(name + " must be from " + least + " to " + most + ", but is " + value);
        }
    }

    void requireShare(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw wrong(name + " must be from 0 to 1, but is " + value);
        }
    }

    /** A usage error. */
    ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
