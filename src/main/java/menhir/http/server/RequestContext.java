package menhir.http.server;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemType;
import menhir.service.IdempotencyKeys;
import menhir.store.Command;
import org.jspecify.annotations.Nullable;

/** A request with the parameters of its path. Everything that it returns has been checked. */
public final class RequestContext {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final HttpRequest request;
    private final String id;
    private final List<String> parameters;
    private final BodyReader bodies;
    private volatile @Nullable String submittedKey;
    private @Nullable String caller;
    private boolean bodyTaken;

    RequestContext(HttpRequest request, String id, List<String> parameters, BodyReader bodies) {
        this.request = request;
        this.id = id;
        this.parameters = parameters;
        this.bodies = bodies;
    }

    /** The request's id, for logs. */
    String id() {
        return id;
    }

    void calledBy(@Nullable String name) {
        caller = name;
    }

    /** The name of the key with which it was sent; null if it had none. */
    @Nullable
    String caller() {
        return caller;
    }

    /** The path parameter at a position, counted from 0 from the left; not checked. */
    public String parameter(int position) {
        return parameters.get(position);
    }

    /** A path parameter that must be a name of an item, team, event or medal. */
    public String name(String parameter, int position) {
        return Parameters.name(parameter, parameter(position));
    }

    /** A path parameter that must be a whole number from {@code min} to {@code max}. */
    public long wholeNumber(String parameter, int position, long min, long max) {
        return Parameters.wholeNumber(parameter, parameter(position), min, max);
    }

    public QueryParameters query() {
        return QueryParameters.parse(request.getUri().rawQueryString().orElse(null));
    }

    /**
     * The first value of a header, or null.
     *
     * @param lowerCaseName the header's name in lower case
     */
    @Nullable
    String header(String lowerCaseName) {
        for (HttpHeader header : request.getHeaders()) {
            if (header.is(lowerCaseName)) {
                return header.value();
            }
        }
        return null;
    }

    /** The value of a header that may occur once, or null. */
    @Nullable
    public String onlyHeader(String name) {
        String lowerCaseName = name.toLowerCase(Locale.ROOT);
        String value = null;
        for (HttpHeader header : request.getHeaders()) {
            if (header.is(lowerCaseName)) {
                if (value != null) {
                    throw Problem.invalidHeader(name, "sent once").exception();
                }
                value = header.value();
            }
        }
        return value;
    }

    /** Whether the If-None-Match header has this entity tag: the client has the current version. */
    public boolean hasTag(String tag) {
        String ifNoneMatch = header("if-none-match");
        if (ifNoneMatch == null) {
            return false;
        }
        for (String candidate : ifNoneMatch.split(",", -1)) {
            String trimmed = candidate.trim();
            if (trimmed.equals("*") || trimmed.equals(tag) || trimmed.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The command under the condition of the If-Match header, if there is one.
     *
     * @param value name of the value whose version is its entity tag
     */
    public Command ifMatch(String value, Command command) {
        String header = onlyHeader("If-Match");
        if (header == null) {
            return command;
        }
        List<Long> versions = EntityTags.versions(header)
                .orElseThrow(() ->
                        Problem.invalidHeader("If-Match", EntityTags.ALLOWED).exception());
        return new Command.Conditional(value, versions, command);
    }

    /** The client's idempotency key, or a new one, which the client gets if the outcome is unknown. */
    public String idempotencyKey(Supplier<String> newKey) {
        String key = onlyHeader("Idempotency-Key");
        if (key == null) {
            return newKey.get();
        }
        if (!IdempotencyKeys.isValid(key)) {
            throw Problem.invalidHeader("Idempotency-Key", IdempotencyKeys.ALLOWED)
                    .exception();
        }
        return key;
    }

    /** From here on the request may have been done. */
    public void submitting(String key) {
        submittedKey = key;
    }

    /** The key of the submitted command; null before {@link #submitting}. */
    @Nullable
    String submittedKey() {
        return submittedKey;
    }

    /** The JSON object of the body, regardless of the Content-Type. */
    public CompletionStage<Fields> anyBody() {
        bodyTaken = true;
        return bodies.read(request).thenApply(Fields::parse);
    }

    /**
     * Completes when the request has arrived in full. For requests that have everything in their path: an order must not be
     * placed for a client that has not finished its request. The body is ignored.
     */
    public CompletionStage<RequestContext> complete() {
        bodyTaken = true;
        return bodies.read(request).thenApply(ignored -> this);
    }

    /** The JSON object of the body, which must have the Content-Type application/json. */
    public CompletionStage<Fields> jsonBody() {
        requireMediaType(Route.JSON, "JSON");
        return anyBody();
    }

    /** As {@link #jsonBody}; no body is an object without fields. */
    public CompletionStage<Fields> optionalJsonBody() {
        requireMediaType(Route.JSON, "JSON");
        bodyTaken = true;
        return bodies.read(request).thenApply(body -> body.length == 0 ? Fields.none() : Fields.parse(body));
    }

    /** The fields of a form: a body with the Content-Type application/x-www-form-urlencoded. */
    public CompletionStage<QueryParameters> formBody() {
        requireMediaType(FORM, "a form");
        bodyTaken = true;
        return bodies.read(request).thenApply(body -> QueryParameters.parse(new String(body, StandardCharsets.UTF_8)));
    }

    private void requireMediaType(String mediaType, String format) {
        MediaType sent = request.entity().getContentType().mediaType();
        boolean matches = mediaType.equals(sent.mainType() + "/" + sent.subType());
        if (!matches && !request.entity().isKnownEmpty()) {
            throw Problem.of(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            "Send the body as " + format + ", with the header Content-Type: " + mediaType + ".")
                    .withHeader("Accept-Post", mediaType)
                    .exception();
        }
        if (header("content-encoding") != null) {
            throw Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send the body without a Content-Encoding.")
                    .withHeader("Accept-Encoding", "identity")
                    .exception();
        }
    }

    /** Ends the request: an unread body must not stay on the connection. */
    void finish() {
        if (!bodyTaken) {
            bodies.discard(request);
        }
    }
}
