package menhir.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Encodes idempotency keys for checkpoints: CBOR arrays without names, because there may be several hundred thousand. */
public final class KeyCodec {
    private static final ObjectMapper MAPPER =
            new ObjectMapper(new CBORFactory()).disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final ObjectReader READER = MAPPER.readerFor(new TypeReference<List<KeyWindow.KeyRecord>>() {});

    private KeyCodec() {}

    public static byte[] encode(List<KeyWindow.KeyRecord> keys) {
        try {
            return MAPPER.writeValueAsBytes(keys);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot encode " + keys.size() + " keys", e);
        }
    }

    /** Throws {@link UncheckedIOException} when the bytes are not what {@link #encode} makes. */
    public static List<KeyWindow.KeyRecord> decode(byte[] bytes) {
        try {
            return READER.readValue(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("not a list of keys", e);
        }
    }
}
