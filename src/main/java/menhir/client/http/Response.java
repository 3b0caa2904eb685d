package menhir.client.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import menhir.client.terminal.TerminalText;

/**
 * A whole response. The body is at most 4 MiB.
 *
 * @param afterUnknown whether an earlier attempt of the same request may have been carried out
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Response(
        ServerAddress server, Request request, int status, HttpHeaders headers, byte[] body, boolean afterUnknown) {

    /** A longer Retry-After is ignored, so that its milliseconds always fit a long. */
    private static final int RETRY_AFTER_DIGITS = 6;

    private static final int PROBLEM_LIMIT = 300;

    /** The type of a problem is this and a name. */
    private static final String PROBLEM_PREFIX = "urn:menhir:problem:";

    private static final Pattern PROBLEM_NAME = Pattern.compile("[a-z][a-z-]{0,63}");

    /** Problems for which nothing was changed, although the server is unavailable. */
    private static final Set<String> UNCHANGED = Set.of("no-majority", "overloaded", "not-ready");

    /** A response to a first attempt. */
    Response(ServerAddress server, Request request, int status, HttpHeaders headers, byte[] body) {
        this(server, request, status, headers, body, false);
    }

    /** The same response, after attempts of which one may have been carried out. */
    Response afterUnknownAttempts() {
        return new Response(server, request, status, headers, body, true);
    }

    /** The name of the problem that the body tells; empty if it tells none, as the answer of a proxy. */
    public Optional<String> problemName() {
        try {
            String type = Json.MAPPER.readTree(body).path("type").asText("");
            String name = type.startsWith(PROBLEM_PREFIX) ? type.substring(PROBLEM_PREFIX.length()) : "";
            return PROBLEM_NAME.matcher(name).matches() ? Optional.of(name) : Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    /** Whether another server may answer this request: not this status, or not now. */
    boolean isForAnotherAttempt() {
        return isUnavailable(status) || status == 408 || status == 421 || status == 429;
    }

    /** Whether the other servers would refuse the request as well: a status below 500, with JSON that says why. */
    public boolean isFinalRefusal() {
        if (status < 400 || status >= 500 || isForAnotherAttempt()) {
            return false;
        }
        try {
            return Json.MAPPER.readTree(body).isObject();
        } catch (IOException notJson) {
            return false;
        }
    }

    /** Whether the request may have been carried out, although this is no final answer to it. */
    boolean mayBeDone() {
        Optional<String> problem = problemName();
        return problem.isEmpty() || (isUnavailable(status) && !UNCHANGED.contains(problem.get()));
    }

    /** Whether a status says that the server cannot answer now, but another one may. */
    public static boolean isUnavailable(int status) {
        return status == 502 || status == 503 || status == 504;
    }

    /** The value of Retry-After in milliseconds; 0 if it is missing or not a number of seconds. */
    public long retryAfterMillis() {
        String value = headers.firstValue("Retry-After").orElse("").strip();
        boolean isSeconds = !value.isEmpty()
                && value.length() <= RETRY_AFTER_DIGITS
                && value.chars().allMatch(c -> c >= '0' && c <= '9');
        return isSeconds ? Long.parseLong(value) * 1_000 : 0;
    }

    /** Whether the server had placed this order before, under the same idempotency key. */
    public boolean replayed() {
        return headers.firstValue("Idempotent-Replayed").orElse("").strip().equalsIgnoreCase("true");
    }

    /** An exception that names the server, the request and the status. */
    public BadResponseException bad(String reason) {
        return new BadResponseException(server + " answered " + status + " to " + request + ": " + reason);
    }

    /**
     * The body of a response that must have status 200.
     *
     * @throws BadResponseException if it has another status, or another JSON than the type
     */
    public <T> T okJson(Class<T> type) {
        if (status != 200) {
            throw bad(problem());
        }
        return json(type);
    }

    /**
     * The body, read into a type.
     *
     * @throws BadResponseException if the JSON is malformed or does not fit the type; it names the field
     */
    public <T> T json(Class<T> type) {
        T value;
        try {
            value = Json.MAPPER.readValue(body, type);
        } catch (JsonMappingException mismatch) {
            throw bad(Json.describe(mismatch));
        } catch (JsonProcessingException malformed) {
            throw bad("malformed JSON: " + TerminalText.line(malformed.getOriginalMessage(), 200));
        } catch (IOException unexpected) {
            throw bad("unreadable JSON");
        }
        // Jackson reads the literal "null" as null.
        if (value == null) {
            throw bad("not a single JSON object");
        }
        return value;
    }

    /** The message of an error response, in either error format of the API; else the beginning of its body. */
    public String problem() {
        try {
            JsonNode error = Json.MAPPER.readTree(body);
            for (JsonNode message : List.of(
                    error.path("detail"),
                    error.path("title"),
                    error.path("error").path("message"))) {
                if (message.isTextual() && !message.textValue().isBlank()) {
                    return TerminalText.line(message.textValue(), PROBLEM_LIMIT);
                }
            }
        } catch (IOException notJson) {
            // The body is shown as it is.
        }
        return TerminalText.line(new String(body, StandardCharsets.UTF_8), PROBLEM_LIMIT);
    }
}
