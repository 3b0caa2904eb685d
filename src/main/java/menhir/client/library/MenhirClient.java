package menhir.client.library;

import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import menhir.client.http.ApiCaller;
import menhir.client.http.ClientKey;
import menhir.client.http.FailoverListener;
import menhir.client.http.RetryPolicy;
import menhir.client.http.ServerAddress;
import menhir.client.http.ServerPool;
import org.jspecify.annotations.Nullable;

/**
 * A client of a Menhir cluster, for programs in Java. Thread-safe: a program needs one, and keeps it. Connections are kept
 * alive and shared.
 *
 * <p>A request goes to one server as long as that one works, then to the next. It is repeated until its deadline, a change
 * always under the same key, so that it is done once.
 */
public final class MenhirClient {
    private final ServerPool pool;
    private final ApiCaller caller;

    private MenhirClient(ServerPool pool) {
        this.pool = pool;
        caller = pool.failover(0, new FailoverListener() {
            @Override
            public void retried() {
                // The caller learns the outcome only.
            }

            @Override
            public void failedOver() {
                // Likewise.
            }
        });
    }

    /**
     * The settings of a client of these servers.
     *
     * @param servers as {@code host:port} or {@code https://host:port}. Name all nodes of the cluster: requests go to the first one
     *     while it works, so programs should not all name the same one first. An API key is sent to each of them as it is named.
     */
    public static Builder of(String... servers) {
        return new Builder(List.of(servers));
    }

    /** A store of the cluster. Whether there is one shows the first request. */
    public Store store(String name) {
        return new Store(pool, caller, name, null);
    }

    /** The settings of a client. */
    public static final class Builder {
        private static final Duration LONGEST = Duration.ofHours(1);

        private final List<String> servers;
        private ClientKey key = ClientKey.NONE;
        private @Nullable SSLContext trusted;
        private Duration attempt = Duration.ofSeconds(3);
        private Duration deadline = Duration.ofSeconds(30);

        private Builder(List<String> servers) {
            this.servers = servers;
        }

        /**
         * The API key; without one the client is anonymous.
         *
         * @param apiKey 8 to 256 visible ASCII characters
         * @throws IllegalArgumentException if it is not
         */
        public Builder apiKey(String apiKey) {
            key = ClientKey.of(apiKey);
            return this;
        }

        /** What the certificates of servers with https are checked by; without it, by the authorities that Java knows. */
        public Builder trust(SSLContext context) {
            trusted = context;
            return this;
        }

        /** The longest time of one attempt at one server, 1 ms to an hour; 3 s unless it is set. */
        public Builder attempt(Duration time) {
            attempt = checked(time);
            return this;
        }

        /** The longest time of a request, over all its attempts, 1 ms to an hour; 30 s unless it is set. */
        public Builder deadline(Duration time) {
            deadline = checked(time);
            return this;
        }

        private static Duration checked(Duration time) {
            if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("a time must be from 1 ms to an hour, but is " + time);
            }
            return time;
        }

        /**
         * The client. It connects with its first request.
         *
         * @throws IllegalArgumentException if there is no server, or one of them has no valid address
         */
        public MenhirClient build() {
            if (servers.isEmpty()) {
                throw new IllegalArgumentException("at least one server is needed");
            }
            return new MenhirClient(ServerPool.of(
                    servers.stream().map(ServerAddress::parse).toList(),
                    new RetryPolicy(attempt.toMillis(), deadline.toMillis()),
                    key,
                    trusted));
        }
    }
}
