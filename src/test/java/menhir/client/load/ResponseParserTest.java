package menhir.client.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseParserTest {

    @Test
    void shouldParseResponsesHoweverTheyAreSplit() throws IOException {
        byte[] bytes = ("HTTP/1.1 201 Created\r\nX: content-length: 9\r\ncontent-LENGTH:  5\r\n\r\n12345"
                        + "HTTP/1.1 409 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        for (int size = 1; size < bytes.length; size++) {
            ResponseParser parser = new ResponseParser();
            ByteBuffer in = ByteBuffer.allocate(1_024);
            StringBuilder parsed = new StringBuilder();
            for (int at = 0; at < bytes.length; at += size) {
                in.put(bytes, at, Math.min(size, bytes.length - at));
                in.flip();
                while (in.hasRemaining() && parser.consume(in)) {
                    parsed.append(parser.status()).append(parser.closesConnection() ? "c " : " ");
                }
                in.compact();
            }
            assertThat(parsed).as("chunks of " + size).hasToString("201 409c ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SSH-2.0-OpenSSH, not an HTTP response",
        "HTTP/1.1 999 X, not an HTTP response",
        "HTTP/1.1 200 OK, no Content-Length",
        "HTTP/1.1 200 OK|Transfer-Encoding: chunked, chunked",
        "HTTP/1.1 200 OK|Content-Length: 9999999999999, too large",
        "HTTP/1.1 200 OK|Content-Length: x, missing"
    })
    void shouldRejectWhatItCannotParse(String head, String reason) {
        ByteBuffer in = ByteBuffer.wrap((head.replace("|", "\r\n") + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> new ResponseParser().consume(in))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(reason);
    }
}
