package menhir.experiment.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace for each node, connected by a bridge in the namespace of this process, which must be its own: the packets
 * of a link that is cut are lost. Linux only. Nothing of it outlives this process and its namespace.
 */
public final class Namespaces implements Wires {
    private static final String NETWORK = "10.97.0.";
    private static final String HUB = NETWORK + "254";
    private static final String BRIDGE = "menhir";

    /** The hardware address of nobody. */
    private static final String NOWHERE = "02:00:00:00:00:fe";

    private static final long COMMAND_SECONDS = 20;

    /** Each holds the namespace of a node, whether the node runs or not. */
    private final List<GuardedProcess> holders = new ArrayList<>();

    /** Creates the namespaces of nodes 1 to {@code size}. */
    public Namespaces(int size) throws IOException, InterruptedException {
        SystemCommand.run("ip", "link", "set", "lo", "up");
        SystemCommand.run("ip", "link", "add", BRIDGE, "type", "bridge");
        SystemCommand.run("ip", "addr", "add", HUB + "/24", "dev", BRIDGE);
        SystemCommand.run("ip", "link", "set", BRIDGE, "up");
        for (int node = 1; node <= size; node++) {
            add(node);
        }
    }

    private void add(int node) throws IOException, InterruptedException {
        GuardedProcess holder = GuardedProcess.start(new ProcessBuilder("unshare", "--net", "sleep", "infinity"));
        holders.add(holder);
        Path own = Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
        Path its = Path.of("/proc", Long.toString(holder.pid()), "ns", "net");
        LabCluster.until("the namespace of node " + node, COMMAND_SECONDS, () -> !Files.readSymbolicLink(its)
                .equals(own));
        String link = "to-node-" + node;
        SystemCommand.run(
                "ip",
                "link",
                "add",
                link,
                "type",
                "veth",
                "peer",
                "name",
                "eth0",
                "netns",
                Long.toString(holder.pid()));
        SystemCommand.run("ip", "link", "set", link, "master", BRIDGE, "up");
        runAt(node, "ip", "link", "set", "lo", "up");
        runAt(node, "ip", "addr", "add", addressOf(node) + "/24", "dev", "eth0");
        runAt(node, "ip", "link", "set", "eth0", "up");
        // As docs/operating.md advises.
        runAt(node, "sh", "-c", "echo 3 >/proc/sys/net/ipv4/tcp_retries2");
    }

    /** The address of a node. */
    public static String addressOf(int node) {
        return NETWORK + node;
    }

    /** The words before a command that runs it in a node's namespace, as the same process. */
    public List<String> launcher(int node) {
        return List.of("nsenter", "--net=/proc/" + holders.get(node - 1).pid() + "/ns/net", "--");
    }

    @Override
    public void cut(int from, int to) throws IOException, InterruptedException {
        runAt(from, "ip", "neigh", "replace", addressOf(to), "lladdr", NOWHERE, "nud", "permanent", "dev", "eth0");
    }

    @Override
    public void restore(int from, int to) throws IOException, InterruptedException {
        String known = SystemCommand.run(launched(from, "ip", "neigh", "show", addressOf(to), "dev", "eth0"));
        if (known.contains(NOWHERE)) {
            runAt(from, "ip", "neigh", "del", addressOf(to), "dev", "eth0");
        }
    }

    @Override
    public void heal() throws IOException, InterruptedException {
        for (int from = 1; from <= holders.size(); from++) {
            for (int to = 1; to <= holders.size(); to++) {
                if (from != to) {
                    restore(from, to);
                }
            }
        }
    }

    private void runAt(int node, String... command) throws IOException, InterruptedException {
        SystemCommand.run(launched(node, command));
    }

    private List<String> launched(int node, String... command) {
        List<String> words = new ArrayList<>(launcher(node));
        words.addAll(List.of(command));
        return words;
    }

    @Override
    public void close() {
        holders.forEach(GuardedProcess::kill);
    }
}
