package menhir.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A log entry's bytes: CBOR (RFC 8949), self-describing, so that a later version may add fields. */
public final class EntryCodec {
    private static final ObjectMapper MAPPER =
            new ObjectMapper(new CBORFactory()).disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final ObjectWriter WRITER = MAPPER.writerFor(Entry.class);
    private static final ObjectReader READER = MAPPER.readerFor(Entry.class);

    private EntryCodec() {}

    public static byte[] encode(Entry entry) {
        try {
            return WRITER.writeValueAsBytes(entry);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "cannot encode " + entry.getClass().getSimpleName(), e);
        }
    }

    /** Throws {@link UncheckedIOException} when the bytes are not an entry: the log is damaged, or of a later version. */
    public static Entry decode(byte[] payload) {
        try {
            return READER.readValue(payload);
        } catch (IOException e) {
            throw new UncheckedIOException("not a log entry", e);
        }
    }
}
