package menhir.http.server;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the HTTP front door must know at start. A bad value is refused with its configuration key and what is allowed.
 *
 * @param host the one address to bind to
 * @param port to bind to; 0 takes a free one
 * @param adminToken what an administrator's requests must carry; none turns them off
 * @param ordersStore the store that {@code /orders} at the root belongs to
 * @param maxBodyBytes no request's body may be larger
 * @param requestTimeout after which a request is answered whether the store has answered or not
 * @param idleTimeout after which a silent connection is closed; longer than {@code requestTimeout} and
 *     {@code eventHeartbeat}
 * @param maxConnections open at a time; further ones wait in the operating system's queue
 * @param maxEventListeners clients that may follow a store's events at a time, over all stores
 * @param eventHeartbeat after which a silent event stream says that it is alive
 * @param version of this server, as {@code /version} and the {@code Server} header tell it
 */
public record HttpSettings(
        String host,
        int port,
        Optional<String> adminToken,
        String ordersStore,
        int maxBodyBytes,
        Duration requestTimeout,
        Duration idleTimeout,
        int maxConnections,
        int maxEventListeners,
        Duration eventHeartbeat,
        String version) {

    /** Name of the configuration key of the administrator's token. */
    public static final String ADMIN_TOKEN_KEY = "menhir.http.admin-token";

    /** Name of the environment variable that sets it. */
    public static final String ADMIN_TOKEN_VARIABLE = "MENHIR_ADMIN_TOKEN";

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{8,512}=*");

    public HttpSettings {
        require(!host.isBlank(), "menhir.http.host", "the name or address of an interface");
        require(port >= 0 && port <= 65_535, "menhir.http.port", "a whole number from 0 to 65535");
        // The value itself stays out of the message: it may be a real token with a slip of the pen.
        require(
                adminToken.isEmpty() || TOKEN.matcher(adminToken.get()).matches(),
                ADMIN_TOKEN_KEY,
                "8 to 512 letters, digits or -._~+/");
        require(!ordersStore.isBlank(), "menhir.http.root-store", "the name of a store");
        require(
                maxBodyBytes >= 1024 && maxBodyBytes <= 1 << 20,
                "menhir.http.max-body-bytes",
                "a number of bytes from 1 KiB to 1 MiB");
        require(isPositive(requestTimeout), "menhir.http.request-timeout", "a time above 0");
        require(
                idleTimeout.compareTo(requestTimeout) > 0 && idleTimeout.compareTo(eventHeartbeat) > 0,
                "menhir.http.idle-timeout",
                "a time above request-timeout and event-heartbeat");
        require(
                maxConnections >= 1 && maxConnections <= 65_536,
                "menhir.http.max-connections",
                "a whole number from 1 to 65536");
        require(
                maxEventListeners >= 0 && maxEventListeners <= maxConnections,
                "menhir.http.max-event-listeners",
                "a whole number from 0 to max-connections");
        require(isPositive(eventHeartbeat), "menhir.http.event-heartbeat", "a time above 0");
        require(
                version.matches("[A-Za-z0-9.+_-]{1,64}"),
                "the server's version",
                "1 to 64 letters, digits, dots, plus signs, underscores and hyphens");
    }

    /** What a node uses unless its configuration says otherwise. */
    public static HttpSettings defaults(String host, int port, String ordersStore, String version) {
        return new HttpSettings(
                host,
                port,
                Optional.empty(),
                ordersStore,
                65_536,
                Duration.ofSeconds(15),
                Duration.ofSeconds(60),
                1024,
                200,
                Duration.ofSeconds(10),
                version);
    }

    public HttpSettings withAdminToken(String token) {
        return new HttpSettings(
                host,
                port,
                Optional.of(token),
                ordersStore,
                maxBodyBytes,
                requestTimeout,
                idleTimeout,
                maxConnections,
                maxEventListeners,
                eventHeartbeat,
                version);
    }

    public HttpSettings withOrdersStore(String store) {
        return new HttpSettings(
                host,
                port,
                adminToken,
                store,
                maxBodyBytes,
                requestTimeout,
                idleTimeout,
                maxConnections,
                maxEventListeners,
                eventHeartbeat,
                version);
    }

    public HttpSettings withMaxConnections(int connections) {
        return new HttpSettings(
                host,
                port,
                adminToken,
                ordersStore,
                maxBodyBytes,
                requestTimeout,
                idleTimeout,
                connections,
                Math.min(maxEventListeners, connections),
                eventHeartbeat,
                version);
    }

    /** Without the token: settings end up in logs. */
    @Override
    public String toString() {
        return "HttpSettings[" + host + ":" + port + ", admin calls " + (adminToken.isPresent() ? "on" : "off")
                + ", /orders is " + ordersStore + ", version " + version + "]";
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isZero() && !duration.isNegative();
    }

    private static void require(boolean holds, String key, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(key + " must be " + allowed);
        }
    }
}
