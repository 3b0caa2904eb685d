package menhir.http.server;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;

/** The form in which a route's clients expect to hear what went wrong. */
public enum ErrorFormat {
    /** RFC 9457. */
    PROBLEM_JSON(ContentTypes.parse("application/problem+json")) {
        @Override
        void write(JsonGenerator out, Problem problem) throws IOException {
            out.writeStartObject();
            out.writeStringField("type", problem.type().uri());
            out.writeStringField("title", problem.type().title());
            out.writeNumberField("status", problem.status().intValue());
            out.writeStringField("detail", problem.detail());
            for (Map.Entry<String, Object> member : problem.members().entrySet()) {
                out.writePOJOField(member.getKey(), member.getValue());
            }
            out.writeEndObject();
        }
    },

    /** {@code {"error":{"code","message"}}}, as the dialects' clients read it. */
    CODE_AND_MESSAGE(ContentTypes.APPLICATION_JSON) {
        @Override
        void write(JsonGenerator out, Problem problem) throws IOException {
            out.writeStartObject();
            out.writeObjectFieldStart("error");
            out.writeNumberField("code", problem.status().intValue());
            out.writeStringField("message", problem.detail());
            out.writeEndObject();
            out.writeEndObject();
        }
    },

    /** {@code {"response":"failure","message"}}, as the clients of the Olympics read it. */
    RESPONSE_AND_MESSAGE(ContentTypes.APPLICATION_JSON) {
        @Override
        void write(JsonGenerator out, Problem problem) throws IOException {
            out.writeStartObject();
            out.writeStringField("response", "failure");
            out.writeStringField("message", problem.detail());
            out.writeEndObject();
        }
    };

    @SuppressWarnings("ImmutableEnumChecker") // Akka's model is immutable, though it does not say so.
    private final ContentType contentType;

    ErrorFormat(ContentType contentType) {
        this.contentType = contentType;
    }

    abstract void write(JsonGenerator out, Problem problem) throws IOException;

    HttpResponse response(Problem problem) {
        return HttpResponse.create()
                .withStatus(problem.status())
                .withHeaders(problem.headers())
                .withEntity(HttpEntities.create(contentType, Json.bytes(out -> write(out, problem))));
    }
}
