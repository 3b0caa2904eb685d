package menhir.http.api;

import akka.NotUsed;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.japi.Pair;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import menhir.backup.BackupEncoder;
import menhir.backup.BackupHeader;
import menhir.backup.DamagedBackupException;
import menhir.backup.Origin;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemType;
import menhir.http.server.HttpLimits;
import menhir.http.server.Method;
import menhir.http.server.RequestContext;
import menhir.http.server.Route;
import menhir.http.server.StreamLimiter;
import menhir.replication.LogEntry;
import menhir.service.StoreService;
import menhir.service.StoreService.StoreInfo;

/**
 * A store's backup, for an administrator. It ends with the last entry that was released when the request arrived, by the
 * leader's word, so it has every change that was acknowledged before. The entries come from the nearest replica that has them,
 * page by page as the client takes them. If the rest of the log becomes unavailable, the connection breaks, and the client
 * has a file without an end.
 */
public final class BackupRoutes {
    /** Backups at the same time; more would slow down the replicas' disks. */
    private static final int MAX_BACKUPS = 2;

    private static final RawHeader NOT_STORED = RawHeader.create("Cache-Control", "no-store");

    private final StoreService service;
    private final Stores stores;
    private final Origin origin;
    private final StreamLimiter backups = new StreamLimiter(MAX_BACKUPS);

    public BackupRoutes(StoreService service, Stores stores, Origin origin) {
        this.service = service;
        this.stores = stores;
        this.origin = origin;
    }

    public List<Route> routes() {
        return List.of(Route.canonical(Method.GET, "/v1/stores/{store}/backup", this::backup)
                .forAdministrators());
    }

    private CompletionStage<HttpResponse> backup(RequestContext request) {
        StoreInfo store = stores.of(request);
        StreamLimiter.Permit permit = backups.tryAcquire();
        if (permit == null) {
            throw Problem.of(
                            ProblemType.OVERLOADED,
                            "This node sends " + backups.limit()
                                    + " backups, which is its limit: try again later, or use another node.")
                    .retryAfterSeconds(5)
                    .exception();
        }
        long began = System.currentTimeMillis();
        return service.released(store.name())
                .whenComplete(permit::releaseIfFailed)
                .thenApply(last -> {
                    BackupHeader header =
                            new BackupHeader(store.name(), store.kind().label(), origin, last, began, false);
                    return HttpResponse.create()
                            .addHeader(NOT_STORED)
                            .withEntity(HttpEntities.createChunked(
                                    ContentTypes.APPLICATION_OCTET_STREAM, permit.attachTo(bytes(header))));
                });
    }

    private Source<ByteString, NotUsed> bytes(BackupHeader header) {
        BackupEncoder encoder = new BackupEncoder(header);
        return Source.unfoldAsync(0L, after -> after <= header.lastIndex() ? next(encoder, header, after) : end())
                .prepend(Source.single(ByteString.fromArray(encoder.begin())));
    }

    private static CompletionStage<Optional<Pair<Long, ByteString>>> end() {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    /** The entries after an index, or the end of the file. */
    private CompletionStage<Optional<Pair<Long, ByteString>>> next(
            BackupEncoder encoder, BackupHeader header, long after) {
        if (after == header.lastIndex()) {
            return CompletableFuture.completedFuture(
                    Optional.of(Pair.create(after + 1, ByteString.fromArray(encoder.end()))));
        }
        int limit = (int) Math.min(HttpLimits.MAX_PAGE, header.lastIndex() - after);
        return service.log(header.store(), after, limit)
                .thenApply(entries -> Optional.of(
                        Pair.create(after + entries.size(), ByteString.fromArray(segment(encoder, entries)))));
    }

    private static byte[] segment(BackupEncoder encoder, List<LogEntry> entries) {
        try {
            return encoder.segment(entries);
        } catch (DamagedBackupException e) {
            throw new CompletionException(e);
        }
    }
}
