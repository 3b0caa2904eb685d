package menhir.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import menhir.config.Settings.Address;
import org.jspecify.annotations.Nullable;

/**
 * Reads the blocks of the node and the cluster, and derives names, ports, slots and seeds that are not set. The n-th node has
 * the first node's ports plus n - 1.
 */
final class NodeReader {
    private static final int MAX_NODES = 64;
    private static final int MAX_PORT = 65_535;

    /** How far the first node's remoting port is from its HTTP port unless it is set. More than the number of nodes. */
    private static final int REMOTE_PORT_DISTANCE = 10_000;

    private static final Pattern HOST = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9.-]{0,252}|[0-9a-fA-F:]{2,45}");
    private static final Pattern SEED = Pattern.compile("(?:\\[([^\\]]+)\\]|([^:]+)):([0-9]{1,5})");
    private static final Pattern SLOT = Pattern.compile("[1-5]");
    private static final Pattern SLOTS = Pattern.compile("[135]");
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::");

    private record Ports(int http, int remote, int bind, int firstRemote) {}

    private final Values values;
    private final int ordinal;
    private final int nodes;
    private final int clusterSlots;
    private final Ports ports;
    private final String host;

    NodeReader(Values values) {
        this.values = values;
        this.ordinal = values.wholeNumber("node.ordinal", 1, MAX_NODES);
        this.nodes = values.wholeNumber("cluster.nodes", 1, MAX_NODES);
        this.clusterSlots = Integer.parseInt(values.text("cluster.slots", SLOTS, "1, 3 or 5"));
        this.ports = ports();
        this.host = host();
    }

    Settings.Node node() {
        String name = values.optionalText("node.name", Names.NODE.pattern(), Names.NODE.allowed());
        String bindHost = values.optionalText(
                "node.bind-host", HOST, "a host name or IP address on which this machine can listen");
        return new Settings.Node(
                name == null ? "node-" + ordinal : name,
                ordinal,
                host,
                ports.http(),
                ports.remote(),
                bindHost == null ? host : bindHost,
                ports.bind(),
                nodeSlots());
    }

    Settings.Cluster cluster(@Nullable Path certificate) {
        String name = values.text("cluster.name", Names.CLUSTER.pattern(), Names.CLUSTER.allowed());
        return new Settings.Cluster(name, nodes, clusterSlots, seeds(), certificate);
    }

    /** The first node's remoting port. */
    int firstRemotePort() {
        return ports.firstRemote();
    }

    private String host() {
        String allowed = "a host name or IP address by which other nodes reach this one, not a wildcard";
        String text = values.text("node.host", HOST, allowed);
        if (WILDCARDS.contains(text)) {
            throw values.invalid("node.host", allowed);
        }
        return text;
    }

    private Ports ports() {
        int furtherNodes = Math.max(ordinal, nodes) - 1;
        int maxFirst = MAX_PORT - furtherNodes;
        String allowed = "a whole number from 1 to " + maxFirst + " (" + MAX_PORT + ", less 1 for each further node)";
        int firstHttp = values.wholeNumber("cluster.http-port", 1, maxFirst, allowed);
        Integer ownFirstRemote = values.optionalWholeNumber("cluster.remote-port", 1, maxFirst, allowed);
        int firstRemote = ownFirstRemote != null ? ownFirstRemote : defaultFirstRemote(firstHttp);
        if (Math.abs(firstHttp - firstRemote) <= furtherNodes) {
            throw values.invalid(
                    "cluster.remote-port",
                    "at least " + (furtherNodes + 1) + " away from " + firstHttp
                            + " (menhir.cluster.http-port), so that no two nodes share a port");
        }
        Integer ownHttp = values.optionalWholeNumber("node.http-port", 1, MAX_PORT);
        Integer ownRemote = values.optionalWholeNumber("node.remote-port", 1, MAX_PORT);
        Integer ownBind = values.optionalWholeNumber("node.bind-port", 1, MAX_PORT);
        int http = ownHttp != null ? ownHttp : firstHttp + ordinal - 1;
        int remote = ownRemote != null ? ownRemote : firstRemote + ordinal - 1;
        int bind = ownBind != null ? ownBind : remote;
        if (http == remote && ownRemote == null) {
            throw values.invalid("node.http-port", "a port other than the node's remoting port, " + remote);
        } else if (http == remote || http == bind) {
            throw values.invalid(
                    http == remote ? "node.remote-port" : "node.bind-port",
                    "a port other than the node's HTTP port, " + http);
        }
        return new Ports(http, remote, bind, firstRemote);
    }

    /** Does not depend on this node's ordinal or on the number of nodes: all nodes must derive the same seeds. */
    private static int defaultFirstRemote(int firstHttp) {
        int above = firstHttp + REMOTE_PORT_DISTANCE;
        return above <= MAX_PORT - MAX_NODES ? above : firstHttp - REMOTE_PORT_DISTANCE;
    }

    private List<Integer> nodeSlots() {
        String allowed = "a list of distinct slots from 1 to " + clusterSlots + " (menhir.cluster.slots)";
        List<String> texts = values.optionalList("node.slots", allowed);
        if (texts == null) {
            return ordinal <= clusterSlots ? List.of(ordinal) : List.of();
        }
        Set<Integer> slots = new TreeSet<>();
        for (String text : texts) {
            int slot = SLOT.matcher(text).matches() ? Integer.parseInt(text) : 0;
            if (slot < 1 || slot > clusterSlots || !slots.add(slot)) {
                throw values.invalid("node.slots", allowed);
            }
        }
        return List.copyOf(slots);
    }

    private List<Address> seeds() {
        String allowed = "a list of up to " + MAX_NODES + " distinct remoting addresses, host:port";
        List<String> texts = values.optionalList("cluster.seeds", allowed);
        List<Address> seeds = new ArrayList<>();
        if (texts == null || texts.isEmpty()) {
            for (int i = 0; i < nodes; i++) {
                seeds.add(new Address(host, ports.firstRemote() + i));
            }
            return List.copyOf(seeds);
        }
        for (String text : texts) {
            Address seed = address(text);
            if (seed == null || seeds.contains(seed) || seeds.size() == MAX_NODES) {
                throw values.invalid("cluster.seeds", allowed);
            }
            seeds.add(seed);
        }
        return List.copyOf(seeds);
    }

    private static @Nullable Address address(String text) {
        Matcher matcher = SEED.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        int port = Integer.parseInt(matcher.group(3));
        return HOST.matcher(host).matches() && port >= 1 && port <= MAX_PORT ? new Address(host, port) : null;
    }
}
