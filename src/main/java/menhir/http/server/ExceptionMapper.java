package menhir.http.server;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import menhir.service.ServiceException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what a handler threw into what its client is told. Only real faults are logged, and none is told in full. */
final class ExceptionMapper {
    private static final Logger LOG = LoggerFactory.getLogger(ExceptionMapper.class);

    private ExceptionMapper() {}

    /** What is wrong with a body that was read only to be thrown away. */
    static Problem ofBody(Throwable failure) {
        return cause(failure) instanceof ProblemException expected
                ? expected.problem()
                : Problem.of(ProblemType.MALFORMED_REQUEST, "The body broke off: send the request without one.");
    }

    static Problem problem(Throwable failure, Route route, RequestContext call) {
        Throwable cause = cause(failure);
        if (cause instanceof ProblemException expected) {
            return expected.problem();
        } else if (cause instanceof ServiceException service) {
            return problem(service.reason(), call.submittedKey());
        } else if (cause instanceof TimeoutException) {
            return call.submittedKey() == null
                    ? Problem.of(ProblemType.TIMED_OUT, "The store did not answer in time: try again.")
                            .retryAfterSeconds(1)
                    : outcomeUnknown(call.submittedKey());
        }
        LOG.error("{} {} failed", route.method(), route.pattern(), cause);
        return Problem.of(
                ProblemType.INTERNAL_ERROR,
                "This is a fault of the server, and its log says more. A request that changes something can be sent again"
                        + " with the same Idempotency-Key.");
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
                                "Fewer than a majority of the store's replicas can be reached, so nothing was done: try again.")
                        .retryAfterSeconds(2);
            case OVERLOADED ->
                Problem.of(ProblemType.OVERLOADED, "Too much is waiting, so nothing was done: try again, more slowly.")
                        .retryAfterSeconds(1);
            case OUTCOME_UNKNOWN -> outcomeUnknown(key);
        };
    }

    private static Problem outcomeUnknown(@Nullable String key) {
        Problem problem = Problem.of(
                        ProblemType.OUTCOME_UNKNOWN,
                        "The request may have been done or not: send the same request again with the same"
                                + " Idempotency-Key, and it is done once.")
                .retryAfterSeconds(2);
        return key == null ? problem : problem.with("idempotencyKey", key).withHeader("Idempotency-Key", key);
    }
}
