package menhir.experiment.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Finds free ports on the loopback address by binding them for a moment. */
public final class FreePorts {
    /** Below the ephemeral ports: an outgoing connection could otherwise take the port of a node that is down. */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 200;

    private FreePorts() {}

    /**
     * Returns the first port of a range that was free a moment ago.
     *
     * @param count number of consecutive ports
     * @throws IOException if no such range was found
     */
    public static int range(int count, RandomGenerator random) throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            int first = random.nextInt(LOWEST, HIGHEST - count);
            if (areFree(first, count)) {
                return first;
            }
        }
        throw new IOException("no " + count + " consecutive free ports found between " + LOWEST + " and " + HIGHEST);
    }

    private static boolean areFree(int first, int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int port = first; port < first + count; port++) {
                ServerSocket socket = new ServerSocket();
                sockets.add(socket);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            }
            return true;
        } catch (IOException taken) {
            return false;
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
