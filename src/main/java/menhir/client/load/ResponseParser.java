package menhir.client.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The part of HTTP/1.1 that the load driver needs: the status of a response and where it ends. Bodies are skipped, and a
 * response must have a Content-Length, as Menhir's have.
 *
 * <p>It is written by hand, and makes no object for a response: where the driver shares a machine with the servers, the
 * processor time that it takes lowers the throughput that it measures.
 */
final class ResponseParser {

    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "connection: close".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED = "transfer-encoding:".getBytes(StandardCharsets.US_ASCII);

    private int status;
    private boolean closesConnection;
    private boolean inBody;
    private long bodyLeftBytes;

    int status() {
        return status;
    }

    /** Whether the server closes the connection after this response. */
    boolean closesConnection() {
        return closesConnection;
    }

    /** Discards a partly read response. */
    void reset() {
        inBody = false;
        bodyLeftBytes = 0;
    }

    /**
     * Consumes received bytes up to the end of the response.
     *
     * @param in has an array and is positioned for reading
     * @return whether the response is complete
     * @throws IOException if the bytes are no response that this parser can read
     */
    boolean consume(ByteBuffer in) throws IOException {
        if (!inBody) {
            int end = endOfHead(in);
            if (end < 0) {
                if (in.remaining() == in.capacity()) {
                    throw new IOException("the head of the response is larger than " + in.capacity() + " bytes");
                }
                return false;
            }
            readHead(in.array(), in.arrayOffset() + in.position(), in.arrayOffset() + end);
            in.position(end);
            inBody = true;
        }
        int skipped = (int) Math.min(bodyLeftBytes, in.remaining());
        in.position(in.position() + skipped);
        bodyLeftBytes -= skipped;
        inBody = bodyLeftBytes > 0;
        return !inBody;
    }

    private static int endOfHead(ByteBuffer in) {
        for (int i = in.position() + 3; i < in.limit(); i++) {
            if (in.get(i) == '\n' && in.get(i - 1) == '\r' && in.get(i - 2) == '\n' && in.get(i - 3) == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    private void readHead(byte[] bytes, int from, int to) throws IOException {
        boolean isHttp = to - from >= 13 && bytes[from] == 'H' && bytes[from + 4] == '/' && bytes[from + 8] == ' ';
        status = isHttp ? (int) number(bytes, from + 9, from + 12) : 0;
        if (status < 200 || status > 599) {
            throw new IOException("not an HTTP response");
        }
        closesConnection = false;
        long length = status == 204 || status == 304 ? 0 : -1;
        for (int i = from; i < to - 2; i++) {
            if (bytes[i] != '\n') {
                continue;
            }
            // The next header starts after each line feed.
            if (startsWith(bytes, i + 1, to, LENGTH)) {
                length = number(bytes, i + 1 + LENGTH.length, to);
            } else if (startsWith(bytes, i + 1, to, CLOSE)) {
                closesConnection = true;
            } else if (startsWith(bytes, i + 1, to, CHUNKED)) {
                throw new IOException("the load driver cannot read chunked responses");
            }
        }
        if (length < 0) {
            throw new IOException("the response has no Content-Length");
        }
        bodyLeftBytes = length;
    }

    private static boolean startsWith(byte[] bytes, int from, int to, byte[] lowerCase) {
        if (to - from < lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            int b = bytes[from + i];
            int lowered = b >= 'A' && b <= 'Z' ? b + 32 : b;
            if (lowered != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    /** Parses the digits at this position, after spaces; limited to 12 digits, so that a hostile length fits a long. */
    private static long number(byte[] bytes, int from, int to) throws IOException {
        int i = from;
        while (i < to && bytes[i] == ' ') {
            i++;
        }
        long value = 0;
        int digits = 0;
        for (; i < to && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            value = value * 10 + (bytes[i] - '0');
            if (++digits > 12) {
                throw new IOException("a number in the head of the response is too large");
            }
        }
        if (digits == 0) {
            throw new IOException("a number in the head of the response is missing");
        }
        return value;
    }
}
