package menhir.records;

import java.util.HashSet;
import java.util.Set;
import menhir.replication.FrontEndMessage;
import menhir.replication.FrontEndMessage.Invalidate;
import menhir.replication.FrontEndMessage.LeaseGranted;
import menhir.replication.FrontEndMessage.Revoke;
import menhir.replication.ReplicaMessage;
import menhir.replication.ReplicaMessage.Append;
import menhir.replication.ReplicaMessage.Join;
import menhir.replication.ReplicaMessage.PreVote;
import menhir.replication.ReplicaMessage.Prepare;
import menhir.replication.ReplicaMessage.Released;
import menhir.replication.ReplicaMessage.Resign;
import menhir.replication.ReplicaReply;
import menhir.replication.ReplicaReply.Appended;
import menhir.replication.ReplicaReply.LeaseHeld;
import menhir.replication.ReplicaReply.Mismatch;
import menhir.replication.ReplicaReply.PreVoteReply;
import menhir.replication.ReplicaReply.Prepared;
import menhir.replication.ReplicaReply.Refused;

/**
 * The protocol's messages between nodes, as bytes: a kind octet, then the fields in the order of the record's components.
 * Several of them cross the network for each batch of orders, so they are not left to a general serializer.
 */
public final class ProtocolMessages {
    /** The fields besides entries of the largest message. */
    private static final int FIELD_BYTES = 384;

    private ProtocolMessages() {}

    // ---- to replicas ------------------------------------------------------------------------------------------------

    /** About how many bytes a message takes. */
    public static int bytes(ReplicaMessage message) {
        return FIELD_BYTES + (message instanceof Append append ? LogFields.bytes(append.entries()) : 0);
    }

    public static void write(RecordWriter writer, ReplicaMessage message) {
        if (message instanceof Append append) {
            writer.octet(1)
                    .number(append.epoch())
                    .number(append.round())
                    .number(append.prevIndex())
                    .number(append.prevEpoch());
            LogFields.write(writer, append.entries());
            writer.number(append.join().atIndex());
            LogFields.write(writer, append.join().incarnation());
            writer.number(append.released());
            LogFields.write(writer, append.known());
            writer.number(append.leaseMillis());
        } else if (message instanceof Released released) {
            writer.octet(2).number(released.index()).number(released.indexEpoch());
        } else if (message instanceof PreVote preVote) {
            writer.octet(3).number(preVote.round());
        } else if (message instanceof Prepare prepare) {
            writer.octet(4).number(prepare.epoch());
        } else if (message instanceof Resign resign) {
            // The successor may be -1.
            writer.octet(5).number(resign.epoch()).number(resign.successor() + 1L);
        } else {
            throw new IllegalArgumentException("unknown message " + message);
        }
    }

    public static ReplicaMessage replicaMessage(RecordReader reader) throws UnreadableRecordException {
        return switch (reader.octet()) {
            case 1 ->
                new Append(
                        reader.number(),
                        reader.number(),
                        reader.number(),
                        reader.number(),
                        LogFields.entries(reader),
                        new Join(reader.number(), LogFields.incarnation(reader)),
                        reader.number(),
                        LogFields.positions(reader),
                        reader.number());
            case 2 -> new Released(reader.number(), reader.number());
            case 3 -> new PreVote(reader.number());
            case 4 -> new Prepare(reader.number());
            case 5 -> new Resign(reader.number(), reader.smallNumber() - 1);
            default -> throw new UnreadableRecordException("a message of an unknown kind to a replica");
        };
    }

    // ---- from replicas ----------------------------------------------------------------------------------------------

