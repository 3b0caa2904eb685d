package menhir.client.command;

import java.io.IOException;
import java.util.List;
import menhir.client.api.Dialect;
import menhir.client.http.ServerAddress;
import menhir.client.load.LoadDriver;
import menhir.client.load.LoadPlan;
import menhir.client.load.LoadResult;
import menhir.client.load.RequestMix;
import menhir.client.report.LoadReport;
import menhir.client.run.StoreClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures throughput with the closed-loop load driver. */
@Command(
        name = "load",
        description = {
            "Measures throughput and latency under load.",
            "Each of many kept-alive connections sends its next request as soon as the last one was answered (closed "
                    + "loop). Orders have quantity 1 and are not verified: use client orders for that."
        },
        footer = {
            "  client load --kind lookup --connections 64 --seconds 10",
            "  client load --kind mixed --order-share 0.2 --seconds 30 --json"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class LoadCommand extends RemoteCommand {

    private static final int CONNECTIONS_LIMIT = 4_096;
    private static final int MAX_SECONDS = 3_600;
    private static final int NAMES_LIMIT = 10_000;

    /** The kinds of request to send. */
    enum Kind {
        LOOKUP,
        ORDER,
        MIXED
    }

    /** For picocli: kinds in lower case. */
    static final class KindConverter extends LowerCaseEnumConverter<Kind> {
        KindConverter() {
            super(Kind.class);
        }
    }

    @Option(names = "--connections", paramLabel = "N", defaultValue = "64", description = "Concurrent connections.")
    int connections;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "10", description = "Duration of the measurement.")
    int seconds;

    @Option(
            names = "--warmup-seconds",
            paramLabel = "S",
            defaultValue = "2",
            description = "Duration of the warm-up before the measurement.")
    int warmupSeconds;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            converter = KindConverter.class,
            defaultValue = "lookup",
            description = "Requests to send: lookup, order or mixed.")
    Kind kind;

    @Option(
            names = "--order-share",
            paramLabel = "P",
            defaultValue = "0.2",
            description = "With --kind mixed: share of orders, 0 to 1.")
    double orderShare;

    @Option(
            names = "--sell-share",
            paramLabel = "P",
            defaultValue = "0.5",
            description = "Share of the orders that sell, 0 to 1; at 0.5 the stock stays about the same.")
    double sellShare;

    @Mixin
    SelectionOptions selection = new SelectionOptions();

    @Override
    int run(StoreClient client) throws InterruptedException {
        options.require("--connections", connections, 1, CONNECTIONS_LIMIT);
        options.require("--seconds", seconds, 1, MAX_SECONDS);
        options.require("--warmup-seconds", warmupSeconds, 0, MAX_SECONDS);
        options.requireShare("--order-share", orderShare);
        options.requireShare("--sell-share", sellShare);
        if (client.dialect() != Dialect.CANONICAL) {
            throw options.usageError("load supports the canonical dialect only");
        }
        for (ServerAddress server : client.servers()) {
            if (server.resolve().isUnresolved()) {
                throw options.usageError("the host of " + server + " is unknown");
            }
        }
        LoadPlan plan = plan(client, selection.itemNames(options, client));
        try (Interruption interruption = new Interruption(err())) {
            LoadResult result = new LoadDriver(
                            plan, client.canonical(), client.pool().caller().tls())
                    .run(() -> !interruption.requested());
            LoadReport report = new LoadReport(client.store(), plan, result);
            int exitStatus = exitStatus(result);
            if (options.json) {
                print(report.json().put("exit", exitStatus));
            } else {
                report.print(out());
            }
            return exitStatus;
        } catch (IOException noSelector) {
            return failed(ExitStatus.FAILED, "cannot open sockets: " + noSelector.getMessage());
        }
    }

    private static int exitStatus(LoadResult result) {
        if (result.responses() == 0) {
            return ExitStatus.NO_SERVER;
        }
        return result.unexpected() > 0 ? ExitStatus.FAILED : ExitStatus.OK;
    }

    private LoadPlan plan(StoreClient client, List<String> itemNames) {
        double share =
                switch (kind) {
                    case LOOKUP -> 0;
                    case ORDER -> 1;
                    case MIXED -> orderShare;
                };
        return new LoadPlan(
                client.servers(),
                connections,
                warmupSeconds * 1_000L,
                seconds * 1_000L,
                0,
                RequestMix.orders(share, sellShare),
                itemNames.subList(0, Math.min(itemNames.size(), NAMES_LIMIT)),
                options.timeoutMillis,
                selection.seed());
    }
}
