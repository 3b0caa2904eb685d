package menhir.http.server;

import akka.event.LoggingAdapter;
import akka.http.ParsingErrorHandler;
import akka.http.javadsl.model.HttpResponse;
import akka.http.scaladsl.model.ErrorInfo;
import akka.http.scaladsl.model.StatusCode;
import akka.http.scaladsl.settings.ServerSettings;

/**
 * Answers bytes that are no HTTP request, which never reach a route. All of it is the client's doing, so no answer is a 5xx
 * here, and nothing is logged: whoever sends garbage must not fill the disk, or get a secret in a half-read header into a
 * log.
 */
public final class MalformedRequests extends ParsingErrorHandler {
    /** Akka looks handlers up as Scala objects: by this field. */
    @SuppressWarnings("unused")
    static final MalformedRequests MODULE$ = new MalformedRequests();

    private MalformedRequests() {}

    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        // The summary is Akka's own words; the detail may hold what the client sent.
        Problem problem =
                switch (status.intValue()) {
                    case 413 -> Problem.of(ProblemType.BODY_TOO_LARGE, "Send less at a time.");
                    case 414 -> Problem.of(ProblemType.PATH_TOO_LONG, "Path and query may have 2048 bytes together.");
                    case 431 -> Problem.of(ProblemType.HEADERS_TOO_LARGE, "Send fewer and shorter headers.");
                    case 501 ->
                        Problem.of(
                                        ProblemType.METHOD_NOT_ALLOWED,
                                        "The method is unknown: use one of the header Allow.")
                                .withHeader("Allow", "GET, HEAD, POST, PUT, OPTIONS");
                    default ->
                        Problem.of(
                                ProblemType.MALFORMED_REQUEST,
                                "Send a well-formed HTTP/1.1 request, with a percent-encoded path and one Host header.");
                };
        return ErrorFormat.PROBLEM_JSON.response(problem);
    }
}
