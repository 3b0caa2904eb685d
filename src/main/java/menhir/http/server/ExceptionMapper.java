package menhir.http.server;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemException;
import menhir.http.problem.ProblemType;
import menhir.service.ServiceException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps what a handler threw to a problem. Only faults of the server are logged, and no response shows their details. */
final class ExceptionMapper {
    private static final Logger LOG = LoggerFactory.getLogger(ExceptionMapper.class);

    private ExceptionMapper() {}

    /** The problem with a body that was read only to be discarded. */
    static Problem ofBody(Throwable failure) {
        return cause(failure) instanceof ProblemException expected
                ? expected.problem()
                : Problem.of(ProblemType.MALFORMED_REQUEST, "The body ended early: send the request without a body.");
    }

    static Problem problem(Throwable failure, Route route, RequestContext request) {
        Throwable cause = cause(failure);
        if (cause instanceof ProblemException expected) {
            return expected.problem();
        } else if (cause instanceof ServiceException service) {
            return problem(service.reason(), request.submittedKey());
        } else if (cause instanceof TimeoutException) {
            return request.submittedKey() == null
                    ? Problem.of(ProblemType.TIMED_OUT, "The store did not answer in time: try again.")
                            .retryAfterSeconds(1)
                    : outcomeUnknown(request.submittedKey());
        }
        LOG.error("request {}, {} {}, failed", request.id(), route.method(), route.pattern(), cause);
        return Problem.of(
                ProblemType.INTERNAL_ERROR,
                "The server has a fault, which its log describes. Send a request that changes something again only with"
                        + " the same Idempotency-Key.");
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static Problem problem(ServiceException.Reason reason, @Nullable String key) {
        return switch (reason) {
            case NO_MAJORITY ->
                Problem.of(
                                ProblemType.NO_MAJORITY,
                                "No majority of the store's replicas is reachable. Nothing was changed: try again.")
                        .retryAfterSeconds(2);
            case OVERLOADED ->
                Problem.of(
                                ProblemType.OVERLOADED,
                                "Too many requests are pending. Nothing was changed: try again at a lower rate.")
                        .retryAfterSeconds(1);
            case OUTCOME_UNKNOWN -> outcomeUnknown(key);
        };
    }

    private static Problem outcomeUnknown(@Nullable String key) {
        Problem problem = Problem.of(
                        ProblemType.OUTCOME_UNKNOWN,
                        "The request may or may not have been done. Send it again with the same Idempotency-Key: it is"
                                + " done once.")
                .retryAfterSeconds(2);
        return key == null ? problem : problem.with("idempotencyKey", key).withHeader("Idempotency-Key", key);
    }
}
