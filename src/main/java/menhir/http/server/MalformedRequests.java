package menhir.http.server;

import akka.event.LoggingAdapter;
import akka.http.ParsingErrorHandler;
import akka.http.javadsl.model.HttpResponse;
import akka.http.scaladsl.model.ErrorInfo;
import akka.http.scaladsl.model.StatusCode;
import akka.http.scaladsl.settings.ServerSettings;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemType;

/**
 * Answers bytes that are not an HTTP request and so never reach a route. The client is at fault in every case: no response
 * is a 5xx, and nothing is logged. A client that sends garbage must not fill the disk, and a secret in a broken header must
 * not reach a log.
 */
public final class MalformedRequests extends ParsingErrorHandler {
    /** Akka looks up handlers as Scala objects, by the name of this field. */
    @SuppressWarnings("unused")
    static final MalformedRequests MODULE$ = new MalformedRequests();

    private MalformedRequests() {}

    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        Problem problem =
                switch (status.intValue()) {
                    case 413 -> Problem.of(ProblemType.BODY_TOO_LARGE, "Send a smaller body.");
                    case 414 ->
                        Problem.of(
                                ProblemType.PATH_TOO_LONG,
                                "Path and query may have " + HttpLimits.MAX_URI_BYTES + " bytes together.");
                    case 431 -> Problem.of(ProblemType.HEADERS_TOO_LARGE, "Send fewer or shorter headers.");
                    case 501 ->
                        Problem.of(
                                        ProblemType.METHOD_NOT_ALLOWED,
                                        "The method is unknown: use one of the Allow header.")
                                .withHeader("Allow", "GET, HEAD, POST, PUT, DELETE, OPTIONS");
                    default ->
                        Problem.of(
                                ProblemType.MALFORMED_REQUEST,
                                "Send a well-formed HTTP/1.1 request with a percent-encoded path and one Host header.");
                };
        return ErrorFormat.PROBLEM_JSON.response(problem);
    }
}
