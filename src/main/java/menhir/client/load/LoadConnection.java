package menhir.client.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import menhir.client.http.RetryPolicy;
import menhir.client.http.ServerAddress;
import org.jspecify.annotations.Nullable;

/** One kept-alive connection of a load run, with at most one request at a time. For the selector's thread. */
final class LoadConnection {

    private static final int IN_BYTES = 16 * 1024;

    /** So that a server that does not stop to send leaves time for the other connections. */
    private static final int READS_AT_ONCE = 16;

    private final Selector selector;
    private final LoadRequests requests;
    private final ByteBuffer in = ByteBuffer.allocate(IN_BYTES);
    private final ByteBuffer out;
    private final ResponseParser parser = new ResponseParser();
    private @Nullable SocketChannel channel;
    private @Nullable Transport transport;
    private @Nullable SelectionKey key;
    private LoadRequests.Next request = LoadRequests.Next.NONE;
    private boolean busy;
    private int server;
    private long requestStartNanos;
    private long sentNanos;
    private long openAtNanos;
    private int failures;

    /** A connection that is idle and not yet open. */
    LoadConnection(Selector selector, LoadRequests requests, int server) {
        this.selector = selector;
        this.requests = requests;
        this.server = server;
        out = ByteBuffer.allocate(requests.largestBytes());
    }

    /** Index of the current server. */
    int server() {
        return server;
    }

    /** Whether it has a request without a response. */
    boolean isBusy() {
        return busy;
    }

    LoadRequests.Next request() {
        return request;
    }

    /** When the first attempt of this request was due: its latency counts from here, over all attempts. */
    long requestStartNanos() {
        return requestStartNanos;
    }

    boolean isDueToOpen(long nowNanos) {
        return busy && channel == null && openAtNanos - nowNanos <= 0;
    }

    boolean isLate(long nowNanos, long timeoutNanos) {
        return busy && channel != null && nowNanos - sentNanos > timeoutNanos;
    }

    /**
     * Connects and sends the current request.
     *
     * @param address that of {@code to}
     * @param tls for servers that speak https
     */
    void open(ServerAddress to, InetSocketAddress address, @Nullable SSLContext tls, long nowNanos) throws IOException {
        SocketChannel opened = SocketChannel.open();
        channel = opened;
        opened.configureBlocking(false);
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Transport through = Transport.to(to, opened, tls);
        transport = through;
        sentNanos = nowNanos;
        in.clear();
        parser.reset();
        requests.write(request, server, out);
        boolean connected = opened.connect(address);
        key = opened.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
        if (connected) {
            flush(through, key);
        }
    }

    /**
     * Connects, writes and reads as far as the socket is ready.
     *
     * @return the status of a response that is now complete, else 0
     */
    int advance() throws IOException {
        SocketChannel open = channel;
        Transport through = transport;
        SelectionKey selected = key;
        if (open == null || through == null || selected == null) {
            return 0;
        }
        if (selected.isConnectable()) {
            open.finishConnect();
            flush(through, selected);
            return 0;
        }
        if (selected.isWritable()) {
            flush(through, selected);
        }
        if (!selected.isReadable() && !through.hasMore()) {
            return 0;
        }
        for (int i = 0; i < READS_AT_ONCE; i++) {
            int status = receive(through);
            boolean waits = (out.hasRemaining() || through.hasMore()) && flush(through, selected);
            if (status != 0 || waits || !through.hasMore()) {
                return status;
            }
        }
        // There is more, which the socket may not tell; that it has room, it does.
        selected.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        return 0;
    }

    /** Reads what is there. Returns the status of a response that is now complete, else 0. */
    private int receive(Transport through) throws IOException {
        int read = through.read(in);
        if (read < 0) {
            throw new EOFException("the server closed the connection");
        }
        if (read == 0) {
            return 0;
        }
        if (!busy) {
            throw new IOException("the server sent a response without a request");
        }
        in.flip();
        boolean complete = parser.consume(in);
        boolean more = in.hasRemaining();
        in.compact();
        if (complete && more) {
            throw new IOException("the server sent more than the response");
        }
        return complete ? parser.status() : 0;
    }

    /** Sends what is left. Returns whether it waits for the socket. */
    private boolean flush(Transport through, SelectionKey selected) throws IOException {
        boolean waits = through.write(out);
        int interest = waits ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        // Setting the interest is a system call, and it almost never changes.
        if (selected.interestOps() != interest) {
            selected.interestOps(interest);
        }
        return waits;
    }

    /**
     * Takes the next request, and sends it if the connection is open; otherwise it is now due to open.
     *
     * @param dueNanos when the request was due
     */
    void begin(LoadRequests.Next next, long dueNanos, long nowNanos) throws IOException {
        busy = true;
        failures = 0;
        request = next;
        requestStartNanos = dueNanos;
        Transport through = transport;
        SelectionKey selected = key;
        if (through == null || selected == null) {
            openAtNanos = nowNanos;
            return;
        }
        sentNanos = nowNanos;
        requests.write(request, server, out);
        flush(through, selected);
    }

    /** The request got its response. */
    void finish() {
        busy = false;
        if (parser.closesConnection()) {
            close();
        }
    }

    /** The attempt failed: after a back-off, sends the same request, key included, to the next server. */
    void retryAtNextServer(int servers, RetryPolicy policy, double jitter, long nowNanos) {
        close();
        failures++;
        server = (server + 1) % servers;
        openAtNanos = nowNanos + policy.backoffMillis(failures, 0, jitter) * 1_000_000;
    }

    void close() {
        SocketChannel open = channel;
        channel = null;
        transport = null;
        key = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException ignored) {
                // The connection is not used any more.
            }
        }
    }
}
