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

/** JSON in and out, with numbers that keep every digit. */
public final class Json {

    /** Writes one value. */
    @FunctionalInterface
    public interface Content {
        void writeTo(JsonGenerator out) throws IOException;
    }

    /** Duplicate names, bytes after the value and deep nesting are errors; UTF-8 is the only encoding (RFC 8259). */
    public static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.CHARSET_DETECTION)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // Names come from clients: interning them would let a client fill a table that is never emptied.
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(16).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final int FIRST_BLOCK_BYTES = 512;

    private Json() {}

    public static ByteString bytes(Content content) {
        try (ByteArrayBuilder buffer = new ByteArrayBuilder(FIRST_BLOCK_BYTES)) {
            try (JsonGenerator out = MAPPER.createGenerator(buffer)) {
                content.writeTo(out);
            }
            return ByteString.fromArrayUnsafe(buffer.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write JSON", e);
        }
    }

    public static HttpResponse response(Content content, HttpHeader... headers) {
        return response(StatusCodes.OK, List.of(headers), content);
    }

    public static HttpResponse response(StatusCode status, List<HttpHeader> headers, Content content) {
        return HttpResponse.create()
                .withStatus(status)
                .withHeaders(headers)
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, bytes(content)));
    }
}
