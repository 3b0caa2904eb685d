package menhir.client.load;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import menhir.client.http.ServerAddress;

/**
 * TLS by the engine of the Java platform. The handshake runs by itself while the connection is written to and read from. The
 * name of the server is checked against its certificate (RFC 9110, section 4.3.4).
 */
final class TlsTransport implements Transport {
    private final SocketChannel socket;
    private final SSLEngine engine;
    /** From the socket, encrypted. Between two calls it is ready to be filled. */
    private final ByteBuffer received;
    /** Decrypted, and not given to the reader. Between two calls it is ready to be read. */
    private final ByteBuffer clear;
    /** Encrypted, and not taken by the socket. Between two calls it is ready to be read. */
    private final ByteBuffer toSend;

    private boolean ended;
    private boolean drained = true;

    private TlsTransport(SocketChannel socket, SSLEngine engine) throws SSLException {
        this.socket = socket;
        this.engine = engine;
        int record = engine.getSession().getPacketBufferSize();
        received = ByteBuffer.allocate(record);
        toSend = ByteBuffer.allocate(record).flip();
        clear = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize())
                .flip();
        engine.beginHandshake();
    }

    /** @param tls trusts the server, and may resume a session with it */
    static TlsTransport to(ServerAddress server, SocketChannel socket, SSLContext tls) throws SSLException {
        SSLEngine engine = tls.createSSLEngine(server.host(), server.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return new TlsTransport(socket, engine);
    }

    @Override
    public boolean write(ByteBuffer source) throws IOException {
        while (isSent()) {
            HandshakeStatus handshake = engine.getHandshakeStatus();
            if (handshake == HandshakeStatus.NEED_UNWRAP) {
                // The next step is the server's.
                return false;
            }
            if (handshake == HandshakeStatus.NOT_HANDSHAKING && !source.hasRemaining()) {
                return false;
            }
            if (handshake == HandshakeStatus.NEED_TASK) {
                runTasks();
            } else {
                encrypt(source);
            }
        }
        return true;
    }

    private boolean isSent() throws IOException {
        if (toSend.hasRemaining()) {
            socket.write(toSend);
        }
        return !toSend.hasRemaining();
    }

    private void encrypt(ByteBuffer source) throws IOException {
        toSend.clear();
        Status status = engine.wrap(source, toSend).getStatus();
        toSend.flip();
        if (status != Status.OK) {
            throw new EOFException("the TLS session has ended (" + status + ")");
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        drained = false;
        while (!clear.hasRemaining() && engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
            if (!decrypt() && !receive()) {
                drained = true;
                return ended ? -1 : 0;
            }
        }
        int bytes = Math.min(clear.remaining(), target.remaining());
        target.put(clear.slice(clear.position(), bytes));
        clear.position(clear.position() + bytes);
        return bytes;
    }

    /** Takes a step with what was received. Returns false if that is less than a record. */
    private boolean decrypt() throws IOException {
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            runTasks();
            return true;
        }
        received.flip();
        clear.clear();
        Status status = engine.unwrap(received, clear).getStatus();
        clear.flip();
        received.compact();
        if (status == Status.BUFFER_OVERFLOW || (status == Status.BUFFER_UNDERFLOW && !received.hasRemaining())) {
            throw new SSLException("the server sent a TLS record that is too long");
        }
        ended |= status == Status.CLOSED;
        return status == Status.OK;
    }

    /** Returns false if the socket has nothing now. */
    private boolean receive() throws IOException {
        if (ended) {
            return false;
        }
        int bytes = socket.read(received);
        ended = bytes < 0;
        return bytes > 0;
    }

    @Override
    public boolean hasMore() {
        return !drained;
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }
}