    public static byte[] encode(ReplicaReply reply) {
        RecordWriter writer = new RecordWriter(FIELD_BYTES);
        if (reply instanceof Appended appended) {
            writer.octet(1)
                    .number(appended.slot())
                    .number(appended.epoch())
                    .number(appended.round())
                    .number(appended.upTo())
                    .flag(appended.member());
            LogFields.write(writer, appended.position());
        } else if (reply instanceof Mismatch mismatch) {
            writer.octet(2)
                    .number(mismatch.slot())
                    .number(mismatch.epoch())
                    .number(mismatch.round())
                    .number(mismatch.hint())
                    .flag(mismatch.member());
            LogFields.write(writer, mismatch.position());
        } else if (reply instanceof Refused refused) {
            writer.octet(3).number(refused.slot()).number(refused.epoch());
        } else if (reply instanceof LeaseHeld held) {
            writer.octet(4).number(held.slot()).number(held.epoch()).number(held.remainingMillis());
        } else if (reply instanceof Prepared prepared) {
            writer.octet(5)
                    .number(prepared.slot())
                    .number(prepared.epoch())
                    .flag(prepared.member())
                    .number(prepared.lastEpoch());
            LogFields.write(writer, prepared.position());
            LogFields.write(writer, prepared.known());
        } else if (reply instanceof PreVoteReply vote) {
            writer.octet(6)
                    .number(vote.slot())
                    .number(vote.round())
                    .flag(vote.member())
                    .number(vote.epoch())
                    .number(vote.leaseRemainingMillis());
            LogFields.write(writer, vote.position());
            LogFields.write(writer, vote.known());
        } else {
            throw new IllegalArgumentException("unknown reply " + reply);
        }
        return writer.sealed();
    }

    public static ReplicaReply replicaReply(RecordReader reader) throws UnreadableRecordException {
        int kind = reader.octet();
        int slot = reader.smallNumber();
        return switch (kind) {
            case 1 ->
                new Appended(
                        slot,
                        reader.number(),
                        reader.number(),
                        reader.number(),
                        reader.flag(),
                        LogFields.position(reader));
            case 2 ->
                new Mismatch(
                        slot,
                        reader.number(),
                        reader.number(),
                        reader.number(),
                        reader.flag(),
                        LogFields.position(reader));
            case 3 -> new Refused(slot, reader.number());
            case 4 -> new LeaseHeld(slot, reader.number(), reader.number());
            case 5 ->
                new Prepared(
                        slot,
                        reader.number(),
                        reader.flag(),
                        reader.number(),
                        LogFields.position(reader),
                        LogFields.positions(reader));
            case 6 ->
                new PreVoteReply(
                        slot,
                        reader.number(),
                        reader.flag(),
                        reader.number(),
                        reader.number(),
                        LogFields.position(reader),
                        LogFields.positions(reader));
            default -> throw new UnreadableRecordException("a reply of an unknown kind from a replica");
        };
    }

    // ---- to front-ends ----------------------------------------------------------------------------------------------

    public static byte[] encode(FrontEndMessage message) {
        RecordWriter writer = new RecordWriter(FIELD_BYTES);
        if (message instanceof Invalidate invalidate) {
            writer.octet(1)
                    .number(invalidate.epoch())
                    .number(invalidate.previous())
                    .number(invalidate.index())
                    .number(invalidate.keys().size());
            invalidate.keys().forEach(writer::text);
        } else if (message instanceof LeaseGranted granted) {
            // By the front-end's own clock, which may be negative.
            writer.octet(2)
                    .number(granted.epoch())
                    .fixed(granted.askedAt())
                    .number(granted.durationMillis())
                    .number(granted.lastIndex());
        } else if (message instanceof Revoke revoke) {
            writer.octet(3).number(revoke.epoch());
        } else {
            throw new IllegalArgumentException("unknown message " + message);
        }
        return writer.sealed();
    }

    public static FrontEndMessage frontEndMessage(RecordReader reader) throws UnreadableRecordException {
        return switch (reader.octet()) {
            case 1 -> new Invalidate(reader.number(), reader.number(), reader.number(), keys(reader));
            case 2 -> new LeaseGranted(reader.number(), reader.fixed(), reader.number(), reader.number());
            case 3 -> new Revoke(reader.number());
            default -> throw new UnreadableRecordException("a message of an unknown kind to a front-end");
        };
    }

    private static Set<String> keys(RecordReader reader) throws UnreadableRecordException {
        int count = reader.count(1);
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < count; i++) {
            keys.add(reader.text());
        }
        return keys;
    }
}
