package menhir.replica.actor;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import menhir.replication.Incarnation;
import menhir.replication.KnownPositions;
import menhir.replication.LogEntry;
import menhir.replication.ReplicaMessage;
import menhir.replication.ReplicaMessage.Append;
import menhir.replication.ReplicaMessage.Join;
import menhir.replication.ReplicaMessage.Prepare;
import menhir.replication.ReplicaReply;
import menhir.replication.ReplicaReply.Appended;
import menhir.replication.ReplicaReply.Prepared;
import menhir.store.Entry;
import menhir.store.EntryCodec;

/** The leader of one replica, who sends what the test says. */
final class ScriptedLeader {
    static final String ADDRESS = "akka://menhir/user/leader";
    private static final Join NO_JOIN = new Join(Long.MAX_VALUE, Incarnation.NONE);

    final TestProbe<ReplicaReply> replies;
    private final long epoch;
    private final List<LogEntry> log = new ArrayList<>();
    private ActorRef<OrderReplica.Command> replica;
    private long round;

    private ScriptedLeader(SlotSystem system, ActorRef<OrderReplica.Command> replica, long epoch) {
        this.replies = system.probe(ReplicaReply.class);
        this.replica = replica;
        this.epoch = epoch;
    }

    /** The first leader of a new replica, which becomes a member with an empty log. */
    static ScriptedLeader of(SlotSystem system, ActorRef<OrderReplica.Command> replica) {
        ScriptedLeader leader = new ScriptedLeader(system, replica, 1);
        leader.send(new Prepare(1));
        Prepared prepared = leader.receive(Prepared.class);
        leader.send(new Append(
                1,
                1,
                0,
                0,
                List.of(),
                new Join(0, prepared.position().incarnation()),
                0,
                KnownPositions.NONE,
                SlotSystem.TIMING.leaseMillis()));
        leader.receive(Appended.class);
        return leader;
    }

    /** From now on this actor is the replica. */
    void nowAt(ActorRef<OrderReplica.Command> other) {
        replica = other;
    }

    void send(ReplicaMessage message) {
        replica.tell(new OrderReplica.Deliver(message, ADDRESS, replies.getRef()));
    }

    <R extends ReplicaReply> R receive(Class<R> type) {
        return type.cast(replies.expectMessageClass(type, SlotSystem.PATIENCE));
    }

    /** All entries that it has proposed. */
    List<LogEntry> log() {
        return log;
    }

    /** Proposes entries, and calls {@code released} released. */
    Append propose(long released, List<LogEntry> entries) {
        round++;
        Append append = new Append(
                epoch,
                round,
                log.size(),
                log.isEmpty() ? 0 : epoch,
                entries,
                NO_JOIN,
                released,
                KnownPositions.NONE,
                SlotSystem.TIMING.leaseMillis());
        log.addAll(entries);
        return append;
    }

    Appended append(long released, LogEntry... entries) {
        send(propose(released, List.of(entries)));
        return receive(Appended.class);
    }

    /** Appends as many items as it is told, one to a message, and releases all. */
    void fill(int count) {
        for (int i = 0; i < count; i++) {
            append(log.size(), item("item-" + log.size(), 1));
        }
        append(log.size());
    }

    /** A heartbeat: it tells this start of the replica from others. */
    Incarnation incarnation() {
        return append(0).position().incarnation();
    }

    LogEntry item(String name, long quantity) {
        return entry(new Entry.ItemAdded(name, BigDecimal.ONE, quantity, "topic", "", 0, 0));
    }

    LogEntry entry(Entry entry) {
        return new LogEntry(epoch, entry.orderNumber(), EntryCodec.encode(entry));
    }

    static List<Long> indexes(int count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }

    static List<Integer> numbers(int count) {
        return IntStream.rangeClosed(1, count).boxed().toList();
    }
}
