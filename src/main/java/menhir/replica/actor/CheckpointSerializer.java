package menhir.replica.actor;

import akka.serialization.SerializerWithStringManifest;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.io.NotSerializableException;
import menhir.records.RecordReader;
import menhir.records.RecordWriter;
import menhir.records.UnreadableRecordException;
import menhir.replica.CatalogCheckpoint;

/**
 * Encodes checkpoints as CBOR (RFC 8949) under names that do not depend on Java's, so that classes can be renamed; in a record
 * with a checksum, because a damaged page of the database could show another quantity. Bound in {@code menhir-journal.conf}.
 */
final class CheckpointSerializer extends SerializerWithStringManifest {
    /** Stored with every record, so it never changes; Akka's own serializers use numbers below 100. */
    static final int IDENTIFIER = 52_002;

    /** At most so many bytes of a record are not CBOR: its length, and the checksum. */
    private static final int OVERHEAD_BYTES = 9 + RecordWriter.CHECKSUM_BYTES;

    static final String DELTA = "d";
    static final String CHECKPOINT = "c";

    private static final ObjectMapper MAPPER =
            new ObjectMapper(new CBORFactory()).disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object object) {
        return object instanceof CatalogCheckpoint ? CHECKPOINT : DELTA;
    }

    @Override
    public byte[] toBinary(Object object) {
        try {
            byte[] cbor = MAPPER.writeValueAsBytes(object);
            return new RecordWriter(cbor.length + OVERHEAD_BYTES).block(cbor).sealed();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot encode " + object.getClass().getSimpleName(), e);
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        try {
            return switch (manifest) {
                case DELTA -> MAPPER.readValue(cbor(bytes), CatalogCheckpoint.Delta.class);
                case CHECKPOINT -> MAPPER.readValue(cbor(bytes), CatalogCheckpoint.class);
                default -> throw new NotSerializableException("a checkpoint with the unknown manifest " + manifest);
            };
        } catch (NotSerializableException e) {
            throw e;
        } catch (IOException e) {
            throw new NotSerializableException("not a checkpoint: " + e.getMessage());
        }
    }

    private static byte[] cbor(byte[] bytes) throws UnreadableRecordException {
        RecordReader reader = new RecordReader(bytes, Integer.MAX_VALUE);
        reader.requireChecksum();
        byte[] cbor = reader.block();
        reader.requireEnd();
        return cbor;
    }
}
