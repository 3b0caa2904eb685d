package menhir.http.server;

import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses a response that is large enough to be worth it, if the client wants that. Streams are left alone: their parts must
 * arrive when they are sent.
 */
final class Compression {
    /** An item or an order has less, and fits into one packet as it is. */
    static final int LEAST_BYTES = 2048;

    private static final HttpHeader GZIP = RawHeader.create("Content-Encoding", "gzip");
    private static final HttpHeader VARY = RawHeader.create("Vary", "Accept-Encoding");

    private Compression() {}

    static HttpResponse of(HttpResponse response, HttpRequest request) {
        if (!(response.entity() instanceof HttpEntity.Strict strict)
                || strict.getData().length() < LEAST_BYTES) {
            return response;
        }
        HttpResponse varies = response.addHeader(VARY);
        return wantsGzip(request)
                ? varies.withHeaders(withWeakTag(varies.getHeaders()))
                        .addHeader(GZIP)
                        .withEntity(HttpEntities.create(strict.getContentType(), gzip(strict.getData())))
                : varies;
    }

    /** Whether the client names gzip, and does not exclude it: a mere {@code *} is what programs send that cannot read it. */
    private static boolean wantsGzip(HttpRequest request) {
        for (HttpHeader header : request.getHeaders()) {
            if (header.is("accept-encoding") && accepts(header.value())) {
                return true;
            }
        }
        return false;
    }

    private static boolean accepts(String accepted) {
        for (String coding : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = coding.split(";", 2);
            if (parts[0].trim().equals("gzip")) {
                return parts.length == 1 || !parts[1].trim().matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    /** Other bytes need another strong tag, but the same weak one (RFC 9110, 8.8.1). */
    private static List<HttpHeader> withWeakTag(Iterable<HttpHeader> headers) {
        List<HttpHeader> weakened = new ArrayList<>();
        for (HttpHeader header : headers) {
            boolean strong = header.is("etag") && !header.value().startsWith("W/");
            weakened.add(strong ? ResponseHeaders.etag("W/" + header.value()) : header);
        }
        return weakened;
    }

    private static ByteString gzip(ByteString data) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(data.length() / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(data.toArrayUnsafe());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot compress in memory", e);
        }
        return ByteString.fromArrayUnsafe(compressed.toByteArray());
    }
}
