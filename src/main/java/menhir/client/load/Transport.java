package menhir.client.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import menhir.client.http.ServerAddress;
import org.jspecify.annotations.Nullable;

/** The bytes of a connection, in clear text or through TLS. Never blocks. For one thread. */
interface Transport {

    /**
     * Sends what can be sent now. To be called again after each {@link #read} and when the socket has room, until nothing is
     * left.
     *
     * @param source what is left of a request
     * @return whether it waits for the socket to have room
     */
    boolean write(ByteBuffer source) throws IOException;

    /**
     * Receives what is there.
     *
     * @return how many bytes, perhaps none; -1 at the end
     */
    int read(ByteBuffer target) throws IOException;

    /** Whether the last {@link #read} may have left bytes of which the socket knows no more: they have to be read at once. */
    boolean hasMore();

    /**
     * The transport to a server.
     *
     * @param socket not blocking
     * @param tls trusts the servers that speak https; null if none does
     */
    static Transport to(ServerAddress server, SocketChannel socket, @Nullable SSLContext tls) throws IOException {
        if (!server.https()) {
            return new ClearText(socket);
        }
        if (tls == null) {
            throw new IOException(server + " speaks https only");
        }
        return TlsTransport.to(server, socket, tls);
    }

    /** As it is. */
    record ClearText(SocketChannel socket) implements Transport {
        @Override
        public boolean write(ByteBuffer source) throws IOException {
            socket.write(source);
            return source.hasRemaining();
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return socket.read(target);
        }

        @Override
        public boolean hasMore() {
            return false;
        }
    }
}
