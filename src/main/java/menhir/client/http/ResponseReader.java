package menhir.client.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The least of HTTP/1.1 that a load driver needs: where an answer ends, and its status. Bodies are skipped unread; an
 * answer must carry Content-Length, as Menhir's do.
 */
public final class ResponseReader {

    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "connection: close".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED = "transfer-encoding:".getBytes(StandardCharsets.US_ASCII);

    private int status;
    private boolean closes;
    private boolean inBody;
    private long bodyLeftBytes;

    public int status() {
        return status;
    }

    /** Whether the server ends the connection after this answer. */
    public boolean closes() {
        return closes;
    }

    /** Forgets a half-read answer. */
    public void reset() {
        inBody = false;
        bodyLeftBytes = 0;
    }

    /**
     * Takes what has come.
     *
     * @param in has an array; positioned for reading, and what belongs to the answer is consumed
     * @return whether the answer is whole
     * @throws IOException when this is no answer that we can read
     */
    public boolean take(ByteBuffer in) throws IOException {
        if (!inBody) {
            int end = endOfHead(in);
            if (end < 0) {
                if (in.remaining() == in.capacity()) {
                    throw new IOException("the head of an answer is larger than " + in.capacity() + " bytes");
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
            throw new IOException("this is no HTTP answer");
        }
        closes = false;
        long length = status == 204 || status == 304 ? 0 : -1;
        for (int i = from; i < to - 2; i++) {
            if (bytes[i] != '\n') {
                continue;
            }
            // A header line begins after each line's end.
            if (startsWith(bytes, i + 1, to, LENGTH)) {
                length = number(bytes, i + 1 + LENGTH.length, to);
            } else if (startsWith(bytes, i + 1, to, CLOSE)) {
                closes = true;
            } else if (startsWith(bytes, i + 1, to, CHUNKED)) {
                throw new IOException("the load driver cannot read chunked answers");
            }
        }
        if (length < 0) {
            throw new IOException("an answer has no Content-Length");
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

    /** The digits from here, after blanks, as a number; a hostile length stays within a long. */
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
                throw new IOException("a number in the head of an answer is too large");
            }
        }
        if (digits == 0) {
            throw new IOException("a number in the head of an answer is missing");
        }
        return value;
    }
}
