package menhir.http.server;

import akka.http.javadsl.model.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletionStage;
import menhir.http.access.Role;
import menhir.http.problem.ProblemException;

/**
 * A method and a path that the server answers.
 *
 * @param pattern the path, with parameters in braces, each a whole segment: {@code /orders/{number}}
 * @param errorFormat the format of its errors
 * @param mediaTypes of its responses, in lower case; a client's Accept header must allow one of them. Empty to ignore that
 *     header
 * @param safe whether a request changes nothing (RFC 9110, 9.2.1); a safe GET answers HEAD too
 * @param role what a caller must be allowed to do
 */
public record Route(
        Method method,
        String pattern,
        ErrorFormat errorFormat,
        List<String> mediaTypes,
        boolean safe,
        Role role,
        Handler handler) {
    static final String JSON = "application/json";

    /**
     * Answers requests. A request that cannot be done ends in a {@link ProblemException} or a {@link
     * menhir.service.ServiceException}, thrown or in the stage; any other exception counts as a fault of the server.
     */
    @FunctionalInterface
    public interface Handler {
        CompletionStage<HttpResponse> handle(RequestContext request);
    }

    /** A route of the canonical API: JSON, and problems as RFC 9457 has them. */
    public static Route canonical(Method method, String pattern, Handler handler) {
        return of(method, pattern, ErrorFormat.PROBLEM_JSON, List.of(JSON), handler);
    }

    /** A route whose responses are not JSON, or not only. */
    public static Route plain(Method method, String pattern, Handler handler) {
        return of(method, pattern, ErrorFormat.PROBLEM_JSON, List.of(), handler);
    }

    /** A route of the Olympics, where a GET may change something. */
    public static Route olympics(Method method, String pattern, boolean safe, Handler handler) {
        return new Route(
                method,
                pattern,
                ErrorFormat.RESPONSE_AND_MESSAGE,
                List.of(),
                safe,
                safe ? Role.READ : Role.ORDER,
                handler);
    }

    /** A route of another dialect; like the original servers, it ignores the Accept header. */
    public static Route dialect(Method method, String pattern, Handler handler) {
        return of(method, pattern, ErrorFormat.CODE_AND_MESSAGE, List.of(), handler);
    }

    private static Route of(
            Method method, String pattern, ErrorFormat errorFormat, List<String> mediaTypes, Handler handler) {
        boolean safe = method == Method.GET;
        return new Route(method, pattern, errorFormat, mediaTypes, safe, safe ? Role.READ : Role.ORDER, handler);
    }

    /** The same route for everyone. */
    public Route forEveryone() {
        return new Route(method, pattern, errorFormat, mediaTypes, safe, Role.NONE, handler);
    }

    /** The same route for all who may read: its path has an authorisation of its own. */
    public Route forReaders() {
        return new Route(method, pattern, errorFormat, mediaTypes, safe, Role.READ, handler);
    }

    /** The same route for administrators only. */
    public Route forAdministrators() {
        return new Route(method, pattern, errorFormat, mediaTypes, safe, Role.ADMINISTER, handler);
    }
}
