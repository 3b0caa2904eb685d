package menhir.http.connections;

import akka.Done;
import akka.NotUsed;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.japi.function.Function;
import akka.stream.javadsl.BidiFlow;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.util.ByteString;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One connection. It handles one request at a time, and can be ended in two ways. */
final class Connection {

    /**
     * How a connection is served.
     *
     * @param lateResponse what a client gets whose head is late
     * @param tls outside of all else; null for clear text
     */
    record Terms(
            Function<HttpRequest, CompletionStage<HttpResponse>> handler,
            HeadDeadline deadline,
            boolean onlyOneRequest,
            ByteString lateResponse,
            @Nullable TlsStage tls) {}

    /** For browsers (RFC 6797): this node is reached by https only, for the next 30 days. */
    private static final HttpHeader ONLY_HTTPS = RawHeader.create(
            "Strict-Transport-Security", "max-age=" + Duration.ofDays(30).toSeconds());

    private final Admission<Connection> admission;
    private final CompletableFuture<Done> read = new CompletableFuture<>();
    private final CompletableFuture<Done> written = new CompletableFuture<>();
    private final CompletableFuture<BytesStage.Control> control = new CompletableFuture<>();
    private volatile boolean ending;

    Connection(Admission<Connection> admission) {
        this.admission = admission;
    }

    /**
     * What turns the bytes of the client into those of the server.
     *
     * @param layer Akka's HTTP layer, from the bytes to requests
     */
    Flow<ByteString, ByteString, NotUsed> flow(
            Terms terms, BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> layer) {
        BytesStage bytes = new BytesStage(terms.deadline(), terms.lateResponse());
        Flow<ByteString, ByteString, BytesStage.Control> clear =
                requests(terms).joinMat(layer.atop(BidiFlow.fromGraph(bytes), Keep.right()), Keep.right());
        Flow<ByteString, ByteString, BytesStage.Control> server =
                terms.tls() == null ? clear : clear.join(BidiFlow.fromGraph(terms.tls()));
        return Flow.of(ByteString.class)
                .watchTermination((none, done) -> completing(none, done, read))
                .viaMat(server, Keep.right())
                .watchTermination((closing, done) -> completing(closing, done, written))
                .mapMaterializedValue(closing -> {
                    control.complete(closing);
                    return NotUsed.getInstance();
                });
    }

    private static <T> T completing(T value, CompletionStage<Done> done, CompletableFuture<Done> future) {
        done.whenComplete((ended, failure) -> future.complete(Done.getInstance()));
        return value;
    }

    /** One at a time. Everything here runs in the stream of the connection, between its bytes. */
    private Flow<HttpRequest, HttpResponse, NotUsed> requests(Terms terms) {
        return Flow.of(HttpRequest.class)
                .map(request -> {
                    terms.deadline().onRequest();
                    admission.onRequest(this);
                    return request;
                })
                .mapAsync(1, terms.handler())
                .map(response -> responding(response, terms));
    }

    private HttpResponse responding(HttpResponse response, Terms terms) {
        admission.onResponse(this);
        HttpResponse marked = terms.tls() == null ? response : response.addHeader(ONLY_HTTPS);
        HttpResponse last = terms.onlyOneRequest() || ending ? closing(marked) : marked;
        HeadDeadline deadline = terms.deadline();
        if (last.entity() instanceof HttpEntity.Strict) {
            deadline.onResponse();
            return last;
        }
        return last.transformEntityDataBytes(Flow.of(ByteString.class).watchTermination((none, done) -> {
            done.whenComplete((ended, failure) -> deadline.onResponse());
            return none;
        }));
    }

    private static HttpResponse closing(HttpResponse response) {
        return response.getHeader("Connection").isPresent()
                ? response
                : response.addHeader(akka.http.javadsl.model.headers.Connection.create("close"));
    }

    /** Completes when the connection is closed. */
    CompletionStage<Void> closed() {
        return CompletableFuture.allOf(read, written);
    }

    /** Closes the connection after the request that it may have at work. */
    void end() {
        ending = true;
        running().thenAccept(BytesStage.Control::closeIfIdle);
    }

    /** Closes the connection at once. */
    void abort() {
        running().thenAccept(BytesStage.Control::abort);
    }

    private CompletionStage<BytesStage.Control> running() {
        return control;
    }
}
