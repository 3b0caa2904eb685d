package menhir.http.server;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;
import menhir.http.problem.Problem;

/** The format in which the clients of a route expect errors. */
public enum ErrorFormat {
    /** RFC 9457. */
    PROBLEM_JSON(ContentTypes.parse("application/problem+json")) {
        @Override
        Object json(Problem problem) {
            return new ProblemJson(
                    problem.type().uri(),
                    problem.type().title(),
                    problem.status().intValue(),
                    problem.detail(),
                    problem.members());
        }
    },

    /** {@code {"error":{"code","message"}}}, for the clients of the stock bazaar, the bookstore and the toy store. */
    CODE_AND_MESSAGE(ContentTypes.APPLICATION_JSON) {
        @Override
        Object json(Problem problem) {
            return new ErrorJson(new CodeAndMessage(problem.status().intValue(), problem.detail()));
        }
    },

    /** {@code {"response":"failure","message"}}, for the clients of the Olympics. */
    RESPONSE_AND_MESSAGE(ContentTypes.APPLICATION_JSON) {
        @Override
        Object json(Problem problem) {
            return new FailureJson("failure", problem.detail());
        }
    };

    @JsonPropertyOrder({"type", "title", "status", "detail"})
    private record ProblemJson(
            String type,
            String title,
            int status,
            String detail,
            @JsonAnyGetter Map<String, Object> members) {}

    private record CodeAndMessage(int code, String message) {}

    private record ErrorJson(CodeAndMessage error) {}

    private record FailureJson(String response, String message) {}

    @SuppressWarnings("ImmutableEnumChecker") // Akka's model is immutable, though it does not say so.
    private final ContentType contentType;

    ErrorFormat(ContentType contentType) {
        this.contentType = contentType;
    }

    /** What Jackson writes. */
    abstract Object json(Problem problem);

    /** The response that says what the problem is. */
    public HttpResponse response(Problem problem) {
        return HttpResponse.create()
                .withStatus(problem.status())
                .withHeaders(problem.headers())
                .withEntity(HttpEntities.create(contentType, Json.line(json(problem))));
    }
}
