package menhir.replica.actor;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.SerializerWithStringManifest;
import java.io.NotSerializableException;
import menhir.records.ProtocolMessages;
import menhir.records.RecordReader;
import menhir.records.RecordWriter;
import menhir.records.UnreadableRecordException;
import menhir.replica.actor.OrderReplica.Deliver;
import menhir.replication.ReplicaReply;

/** Akka's serializer of the messages between leaders and order replicas; menhir-akka.conf binds it. */
final class ReplicaMessageSerializer extends SerializerWithStringManifest {
    /** Frames are not larger. */
    private static final int MAX_BYTES = 256 * 1024;

    private static final String DELIVER = "d";
    private static final String REPLY = "r";

    private final ExtendedActorSystem system;

    /** Called by Akka. */
    ReplicaMessageSerializer(ExtendedActorSystem system) {
        this.system = system;
    }

    @Override
    public int identifier() {
        return 52_003;
    }

    @Override
    public String manifest(Object message) {
        return message instanceof Deliver ? DELIVER : REPLY;
    }

    @Override
    public byte[] toBinary(Object message) {
        if (message instanceof Deliver deliver) {
            RecordWriter writer = new RecordWriter(256 + ProtocolMessages.bytes(deliver.message()))
                    .text(deliver.leader())
                    .text(resolver().toSerializationFormat(deliver.replyTo()));
            ProtocolMessages.write(writer, deliver.message());
            return writer.sealed();
        } else if (message instanceof ReplicaReply reply) {
            return ProtocolMessages.encode(reply);
        }
        throw new IllegalArgumentException("no message between leaders and replicas: " + message.getClass());
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        RecordReader reader = new RecordReader(bytes, MAX_BYTES);
        reader.requireChecksum();
        Object message =
                switch (manifest) {
                    case DELIVER -> {
                        String leader = reader.text();
                        String replyTo = reader.text();
                        yield new Deliver(
                                ProtocolMessages.replicaMessage(reader),
                                leader,
                                resolver().resolveActorRef(replyTo));
                    }
                    case REPLY -> ProtocolMessages.replicaReply(reader);
                    default -> throw new UnreadableRecordException("an unknown manifest, \"" + manifest + "\"");
                };
        reader.requireEnd();
        return message;
    }

    private ActorRefResolver resolver() {
        return ActorRefResolver.get(Adapter.toTyped(system));
    }
}
