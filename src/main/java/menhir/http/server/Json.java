package menhir.http.server;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Reads and writes JSON with numbers that keep every digit.
 *
 * <p>There are two ways to write. Items, orders, pages and events are written field by field with a generator ({@link
 * Content}), because most requests ask for them. Everything else is a record that Jackson's data binding writes.
 */
public final class Json {

    /** Writes one value. */
    @FunctionalInterface
    public interface Content {
        void writeTo(JsonGenerator out) throws IOException;
    }

    /** Duplicate fields, bytes after the value and deep nesting are errors; UTF-8 is the only encoding (RFC 8259). */
    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.CHARSET_DETECTION)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // Clients choose field names: interning would let them fill a table that is never emptied.
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(16).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final int INITIAL_BUFFER_BYTES = 512;

    private Json() {}

    /** JSON written with a generator. */
    public static ByteString bytes(Content content) {
        return bytes(content, false);
    }

    /** JSON of a record, and the end of a line: what people read on a terminal. */
    static ByteString line(Object value) {
        return bytes(out -> out.writePOJO(value), true);
    }

    private static ByteString bytes(Content content, boolean endsLine) {
        try (ByteArrayBuilder buffer = new ByteArrayBuilder(INITIAL_BUFFER_BYTES)) {
            try (JsonGenerator out = MAPPER.createGenerator(buffer)) {
                content.writeTo(out);
            }
            if (endsLine) {
                buffer.append('\n');
            }
            return ByteString.fromArrayUnsafe(buffer.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write JSON", e);
        }
    }

    /** A 200 response with the JSON of a record. */
    public static HttpResponse response(Object value, HttpHeader... headers) {
        return response(StatusCodes.OK, value, headers);
    }

    /** A response with the JSON of a record. */
    public static HttpResponse response(StatusCode status, Object value, HttpHeader... headers) {
        return response(status, List.of(headers), line(value));
    }

    /** A 200 response with JSON that a generator writes. */
    public static HttpResponse written(List<HttpHeader> headers, Content content) {
        return written(StatusCodes.OK, headers, content);
    }

    /** A response with JSON that a generator writes. */
    public static HttpResponse written(StatusCode status, List<HttpHeader> headers, Content content) {
        return response(status, headers, bytes(content, true));
    }

    /**
     * The response to a GET of something with an entity tag: 304 without a body if the client has this version, else 200.
     *
     * @param tag the entity tag, quoted; the response has it as a header
     */
    public static HttpResponse tagged(RequestContext request, String tag, List<HttpHeader> headers, Content content) {
        HttpResponse response = request.hasTag(tag)
                ? HttpResponse.create()
                        .withStatus(StatusCodes.NOT_MODIFIED)
                        .withHeaders(headers)
                        .withEntity(HttpEntities.EMPTY)
                : written(headers, content);
        return response.addHeader(ResponseHeaders.etag(tag));
    }

    private static HttpResponse response(StatusCode status, List<HttpHeader> headers, ByteString json) {
        return HttpResponse.create()
                .withStatus(status)
                .withHeaders(headers)
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, json));
    }
}
