package menhir.client.http;

import java.net.http.HttpHeaders;

/** A server's whole answer. The body has at most {@link HttpCaller#BODY_LIMIT_BYTES} bytes. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Response(ServerAddress server, Request request, int status, HttpHeaders headers, byte[] body) {

    /** The largest delay that a Retry-After header can ask for, in seconds, before it is cut further by the caller. */
    private static final int RETRY_AFTER_DIGITS = 6;

    boolean isTemporaryRefusal() {
        return status == 502 || status == 503 || status == 504;
    }

    /** What Retry-After asks for in milliseconds; 0 when it is missing or not a number of seconds. */
    long retryAfterMillis() {
        String value = headers.firstValue("Retry-After").orElse("").strip();
        boolean isSeconds = !value.isEmpty()
                && value.length() <= RETRY_AFTER_DIGITS
                && value.chars().allMatch(c -> c >= '0' && c <= '9');
        return isSeconds ? Long.parseLong(value) * 1_000 : 0;
    }

    public boolean replayed() {
        return headers.firstValue("Idempotent-Replayed").orElse("").strip().equalsIgnoreCase("true");
    }

    public BadResponseException bad(String why) {
        return new BadResponseException(server + " answered " + status + " to " + request + ": " + why);
    }
}
