package menhir.testkit;

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
 * The network between the nodes of a cluster: each is reached by the others through a relay here. A wire from one node to
 * another can be cut, one way. Nothing gets through it then; connections stay open, new ones can be made, and what was sent
 * meanwhile arrives, late, when it is mended: as on a network that loses packets for a while.
 *
 * <p>Who sends is told by the loopback address that a node sends from.
 */
final class Network implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int CHUNK = 16 * 1024;

    private record Wire(int from, int to) {}

    private final Set<Wire> cut = new HashSet<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<ServerSocket> listening;
    private final int firstBindPort;

    /**
     * Relays for so many nodes.
     *
     * @param firstPort where the others reach node 1; node 2 has the next one, and so on
     * @param firstBindPort where node 1 listens itself, and so on
     */
    Network(int size, int firstPort, int firstBindPort) throws IOException {
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

    /** The address from which a node must make its connections. */
    static String addressOf(int node) {
        return "127.0.1." + node;
    }

    /** From now on nothing that one node sends reaches the other. */
    void cut(int from, int to) {
        synchronized (cut) {
            cut.add(new Wire(from, to));
        }
    }

    /** All gets through again. */
    void mend() {
        synchronized (cut) {
            cut.clear();
            cut.notifyAll();
        }
    }

    private void awaitWhole(Wire wire) throws InterruptedException {
        synchronized (cut) {
            while (cut.contains(wire)) {
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
            awaitWhole(new Wire(from, to));
            outgoing.connect(new InetSocketAddress(LOOPBACK, firstBindPort + to - 1));
            start(
                    "relay from node " + to + " back to node " + from,
                    () -> pass(outgoing, incoming, new Wire(to, from)));
            pass(incoming, outgoing, new Wire(from, to));
        } finally {
            close(incoming);
            close(outgoing);
        }
    }

    /** The end of one side is the end of the other, when it is heard of. */
    private void pass(Socket from, Socket to, Wire wire) throws IOException, InterruptedException {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                awaitWhole(wire);
                out.write(chunk, 0, read);
                out.flush();
            }
            awaitWhole(wire);
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
                        // An end is gone; the other one is told by the end of its connection.
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
        mend();
        for (ServerSocket socket : listening) {
            socket.close();
        }
        for (Socket socket : open) {
            socket.close();
        }
    }
}
