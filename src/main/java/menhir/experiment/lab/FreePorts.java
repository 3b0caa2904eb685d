package menhir.experiment.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Finds ports on the loopback address that nobody listens on, by listening on them. */
public final class FreePorts {
    /** Below the ports that the system gives to outgoing connections, which could take one while its node is down. */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;
    private static final int TRIES = 200;

    private FreePorts() {}

    /**
     * The first of so many consecutive ports, all free a moment ago.
     *
     * @throws IOException if none are found
     */
    public static int range(int count, RandomGenerator random) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int first = random.nextInt(LOWEST, HIGHEST - count);
            if (areFree(first, count)) {
                return first;
            }
        }
        throw new IOException("no " + count + " free ports in a row between " + LOWEST + " and " + HIGHEST);
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
