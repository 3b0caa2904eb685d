package menhir.journal;

import akka.serialization.SerializerWithStringManifest;
import java.io.NotSerializableException;
import menhir.replication.ReplicaEvent;
import menhir.replication.ReplicaState;

/** Tells Akka of {@link ReplicaRecords}. Bound in {@code menhir-journal.conf}. */
final class ReplicaSerializer extends SerializerWithStringManifest {
    /** Stored with every record, so it stays for ever; Akka's own serializers keep below 100. */
    static final int IDENTIFIER = 52_001;

    static final String EVENT = "e";
    static final String STATE = "s";

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object object) {
        if (object instanceof ReplicaEvent) {
            return EVENT;
        } else if (object instanceof ReplicaState) {
            return STATE;
        }
        throw new IllegalArgumentException("not a replica's record: " + object.getClass());
    }

    @Override
    public byte[] toBinary(Object object) {
        if (object instanceof ReplicaEvent event) {
            return ReplicaRecords.encode(event);
        } else if (object instanceof ReplicaState state) {
            return ReplicaRecords.encode(state);
        }
        throw new IllegalArgumentException("not a replica's record: " + object.getClass());
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        return switch (manifest) {
            case EVENT -> ReplicaRecords.decodeEvent(bytes);
            case STATE -> ReplicaRecords.decodeState(bytes);
            default -> throw new UnreadableRecordException("a record with the unknown manifest \"" + manifest + "\"");
        };
    }
}
