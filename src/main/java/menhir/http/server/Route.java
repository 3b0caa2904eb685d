package menhir.http.server;

import java.util.List;

/**
 * One call that clients may make.
 *
 * @param pattern its path, with parameters in braces, which take a whole segment each: {@code /orders/{number}}
 * @param errors how its errors look
 * @param changes whether to ask changes something; then a HEAD, which must not, is not taken in place of a GET
 * @param produces media types of its answers, which a client's Accept header must allow; empty to ignore that header
 */
public record Route(
        Method method, String pattern, ErrorFormat errors, List<String> produces, boolean changes, Handler handler) {
    static final String JSON = "application/json";

    /** A route of the canonical API. */
    public static Route canonical(Method method, String pattern, Handler handler) {
        return new Route(method, pattern, ErrorFormat.PROBLEM_JSON, List.of(JSON), method != Method.GET, handler);
    }

    /** A route whose answer is not JSON, or not only. */
    public static Route plain(Method method, String pattern, Handler handler) {
        return new Route(method, pattern, ErrorFormat.PROBLEM_JSON, List.of(), method != Method.GET, handler);
    }

    /** A route of the Olympics, where everything is a GET. */
    public static Route olympics(String pattern, boolean changes, Handler handler) {
        return new Route(Method.GET, pattern, ErrorFormat.RESPONSE_AND_MESSAGE, List.of(), changes, handler);
    }

    /** A route of a dialect: lenient, as the old servers were. */
    public static Route dialect(Method method, String pattern, Handler handler) {
        return new Route(method, pattern, ErrorFormat.CODE_AND_MESSAGE, List.of(), method != Method.GET, handler);
    }
}
