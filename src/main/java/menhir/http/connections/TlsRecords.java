package menhir.http.connections;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one TLS connection: an engine, the bytes of the client that it has not decrypted yet, and those for the
 * client that were not sent yet. For one thread at a time.
 */
final class TlsRecords {
    /** The largest record with all that the engine may add (RFC 8446, section 5.2, and RFC 5246, section 6.2.3). */
    private static final int BUFFER_BYTES = 16 * 1024 + 2048 + 5;

    private static final String TOO_LARGE = "a record has more than " + BUFFER_BYTES + " bytes";

    /** Only for the duration of a call: idle connections need no buffers. */
    private static final ThreadLocal<ByteBuffer> SOURCE = ThreadLocal.withInitial(TlsRecords::newBuffer);

    private static final ThreadLocal<ByteBuffer> TARGET = ThreadLocal.withInitial(TlsRecords::newBuffer);

    /** What a handshake needs to go on. */
    enum Need {
        /** Bytes of the client. */
        BYTES,
        /** The engine's tasks, which take long. */
        TASKS,
        /** Nothing: there is no handshake at work. */
        NOTHING
    }

    private final SSLEngine engine;
    private ByteString received = ByteString.emptyByteString();
    private ByteString clear = ByteString.emptyByteString();
    private ByteString output = ByteString.emptyByteString();
    private boolean begun;
    private boolean established;
    private boolean inputEnded;

    TlsRecords(SSLEngine engine) {
        this.engine = engine;
    }

    /** Whether the first handshake is complete. */
    boolean isEstablished() {
        return established;
    }

    /** Whether the client has said that it sends no more. */
    boolean inputEnded() {
        return inputEnded;
    }

    boolean hasOutput() {
        return !output.isEmpty();
    }

    /** The bytes for the client, once. */
    ByteString takeOutput() {
        ByteString taken = output;
        output = ByteString.emptyByteString();
        return taken;
    }

    /** Takes bytes of the client. */
    void receive(ByteString bytes) {
        received = received.isEmpty() ? bytes : received.concat(bytes).compact();
    }

    /**
     * Goes on with the handshake.
     *
     * @throws SSLException if the client broke the protocol, or wants a second handshake, which only costs
     */
    Need handshake() throws SSLException {
        if (!begun) {
            begun = true;
            engine.beginHandshake();
        }
        while (!inputEnded && !engine.isOutboundDone()) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> {
                    if (established) {
                        throw new SSLException("no renegotiation");
                    }
                    return Need.TASKS;
                }
                case NEED_WRAP -> {
                    if (!wrap(ByteBuffer.allocate(0))) {
                        return Need.NOTHING;
                    }
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (!unwrap()) {
                        return Need.BYTES;
                    }
                }
                case FINISHED, NOT_HANDSHAKING -> {
                    established = true;
                    return Need.NOTHING;
                }
            }
        }
        return Need.NOTHING;
    }

    /** Does the tasks that the engine has. They may run on any thread, while nothing else is called. */
    void runTasks() {
        for (Runnable task = nextTask(); task != null; task = nextTask()) {
            task.run();
        }
    }

    private @Nullable Runnable nextTask() {
        return engine.getDelegatedTask();
    }

    /** The next bytes of the client in clear text; empty if no record is complete, or there is something to send first. */
    ByteString decrypt() throws SSLException {
        while (clear.isEmpty() && output.isEmpty() && unwrap() && handshake() == Need.NOTHING) {}
        ByteString taken = clear;
        clear = ByteString.emptyByteString();
        return taken;
    }

    /** Encrypts bytes for the client. */
    void encrypt(ByteString bytes) throws SSLException {
        ByteBuffer source = bytes.asByteBuffer();
        while (source.hasRemaining() && wrap(source)) {}
    }

    /** Ends the output: says so to the client, or why the connection failed. */
    void close() {
        engine.closeOutbound();
        try {
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && wrap(ByteBuffer.allocate(0))) {}
        } catch (SSLException e) {
            // The client learns nothing but that the connection is closed.
        }
    }

    /** Decrypts a record. Returns false if it is not complete, none is to come, or the engine needs something else first. */
    private boolean unwrap() throws SSLException {
        ByteBuffer source = SOURCE.get().clear();
        received.copyToBuffer(source);
        ByteBuffer target = TARGET.get().clear();
        SSLEngineResult result = engine.unwrap(source.flip(), target);
        received = received.drop(result.bytesConsumed());
        clear = clear.concat(ByteString.fromByteBuffer(target.flip()));
        inputEnded |= result.getStatus() == Status.CLOSED;
        if (result.getStatus() == Status.BUFFER_OVERFLOW
                || (result.getStatus() == Status.BUFFER_UNDERFLOW && received.size() >= BUFFER_BYTES)) {
            throw new SSLException(TOO_LARGE);
        }
        return result.getStatus() == Status.OK && result.bytesConsumed() > 0;
    }

    /** Makes a record. Returns false if there is none to make. */
    private boolean wrap(ByteBuffer source) throws SSLException {
        ByteBuffer target = TARGET.get().clear();
        SSLEngineResult result = engine.wrap(source, target);
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            throw new SSLException(TOO_LARGE);
        }
        output = output.concat(ByteString.fromByteBuffer(target.flip()));
        return result.bytesProduced() > 0;
    }

    private static ByteBuffer newBuffer() {
        return ByteBuffer.allocate(BUFFER_BYTES);
    }
}
