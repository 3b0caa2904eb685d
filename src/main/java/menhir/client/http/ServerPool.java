package menhir.client.http;

import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The servers that clients fail over between, and the connections to them. Thread-safe. */
public final class ServerPool {

    private final List<ServerAddress> servers;
    private final RetryPolicy policy;
    private final HttpCaller caller;

    /**
     * Servers.
     *
     * @param trusted the authorities of the certificates of servers with https; null for those that Java knows
     */
    public static ServerPool of(
            List<ServerAddress> servers, RetryPolicy policy, ClientKey key, @Nullable SSLContext trusted) {
        return new ServerPool(servers, policy, new HttpCaller(policy.timeoutMillis(), key, trusted));
    }

    private ServerPool(List<ServerAddress> servers, RetryPolicy policy, HttpCaller caller) {
        this.servers = List.copyOf(servers);
        this.policy = policy;
        this.caller = caller;
    }

    public List<ServerAddress> servers() {
        return servers;
    }

    public RetryPolicy policy() {
        return policy;
    }

    /** For exchanges that do their own fail-over. */
    public HttpCaller caller() {
        return caller;
    }

    /**
     * A caller with fail-over state of its own. Thread-safe.
     *
     * @param first index of the first server to try, modulo their number
     */
    public ApiCaller failover(int first, FailoverListener listener) {
        return new Failover(servers, first, caller, policy, listener);
    }

    /** The same servers in an order that starts with this one. */
    public ServerPool startingWith(ServerAddress first) {
        List<ServerAddress> ordered = new ArrayList<>(servers);
        ordered.remove(first);
        ordered.add(0, first);
        return new ServerPool(ordered, policy, caller);
    }

    /** This server alone. */
    public ServerPool only(ServerAddress server) {
        return new ServerPool(List.of(server), policy, caller);
    }
}
