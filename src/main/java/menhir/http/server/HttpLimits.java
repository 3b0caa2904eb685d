package menhir.http.server;

import java.time.Duration;

/**
 * Sizes, counts and times that the server does not exceed.
 *
 * @param maxBodyBytes largest request body
 * @param requestTimeout time after which a request gets a response even if the store has not answered
 * @param idleTimeout time after which an idle connection is closed; longer than {@code requestTimeout} and {@code
 *     eventHeartbeat}
 * @param headTimeout time for the head of a request, from its first byte
 * @param maxConnections open connections; beyond it {@link #SPARE_CONNECTIONS} are for health checks only
 * @param maxEventListeners open event streams, over all stores
 * @param eventHeartbeat time without events after which an event stream sends a comment
 */
public record HttpLimits(
        int maxBodyBytes,
        Duration requestTimeout,
        Duration idleTimeout,
        Duration headTimeout,
        int maxConnections,
        int maxEventListeners,
        Duration eventHeartbeat) {

    /** Bytes of a request's path and query together. */
    public static final int MAX_URI_BYTES = 2048;

    /** Headers of a request. */
    public static final int MAX_HEADERS = 64;

    /** Bytes of a header's value. */
    public static final int MAX_HEADER_BYTES = 4096;

    /** Most connections beyond the limit, which are for health checks. */
    public static final int SPARE_CONNECTIONS = 64;

    /** Elements of a page if the client sets no limit. */
    public static final int DEFAULT_PAGE = 100;

    /** Elements of the largest page. */
    public static final int MAX_PAGE = 1000;

    /** The limits of a node. */
    public static final HttpLimits STANDARD = new HttpLimits(
            65_536,
            Duration.ofSeconds(15),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            1024,
            200,
            Duration.ofSeconds(10));

    /** Throws {@link IllegalArgumentException} if the values do not fit together. */
    public HttpLimits {
        require(maxBodyBytes > 0, "maxBodyBytes must be positive");
        require(isPositive(requestTimeout), "requestTimeout must be positive");
        require(isPositive(eventHeartbeat), "eventHeartbeat must be positive");
        require(idleTimeout.compareTo(requestTimeout) > 0, "idleTimeout must be longer than requestTimeout");
        require(idleTimeout.compareTo(eventHeartbeat) > 0, "idleTimeout must be longer than eventHeartbeat");
        require(isPositive(headTimeout), "headTimeout must be positive");
        require(maxConnections > 0, "maxConnections must be positive");
        require(
                maxEventListeners >= 0 && maxEventListeners <= maxConnections,
                "maxEventListeners must be from 0 to maxConnections");
    }

    /** The same limits with another number of connections, and no more event streams than that. */
    public HttpLimits withMaxConnections(int connections) {
        return new HttpLimits(
                maxBodyBytes,
                requestTimeout,
                idleTimeout,
                headTimeout,
                connections,
                Math.min(maxEventListeners, connections),
                eventHeartbeat);
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isZero() && !duration.isNegative();
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
