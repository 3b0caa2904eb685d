package menhir.http.connections;

/**
 * Finds a head of HTTP/1.0 with a Transfer-Encoding among the bytes of a connection. HTTP/1.0 has no transfer codings, so nobody
 * knows where such a body ends (RFC 9112, section 6.1). Akka's parser takes the head, and its next step fails with a 500.
 *
 * <p>It does not know where heads begin and bodies end, so it takes every line that ends with the version for the first of a
 * head. Bodies of this server are JSON, forms and short texts, which have no such lines with this header after them.
 */
final class CodedHttp10 {
    private static final String NAME = "transfer-encoding:";

    /** The end of a request line, as the last bytes of a line. */
    private static final long HTTP_1_0 = last("HTTP/1.0");

    private static final int CARRIAGE_RETURN = '\r';
    private static final int LINE_FEED = '\n';
    private static final int NONE = -1;

    /** The last eight bytes of the line. */
    private long last;

    private boolean inHead;
    /** How much of the header's name the line has from its beginning; {@link #NONE} if it is another line. */
    private int matched = NONE;

    /** Takes the next byte. Returns true if it ends the name of such a header. */
    boolean onByte(byte next) {
        if (next == LINE_FEED) {
            onEndOfLine();
            return false;
        }
        if (next == CARRIAGE_RETURN) {
            return false;
        }
        last = last << Byte.SIZE | (next & 0xff);
        if (!inHead || matched == NONE) {
            return false;
        }
        matched = lowerCase(next) == NAME.charAt(matched) ? matched + 1 : NONE;
        return matched == NAME.length();
    }

    private void onEndOfLine() {
        boolean isEmpty = last == 0;
        inHead = last == HTTP_1_0 || (inHead && !isEmpty);
        matched = 0;
        last = 0;
    }

    private static int lowerCase(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
    }

    private static long last(String text) {
        long last = 0;
        for (int i = 0; i < text.length(); i++) {
            last = last << Byte.SIZE | text.charAt(i);
        }
        return last;
    }
}
