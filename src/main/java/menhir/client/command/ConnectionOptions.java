package menhir.client.command;

import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import menhir.certificates.CertificateFileException;
import menhir.certificates.TrustedAuthorities;
import menhir.client.api.Dialect;
import menhir.client.http.ClientKey;
import menhir.client.http.RetryPolicy;
import menhir.client.http.ServerAddress;
import menhir.client.http.ServerPool;
import menhir.client.run.StoreClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options of every command, and checks of option values. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ConnectionOptions {

    private static final int SERVERS_LIMIT = 64;
    private static final int STORE_NAME_LIMIT = 64;
    private static final long MAX_MILLIS = 3_600_000;

    /** For picocli: a malformed address is a usage error. */
    static final class AddressConverter implements ITypeConverter<ServerAddress> {
        @Override
        public ServerAddress convert(String value) {
            try {
                return ServerAddress.parse(value);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(String.valueOf(wrong.getMessage()));
            }
        }
    }

    /** For picocli: dialects in lower case. */
    static final class DialectConverter extends LowerCaseEnumConverter<Dialect> {
        DialectConverter() {
            super(Dialect.class);
        }
    }

    @Spec(Spec.Target.MIXEE)
    CommandSpec spec;

    @Option(
            names = {"-s", "--servers"},
            split = ",",
            paramLabel = "HOST:PORT",
            converter = AddressConverter.class,
            defaultValue = "${env:MENHIR_SERVERS:-127.0.0.1:8080}",
            description = {
                "Servers to fail over between, separated by commas (also: MENHIR_SERVERS).",
                "https://HOST:PORT for those that speak https."
            })
    List<ServerAddress> servers;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            defaultValue = "${env:MENHIR_CA_FILE}",
            description = "PEM file with the authorities of the servers' certificates (also: MENHIR_CA_FILE).")
    @Nullable
    Path caFile;

    @Option(
            names = "--store",
            paramLabel = "NAME",
            description = "Store on the servers. Default: that of the dialect, or stocks.")
    @Nullable
    String givenStore;

    @Option(
            names = "--dialect",
            paramLabel = "NAME",
            converter = DialectConverter.class,
            defaultValue = "canonical",
            description = "canonical (/v1), or the API of the classical stocks, books or toys.")
    Dialect dialect;

    @Option(
            names = "--timeout-millis",
            paramLabel = "MS",
            defaultValue = "3000",
            description = "Time limit of one attempt at one server.")
    long timeoutMillis;

    @Option(
            names = "--deadline-millis",
            paramLabel = "MS",
            defaultValue = "30000",
            description = "Time limit of one request, over all its attempts.")
    long deadlineMillis;

    @Option(names = "--json", description = "Print only JSON on standard output.")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean helpRequested;

    StoreClient connect() {
        require("--servers", servers.size(), 1, SERVERS_LIMIT);
        require("--timeout-millis", timeoutMillis, 1, MAX_MILLIS);
        require("--deadline-millis", deadlineMillis, 1, MAX_MILLIS);
        String store = store();
        if (store.isBlank() || store.length() > STORE_NAME_LIMIT) {
            throw usageError("--store must be a name of 1 to " + STORE_NAME_LIMIT + " characters");
        }
        return new StoreClient(pool(new RetryPolicy(timeoutMillis, deadlineMillis)), store, dialect);
    }

    private ServerPool pool(RetryPolicy policy) {
        return ServerPool.of(servers, policy, key(), trusted());
    }

    private ClientKey key() {
        try {
            return ClientKey.fromEnvironment();
        } catch (IllegalArgumentException wrong) {
            throw usageError(String.valueOf(wrong.getMessage()));
        }
    }

    private @Nullable SSLContext trusted() {
        if (caFile == null || caFile.toString().isEmpty()) {
            return null;
        }
        try {
            return TrustedAuthorities.context(caFile);
        } catch (CertificateFileException e) {
            throw usageError("--ca-file: " + e.getMessage());
        }
    }

    String store() {
        return givenStore == null ? dialect.defaultStore() : givenStore;
    }

    /** Requires that the dialect has such orders. */
    void requireOrders(int maxQuantity, boolean selling) {
        if (selling && !dialect.sells()) {
            throw usageError("the dialect " + dialect + " cannot sell to the store");
        }
        require("the quantity", maxQuantity, 1, dialect.maxQuantity());
    }

    /** Requires that the dialect can name the items. */
    void requireItems(List<String> items) {
        for (String item : items) {
            if (dialect.usesItemNumbers() && !item.matches("[0-9]{1,18}")) {
                throw usageError("in the dialect " + dialect
                        + " an item is given by its number, not by a name such as '" + item + "'");
            }
        }
    }

    void require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw usageError(name + " must be from " + least + " to " + most + ", but is " + value);
        }
    }

    void requireShare(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw usageError(name + " must be from 0 to 1, but is " + value);
        }
    }

    ParameterException usageError(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
