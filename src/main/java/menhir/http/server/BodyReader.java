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

/** Reads bodies up to a size and within a time. One that came in one piece with its head needs no stream. */
public final class BodyReader {
    /** What is read of a body that nobody wants, before its connection is given up. */
    private static final long MAX_DISCARDED_BYTES = 1 << 20;

    private final int maxBytes;
    private final long deadlineMillis;
    private final Materializer materializer;

    public BodyReader(ActorSystem<?> system, int maxBytes, long deadlineMillis) {
        this.maxBytes = maxBytes;
        this.deadlineMillis = deadlineMillis;
        this.materializer = SystemMaterializer.get(system).materializer();
    }

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
        return entity.toStrict(deadlineMillis, maxBytes, materializer).handle((strict, failure) -> {
            if (failure != null) {
                throw readFailure(failure).exception();
            }
            return strict.getData().toArrayUnsafe();
        });
    }

    /** Takes an unread body off the connection, which could not go on otherwise. */
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
                            "The body did not arrive within " + deadlineMillis + " ms: send it at once.")
                    .closing();
        }
        // The second is what a limit on a chunked body throws when it is asked for the whole at once.
        if (cause instanceof EntityStreamSizeException
                || (cause instanceof EntityStreamException stream
                        && stream.info().summary().contains("too large"))) {
            return tooLarge();
        }
        return Problem.of(ProblemType.MALFORMED_REQUEST, "The body broke off or is not well-formed: send it again.");
    }

    private Problem tooLarge() {
        return Problem.of(ProblemType.BODY_TOO_LARGE, "A body may have " + maxBytes + " bytes: send less at a time.")
                .with("limitBytes", maxBytes)
                .closing();
    }
}
