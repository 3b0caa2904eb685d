package menhir.http.connections;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.ResponseEntity;
import akka.util.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemType;
import menhir.http.server.ErrorFormat;

/** The responses to what never reaches a route. The format of errors is that of the canonical API: no path is known yet. */
final class Refusals {
    private Refusals() {}

    /** To a request on a spare connection. */
    static HttpResponse tooManyConnections() {
        return ErrorFormat.PROBLEM_JSON.response(tooManyConnectionsProblem());
    }

    /** To a spare connection without a request. */
    static ByteString tooManyConnectionsBytes() {
        return bytes(tooManyConnectionsProblem());
    }

    private static Problem tooManyConnectionsProblem() {
        return Problem.of(
                        ProblemType.OVERLOADED,
                        "This node has as many connections as it may, in all or from this address. Nothing was changed; try again soon, or"
                                + " at another node.")
                .retryAfterSeconds(1)
                .closing();
    }

    /** To HTTP where TLS should be. */
    static ByteString clearTextBytes() {
        return bytes(Problem.of(ProblemType.MALFORMED_REQUEST, "This port speaks https only.")
                .closing());
    }

    /** To a head that did not arrive in time. */
    static ByteString headTimeout(Duration limit) {
        return bytes(Problem.of(
                        ProblemType.HEAD_TIMEOUT,
                        "The head of the request did not arrive within " + limit.toMillis()
                                + " ms: send it without delay.")
                .closing());
    }

    /** A response as it is on the wire, for where no request is that Akka could render a response to. */
    private static ByteString bytes(Problem problem) {
        HttpResponse response = ErrorFormat.PROBLEM_JSON.response(problem);
        ResponseEntity entity = response.entity();
        ByteString body = ((akka.http.javadsl.model.HttpEntity.Strict) entity).getData();
        StringBuilder head = new StringBuilder("HTTP/1.1 ")
                .append(response.status().intValue())
                .append(' ')
                .append(response.status().reason())
                .append("\r\n");
        for (HttpHeader header : response.getHeaders()) {
            head.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        head.append("Content-Type: ").append(entity.getContentType()).append("\r\n");
        head.append("Content-Length: ").append(body.size()).append("\r\n\r\n");
        return ByteString.fromArrayUnsafe(head.toString().getBytes(StandardCharsets.US_ASCII))
                .concat(body);
    }
}
