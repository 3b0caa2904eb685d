package menhir.client.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import menhir.client.http.ResponseReader;
import menhir.client.http.RetryPolicy;
import org.jspecify.annotations.Nullable;

/** One kept-alive connection of a load run: a request, its answer, the next request. For the selector's thread. */
final class LoadConnection {

    private static final int IN_BYTES = 16 * 1024;

    private final Selector selector;
    private final LoadRequests requests;
    private final ByteBuffer in = ByteBuffer.allocate(IN_BYTES);
    private final ByteBuffer out;
    private final ResponseReader reader = new ResponseReader();
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private LoadRequests.Next next;
    private int server;
    private long wantedNanos;
    private long sentNanos;
    private long reopenAtNanos;
    private int failures;

    LoadConnection(Selector selector, LoadRequests requests, int server, long nowNanos) {
        this.selector = selector;
        this.requests = requests;
        this.server = server;
        out = ByteBuffer.allocate(requests.largestBytes());
        next = requests.next();
        wantedNanos = nowNanos;
        reopenAtNanos = nowNanos;
    }

    int server() {
        return server;
    }

    LoadRequests.Next request() {
        return next;
    }

    /** When this request was first wanted: an answer's time counts from here, over all attempts. */
    long wantedNanos() {
        return wantedNanos;
    }

    boolean isDueToOpen(long nowNanos) {
        return channel == null && reopenAtNanos - nowNanos <= 0;
    }

    boolean isLate(long nowNanos, long timeoutNanos) {
        return channel != null && nowNanos - sentNanos > timeoutNanos;
    }

    void open(InetSocketAddress address, long nowNanos) throws IOException {
        SocketChannel opened = SocketChannel.open();
        channel = opened;
        sentNanos = nowNanos;
        opened.configureBlocking(false);
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        in.clear();
        reader.reset();
        requests.write(next, server, out);
        boolean connected = opened.connect(address);
        key = opened.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
        if (connected) {
            flush(opened, key);
        }
    }

    /**
     * Does what the network allows.
     *
     * @return the status of an answer that is now whole, else 0
     */
    int advance() throws IOException {
        SocketChannel open = channel;
        SelectionKey selected = key;
        if (open == null || selected == null) {
            return 0;
        }
        if (selected.isConnectable()) {
            open.finishConnect();
            flush(open, selected);
            return 0;
        }
        if (selected.isWritable()) {
            flush(open, selected);
        }
        if (!selected.isReadable()) {
            return 0;
        }
        if (open.read(in) < 0) {
            throw new EOFException("the server closed the connection");
        }
        in.flip();
        boolean whole = reader.take(in);
        boolean more = in.hasRemaining();
        in.compact();
        if (whole && more) {
            throw new IOException("the server sent more than the answer");
        }
        return whole ? reader.status() : 0;
    }

    private void flush(SocketChannel open, SelectionKey selected) throws IOException {
        open.write(out);
        int interest = out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        // Changing the interest costs a system call, and almost never is there a change.
        if (selected.interestOps() != interest) {
            selected.interestOps(interest);
        }
    }

    /** The request was answered: sends the next one. */
    void goOn(long nowNanos) throws IOException {
        failures = 0;
        next = requests.next();
        wantedNanos = nowNanos;
        SocketChannel open = channel;
        SelectionKey selected = key;
        if (reader.closes() || open == null || selected == null) {
            close();
            reopenAtNanos = nowNanos;
            return;
        }
        sentNanos = nowNanos;
        requests.write(next, server, out);
        flush(open, selected);
    }

    /** The request failed: after a pause, sends the same one, key included, to the next server. */
    void tryElsewhere(int servers, RetryPolicy policy, double chance, long nowNanos) {
        close();
        failures++;
        server = (server + 1) % servers;
        reopenAtNanos = nowNanos + policy.pauseMillis(failures, 0, chance) * 1_000_000;
    }

    void close() {
        SocketChannel open = channel;
        channel = null;
        key = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException ignored) {
                // It is of no use any more, however it ends.
            }
        }
    }
}
