package menhir.http.server;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.RequestEntity;
import akka.http.scaladsl.model.EntityStreamException;
import akka.http.scaladsl.model.EntityStreamSizeException;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import akka.stream.javadsl.Sink;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemException;
import menhir.http.problem.ProblemType;

/** Reads request bodies up to a size and within a time. A body that arrived together with its head needs no stream. */
public final class BodyReader {
    /** Bytes of an unwanted body that are read before its connection is given up. */
    private static final long MAX_DISCARDED_BYTES = 1 << 20;

    private final int maxBytes;
    private final long timeoutMillis;
    private final Materializer materializer;

    public BodyReader(ActorSystem<?> system, HttpLimits limits) {
        this.maxBytes = limits.maxBodyBytes();
        // Half of the request's time: a slow client learns that its body is late, not that the store is slow.
        this.timeoutMillis = limits.requestTimeout().toMillis() / 2;
        this.materializer = SystemMaterializer.get(system).materializer();
    }

    /** Completes with the whole body, or fails with a {@link ProblemException}, which may also be thrown at once. */
    CompletionStage<byte[]> read(HttpRequest request) {
        RequestEntity entity = request.entity();
        OptionalLong length = entity.getContentLengthOption();
        if (length.isPresent() && length.getAsLong() > maxBytes) {
            discard(request);
            throw tooLarge().exception();
        }
        if (entity instanceof HttpEntity.Strict strict) {
            return CompletableFuture.completedFuture(strict.getData().toArrayUnsafe());
        }
        return entity.toStrict(timeoutMillis, maxBytes, materializer).handle((strict, failure) -> {
            if (failure != null) {
                throw readFailure(failure).exception();
            }
            return strict.getData().toArrayUnsafe();
        });
    }

    /** Removes an unread body from the connection, which cannot carry another request otherwise. */
    void discard(HttpRequest request) {
        if (!request.entity().isStrict()) {
            request.entity().withSizeLimit(MAX_DISCARDED_BYTES).getDataBytes().runWith(Sink.ignore(), materializer);
        }
    }

    private Problem readFailure(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return Problem.of(
                            ProblemType.BODY_TIMEOUT,
                            "The body did not arrive within " + timeoutMillis + " ms: send it without delay.")
                    .closing();
        }
        // toStrict reports a chunked body that exceeds the limit with the second exception.
        if (cause instanceof EntityStreamSizeException
                || (cause instanceof EntityStreamException stream
                        && stream.info().summary().contains("too large"))) {
            return tooLarge();
        }
        return Problem.of(
                ProblemType.MALFORMED_REQUEST, "The body ended early or is not well-formed: send the request again.");
    }

    private Problem tooLarge() {
        return Problem.of(ProblemType.BODY_TOO_LARGE, "A body may have at most " + maxBytes + " bytes: send less.")
                .with("limitBytes", maxBytes)
                .closing();
    }
}
