package menhir.http.problem;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.headers.Connection;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a request was not done, independent of the {@link ErrorFormat} in which a client gets it.
 *
 * @param status the type's status, unless a dialect has another
 * @param detail for people: what is wrong, and what to do
 * @param members for programs: text, numbers, or lists of text
 */
public record Problem(
        ProblemType type, StatusCode status, String detail, Map<String, Object> members, List<HttpHeader> headers) {

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, type.status(), detail, Map.of(), List.of());
    }

    public static Problem field(ProblemType type, String field, String detail) {
        return of(type, detail).with("field", field);
    }

    /**
     * A field of the body with a value that is not allowed.
     *
     * @param allowed the allowed values, to follow "must be"
     */
    public static Problem invalidField(String field, String allowed) {
        return field(ProblemType.INVALID_FIELD, field, "The field " + field + " must be " + allowed + ".")
                .with("allowed", allowed);
    }

    /**
     * A parameter of the path or the query with a value that is not allowed.
     *
     * @param allowed the allowed values, to follow "must be"
     */
    public static Problem invalidParameter(String parameter, String allowed) {
        return field(
                        ProblemType.INVALID_PARAMETER,
                        parameter,
                        "The parameter " + parameter + " must be " + allowed + ".")
                .with("allowed", allowed);
    }

    /**
     * A header with a value that is not allowed.
     *
     * @param allowed the allowed values, to follow "must be"
     */
    public static Problem invalidHeader(String header, String allowed) {
        return field(ProblemType.INVALID_HEADER, header, "The header " + header + " must be " + allowed + ".")
                .with("allowed", allowed);
    }

    /** The same problem with another member. */
    public Problem with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new Problem(type, status, detail, more, headers);
    }

    /** The same problem as that of a request with an id ({@code instance} of RFC 9457). */
    public Problem ofRequest(String id) {
        return with("instance", "urn:menhir:request:" + id);
    }

    /** The same problem with the member that says what the client probably meant. */
    public Problem withNearest(String name) {
        return with("nearest", name);
    }

    public Problem withStatus(StatusCode other) {
        return new Problem(type, other, detail, members, headers);
    }

    public Problem withDetail(String other) {
        return new Problem(type, status, other, members, headers);
    }

    /** The same problem with another response header. */
    public Problem withHeader(HttpHeader header) {
        List<HttpHeader> more = new ArrayList<>(headers);
        more.add(header);
        return new Problem(type, status, detail, members, more);
    }

    public Problem withHeader(String name, String value) {
        return withHeader(RawHeader.create(name, value));
    }

    /** Closes the connection after the response, because the rest of the request is not worth reading. */
    public Problem closing() {
        return withHeader(Connection.create("close"));
    }

    public Problem retryAfterSeconds(int seconds) {
        return withHeader("Retry-After", Integer.toString(seconds));
    }

    public ProblemException exception() {
        return new ProblemException(this);
    }
}
