package menhir.client.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import menhir.client.TerminalText;
import menhir.client.api.Dialect;
import menhir.client.http.ServerAddress;
import menhir.client.http.StoreClient;
import menhir.client.load.LoadDriver;
import menhir.client.load.LoadPlan;
import menhir.client.load.LoadResult;
import menhir.client.run.ItemNames;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** A benchmark driver. */
@Command(
        name = "load",
        description = {
            "Sends as many requests as the servers answer, over kept-alive connections (closed loop), and measures. "
                    + "Orders are of 1 and are not looked up again: client orders does that."
        },
        footer = {
            "  client load --kind lookup --connections 64 --seconds 10",
            "  client load --kind mixed --order-share 0.2 --seconds 30 --json"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class LoadCommand extends RemoteCommand {

    private static final int CONNECTIONS_LIMIT = 4_096;
    private static final int SECONDS_LIMIT = 3_600;
    private static final int NAMES_LIMIT = 10_000;

    /** What is sent. */
    enum Kind {
        LOOKUP,
        ORDER,
        MIXED
    }

    /** For picocli: lower case. */
    static final class KindConverter implements ITypeConverter<Kind> {
        @Override
        public Kind convert(String value) {
            return switch (value) {
                case "lookup" -> Kind.LOOKUP;
                case "order" -> Kind.ORDER;
                case "mixed" -> Kind.MIXED;
                default -> throw new TypeConversionException("'" + value + "' is none of lookup, order, mixed");
            };
        }
    }

    @Option(names = "--connections", paramLabel = "N", defaultValue = "64", description = "Connections at once.")
    int connections;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "10", description = "How long to measure.")
    int seconds;

    @Option(
            names = "--warmup-seconds",
            paramLabel = "S",
            defaultValue = "2",
            description = "How long to run before measuring.")
    int warmupSeconds;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            converter = KindConverter.class,
            defaultValue = "lookup",
            description = "lookup, order or mixed.")
    Kind kind;

    @Option(
            names = "--order-share",
            paramLabel = "P",
            defaultValue = "0.2",
            description = "Share of orders when mixed, 0 to 1.")
    double orderShare;

    @Option(
            names = "--sell-share",
            paramLabel = "P",
            defaultValue = "0.5",
            description = "Share of the orders that sell, 0 to 1: at 0.5 stock stays about the same.")
    double sellShare;

    @Option(names = "--names", split = ",", paramLabel = "ITEM", description = "Items; if not given, all in the store.")
    @Nullable
    List<String> names;

    @Option(names = "--seed", paramLabel = "N", description = "Repeats a run's choices.")
    @Nullable
    Long seed;

    @Override
    int run(StoreClient connection) throws InterruptedException {
        options.require("--connections", connections, 1, CONNECTIONS_LIMIT);
        options.require("--seconds", seconds, 1, SECONDS_LIMIT);
        options.require("--warmup-seconds", warmupSeconds, 0, SECONDS_LIMIT);
        options.requireShare("--order-share", orderShare);
        options.requireShare("--sell-share", sellShare);
        if (connection.dialect() != Dialect.CANONICAL) {
            throw options.wrong("load speaks the canonical dialect only");
        }
        for (ServerAddress server : connection.servers()) {
            if (server.resolve().isUnresolved()) {
                throw options.wrong("the host of " + server + " is unknown");
            }
        }
        List<String> itemNames = ItemNames.choose(connection, names);
        if (itemNames == null) {
            return unknownStore();
        }
        if (itemNames.isEmpty()) {
            return failed(ExitStatus.NOT_SOUND, "store '" + options.store() + "' has no items");
        }
        return load(connection, itemNames.subList(0, Math.min(itemNames.size(), NAMES_LIMIT)));
    }

    private int load(StoreClient connection, List<String> itemNames) {
        double share =
                switch (kind) {
                    case LOOKUP -> 0;
                    case ORDER -> 1;
                    case MIXED -> orderShare;
                };
        LoadPlan plan = new LoadPlan(
                connection.servers(),
                connections,
                warmupSeconds * 1_000L,
                seconds * 1_000L,
                share,
                sellShare,
                itemNames,
                options.timeoutMillis,
                seed != null ? seed : ThreadLocalRandom.current().nextLong(1L << 32));
        try {
            LoadResult result = new LoadDriver(plan, connection.canonical()).run();
            if (options.json) {
                print(result.json().put("seed", plan.seed()));
            } else {
                out().printf("load on store %s, %d connections, seed %d%n%n", store(), connections, plan.seed());
                result.print(out());
            }
            return result.exitStatus();
        } catch (IOException noSelector) {
            return failed(ExitStatus.NOT_SOUND, "cannot open sockets: " + noSelector.getMessage());
        }
    }

    private String store() {
        return TerminalText.line(options.store());
    }
}
