package menhir.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of the cluster as another node sees it.
 *
 * @param node its name
 * @param address its remoting address, system@host:port
 * @param http its HTTP address, host:port
 * @param pid process id, 0 if unknown
 * @param status Akka's member status in lower case, or {@code unreachable}, or {@link KnownNodes#GONE}
 * @param since time since which it has not been reached, in ISO 8601; null while it is
 * @param roles {@code http}, and {@code slot-} and the number of each of its slots
 */
public record NodeView(
        String node,
        String address,
        String http,
        long pid,
        String status,
        @Nullable String since,
        List<String> roles) {
    /** The status of a member that is not reached. */
    static final String UNREACHABLE = "unreachable";

    NodeView withStatus(String newStatus) {
        return new NodeView(node, address, http, pid, newStatus, since, roles);
    }

    NodeView since(@Nullable String time) {
        return new NodeView(node, address, http, pid, status, time, roles);
    }
}
