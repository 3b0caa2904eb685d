package menhir.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import menhir.http.HttpTest;
import org.junit.jupiter.api.Test;

class CompressionTest extends HttpTest {
    private static final String PAGE = "/console";

    private static String coding(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Encoding").orElse("");
    }

    private static String tag(HttpResponse<?> response) {
        return response.headers().firstValue("ETag").orElse("");
    }

    private static byte[] bytes(HttpResponse<InputStream> response) throws Exception {
        return response.body().readAllBytes();
    }

    @Test
    void shouldCompressWhatIsLargeForThoseWhoWantIt() throws Exception {
        HttpResponse<InputStream> plain = server.stream(PAGE);
        assertThat(coding(plain)).isEmpty();
        assertThat(plain.headers().allValues("Vary")).contains("Accept-Encoding");
        byte[] page = bytes(plain);
        for (String accepted : List.of("gzip", "deflate, GZIP;q=0.5, br", "gzip;q=1.0", "br,gzip")) {
            HttpResponse<InputStream> small = server.stream(PAGE, "Accept-Encoding", accepted);
            assertThat(coding(small)).as(accepted).isEqualTo("gzip");
            byte[] sent = bytes(small);
            assertThat(sent).hasSizeLessThan(page.length / 2);
            assertThat(new GZIPInputStream(new java.io.ByteArrayInputStream(sent)).readAllBytes())
                    .isEqualTo(page);
        }
        for (String accepted : List.of("identity", "*", "gzip;q=0", "gzip; q=0.00", "x", ";;,,", "gzi p")) {
            HttpResponse<InputStream> large = server.stream(PAGE, "Accept-Encoding", accepted);
            assertThat(coding(large)).as(accepted).isEmpty();
            assertThat(bytes(large)).isEqualTo(page);
        }
    }

    @Test
    void shouldWeakenTheTagWhoseBytesAreOthers() throws Exception {
        String strong = tag(server.stream(PAGE));
        String weak = tag(server.stream(PAGE, "Accept-Encoding", "gzip"));
        assertThat(weak).isEqualTo("W/" + strong);
        assertThat(server.stream(PAGE, "Accept-Encoding", "gzip", "If-None-Match", weak)
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void shouldLeaveSmallResponsesAndStreamsAsTheyAre() throws Exception {
        HttpResponse<InputStream> item = server.stream("/v1/stores/stocks/items/CarCo", "Accept-Encoding", "gzip");
        assertThat(coding(item)).isEmpty();
        assertThat(new String(bytes(item), StandardCharsets.UTF_8)).startsWith("{\"name\":\"CarCo\"");
        HttpResponse<InputStream> events = server.stream("/v1/stores/stocks/events?after=0", "Accept-Encoding", "gzip");
        assertThat(coding(events)).isEmpty();
        events.body().close();
    }
}
