package menhir.experiment.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network between the nodes of a cluster: nodes connect to each other through relays in this process. A link from one node
 * to another can be cut, in one direction. Then nothing passes, but connections stay open, new ones are accepted, and what was
 * sent arrives when the link is restored: as in a network that loses packets for some time.
 *
 * <p>A node is identified by the loopback address from which it connects.
 */
public final class Relays implements Wires {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int CHUNK = 16 * 1024;

    private record Link(int from, int to) {}

    private final Set<Link> cut = new HashSet<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<ServerSocket> listening;
    private final int firstBindPort;

    /**
     * Starts the relays.
     *
     * @param size number of nodes
     * @param firstPort relay port of node 1; node 2 has the next one, and so on
     * @param firstBindPort port on which node 1 listens itself, and so on
     */
    public Relays(int size, int firstPort, int firstBindPort) throws IOException {
        this.firstBindPort = firstBindPort;
        ServerSocket[] sockets = new ServerSocket[size];
        for (int node = 1; node <= size; node++) {
            sockets[node - 1] = new ServerSocket(firstPort + node - 1, 64, LOOPBACK);
        }
        listening = List.of(sockets);
        for (int node = 1; node <= size; node++) {
            int to = node;
            start("relay to node " + to, () -> accept(sockets[to - 1], to));
        }
    }

    /** The address from which a node must connect. */
    public static String addressOf(int node) {
        return "127.0.1." + node;
    }

    @Override
    public void cut(int from, int to) {
        synchronized (cut) {
            cut.add(new Link(from, to));
        }
    }

    @Override
    public void restore(int from, int to) {
        synchronized (cut) {
            cut.remove(new Link(from, to));
            cut.notifyAll();
        }
    }

    @Override
    public void heal() {
        synchronized (cut) {
            cut.clear();
            cut.notifyAll();
        }
    }

    private void awaitLink(Link link) throws InterruptedException {
        synchronized (cut) {
            while (cut.contains(link)) {
                cut.wait();
            }
        }
    }

    private void accept(ServerSocket socket, int to) throws IOException {
        while (true) {
            Socket incoming = socket.accept();
            open.add(incoming);
            byte[] address = incoming.getInetAddress().getAddress();
            int from = address[address.length - 1];
            start("relay from node " + from + " to node " + to, () -> connect(incoming, from, to));
        }
    }

    private void connect(Socket incoming, int from, int to) throws IOException, InterruptedException {
        Socket outgoing = new Socket();
        open.add(outgoing);
        try {
            awaitLink(new Link(from, to));
            outgoing.connect(new InetSocketAddress(LOOPBACK, firstBindPort + to - 1));
            start(
                    "relay from node " + to + " back to node " + from,
                    () -> pass(outgoing, incoming, new Link(to, from)));
            pass(incoming, outgoing, new Link(from, to));
        } finally {
            close(incoming);
            close(outgoing);
        }
    }

    /** Copies bytes while the link is intact. The end of one connection closes the other, once the link is intact. */
    private void pass(Socket from, Socket to, Link link) throws IOException, InterruptedException {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                awaitLink(link);
                out.write(chunk, 0, read);
                out.flush();
            }
            awaitLink(link);
        } finally {
            close(from);
            close(to);
        }
    }

    private void close(Socket socket) throws IOException {
        open.remove(socket);
        socket.close();
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // One side has closed its connection; the relay closes the other.
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        heal();
        for (ServerSocket socket : listening) {
            socket.close();
        }
        for (Socket socket : open) {
            socket.close();
        }
    }
}
