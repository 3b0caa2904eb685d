package menhir.cluster;

import java.util.List;

/**
 * A node of the cluster as another node sees it.
 *
 * @param node its name
 * @param address its remoting address, system@host:port
 * @param http its HTTP address, host:port
 * @param pid process id, 0 if unknown
 * @param status Akka's member status in lower case, or {@code unreachable}
 * @param roles {@code http}, and {@code slot-} and the number of each of its slots
 */
public record NodeView(String node, String address, String http, long pid, String status, List<String> roles) {}
