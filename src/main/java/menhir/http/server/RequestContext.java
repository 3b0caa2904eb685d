package menhir.http.server;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request on its way through a handler. What it gives out is checked for form. */
public final class RequestContext {
    private static final Pattern KEY = Pattern.compile("[\\x20-\\x7E]{1,255}");

    private final HttpRequest request;
    private final List<String> parameters;
    private final BodyReader bodies;
    private volatile @Nullable String submittedKey;
    private boolean bodyTaken;

    RequestContext(HttpRequest request, List<String> parameters, BodyReader bodies) {
        this.request = request;
        this.parameters = parameters;
        this.bodies = bodies;
    }

    /** A parameter of the path, from left to right, from 0. */
    public String parameter(int position) {
        return parameters.get(position);
    }

    /** A parameter of the path that must be an item's name. */
    public String item(int position) {
        return PathParameters.name("item", parameter(position));
    }

    /** A parameter of the path that must be an order's number. */
    public long orderNumber(int position) {
        return PathParameters.wholeNumber("number", parameter(position), 0, WholeNumbers.MAX);
    }

    public QueryParameters query() {
        return QueryParameters.parse(request.getUri().rawQueryString().orElse(null));
    }

    /**
     * TODO summary.
     *
     * @param name in lower case
     */
    @Nullable
    public String header(String name) {
        for (HttpHeader header : request.getHeaders()) {
            if (header.is(name)) {
                return header.value();
            }
        }
        return null;
    }

    /**
     * A header that may be there once.
     *
     * @param name as it is usually written
     * @param lowerCaseName the same in lower case
     */
    @Nullable
    public String onlyHeader(String name, String lowerCaseName) {
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

    /** The client's idempotency key, or a new one, which the client hears of if the outcome stays unknown. */
    public String idempotencyKey(Supplier<String> newKey) {
        String key = onlyHeader("Idempotency-Key", "idempotency-key");
        if (key == null) {
            return newKey.get();
        }
        if (!KEY.matcher(key).matches()) {
            throw Problem.invalidHeader("Idempotency-Key", "1 to 255 printable ASCII characters")
                    .exception();
        }
        return key;
    }

    /** From here on the request may have been done. */
    public void submitting(String key) {
        submittedKey = key;
    }

    /** Null until {@link #submitting}. */
    @Nullable
    String submittedKey() {
        return submittedKey;
    }

    /** The body's JSON object, whatever the Content-Type says. */
    public CompletionStage<Fields> anyBody() {
        bodyTaken = true;
        return bodies.read(request).thenApply(Fields::parse);
    }

    /**
     * Completes when the request is whole, for one that says all in its path: an order must not be placed for a client that
     * has not finished asking. Its body, if there is one, is ignored.
     */
    public CompletionStage<RequestContext> whole() {
        bodyTaken = true;
        return bodies.read(request).thenApply(ignored -> this);
    }

    /** The body's JSON object; it must be sent as such. */
    public CompletionStage<Fields> jsonBody() {
        ContentType type = request.entity().getContentType();
        boolean isJson = type.mediaType().mainType().equals("application")
                && type.mediaType().subType().equals("json");
        if (!isJson && !request.entity().isKnownEmpty()) {
            throw Problem.of(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            "Send the body as JSON, with the header Content-Type: application/json.")
                    .withHeader("Accept-Post", Route.JSON)
                    .exception();
        }
        if (header("content-encoding") != null) {
            throw Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send the body as it is, without a Content-Encoding.")
                    .withHeader("Accept-Encoding", "identity")
                    .exception();
        }
        return anyBody();
    }

    /** At the end of a call: a body that was not read must not stay on the connection. */
    void finish() {
        if (!bodyTaken) {
            bodies.discard(request);
        }
    }
}
