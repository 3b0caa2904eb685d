package menhir.journal;

import akka.serialization.SerializerWithStringManifest;
import java.io.NotSerializableException;
import menhir.records.UnreadableRecordException;
import menhir.replication.ReplicaEvent;
import menhir.replication.ReplicaState;

/** Akka's serializer of {@link ReplicaRecords}; {@code menhir-journal.conf} binds it. */
final class ReplicaSerializer extends SerializerWithStringManifest {
    /** Stored with every record, so it must never change. Akka's own serializers use numbers below 100. */
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
        throw new IllegalArgumentException("neither an event nor a state of a replica: " + object.getClass());
    }

    @Override
    public byte[] toBinary(Object object) {
        if (object instanceof ReplicaEvent event) {
            return ReplicaRecords.encode(event);
        } else if (object instanceof ReplicaState state) {
            return ReplicaRecords.encode(state);
        }
        throw new IllegalArgumentException("neither an event nor a state of a replica: " + object.getClass());
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        return switch (manifest) {
            case EVENT -> ReplicaRecords.decodeEvent(bytes);
            case STATE -> ReplicaRecords.decodeState(bytes);
            default -> throw new UnreadableRecordException("a record with an unknown manifest, \"" + manifest + "\"");
        };
    }
}
