package menhir.leader.actor;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.SerializerWithStringManifest;
import java.io.NotSerializableException;
import menhir.leader.CommandRecords;
import menhir.leader.actor.OrderLeader.AboutCache;
import menhir.leader.actor.OrderLeader.AskLease;
import menhir.leader.actor.OrderLeader.Invalidated;
import menhir.leader.actor.OrderLeader.Replies;
import menhir.leader.actor.OrderLeader.Submit;
import menhir.leader.actor.OrderLeader.ToFrontEnd;
import menhir.records.ProtocolMessages;
import menhir.records.RecordReader;
import menhir.records.RecordWriter;
import menhir.records.UnreadableRecordException;

/** Akka's serializer of the frequent messages between front-ends and leaders; menhir-akka.conf binds it. */
final class LeaderMessageSerializer extends SerializerWithStringManifest {
    /** Frames are not larger. */
    private static final int MAX_BYTES = 256 * 1024;

    private static final String SUBMIT = "s";
    private static final String ASK_LEASE = "l";
    private static final String INVALIDATED = "i";
    private static final String REPLIES = "r";
    private static final String ABOUT_CACHE = "c";

    private final ExtendedActorSystem system;

    /** Called by Akka. */
    LeaderMessageSerializer(ExtendedActorSystem system) {
        this.system = system;
    }

    @Override
    public int identifier() {
        return 52_004;
    }

    @Override
    public String manifest(Object message) {
        if (message instanceof Submit) {
            return SUBMIT;
        } else if (message instanceof AskLease) {
            return ASK_LEASE;
        } else if (message instanceof Invalidated) {
            return INVALIDATED;
        } else if (message instanceof Replies) {
            return REPLIES;
        }
        return ABOUT_CACHE;
    }

    @Override
    public byte[] toBinary(Object message) {
        if (message instanceof Submit submit) {
            RecordWriter writer = new RecordWriter(256 + CommandRecords.bytes(submit.commands()))
                    .text(submit.frontEnd())
                    .number(submit.epoch())
                    .text(format(submit.replyTo()));
            CommandRecords.writeCommands(writer, submit.commands());
            return writer.sealed();
        } else if (message instanceof AskLease ask) {
            return new RecordWriter(256)
                    .text(ask.frontEnd())
                    .fixed(ask.askedAt())
                    .text(format(ask.replyTo()))
                    .sealed();
        } else if (message instanceof Invalidated invalidated) {
            return new RecordWriter(128)
                    .text(invalidated.frontEnd())
                    .number(invalidated.epoch())
                    .number(invalidated.index())
                    .sealed();
        } else if (message instanceof Replies replies) {
            RecordWriter writer = new RecordWriter(64 + 256 * replies.replies().size());
            CommandRecords.writeReplies(writer, replies.replies());
            return writer.sealed();
        } else if (message instanceof AboutCache about) {
            return ProtocolMessages.encode(about.message());
        }
        throw new IllegalArgumentException("no message between front-ends and leaders: " + message.getClass());
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        RecordReader reader = new RecordReader(bytes, MAX_BYTES);
        reader.requireChecksum();
        Object message =
                switch (manifest) {
                    case SUBMIT -> {
                        String frontEnd = reader.text();
                        long epoch = reader.number();
                        ActorRef<ToFrontEnd> replyTo = resolver().resolveActorRef(reader.text());
                        yield new Submit(frontEnd, epoch, CommandRecords.commands(reader), replyTo);
                    }
                    case ASK_LEASE ->
                        new AskLease(reader.text(), reader.fixed(), resolver().resolveActorRef(reader.text()));
                    case INVALIDATED -> new Invalidated(reader.text(), reader.number(), reader.number());
                    case REPLIES -> new Replies(CommandRecords.replies(reader));
                    case ABOUT_CACHE -> new AboutCache(ProtocolMessages.frontEndMessage(reader));
                    default -> throw new UnreadableRecordException("an unknown manifest, \"" + manifest + "\"");
                };
        reader.requireEnd();
        return message;
    }

    private String format(ActorRef<?> actor) {
        return resolver().toSerializationFormat(actor);
    }

    private ActorRefResolver resolver() {
        return ActorRefResolver.get(Adapter.toTyped(system));
    }
}
