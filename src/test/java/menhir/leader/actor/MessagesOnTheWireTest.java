package menhir.leader.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import com.typesafe.config.ConfigFactory;
import java.io.NotSerializableException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import menhir.leader.CommandReply;
import menhir.leader.SubmittedCommand;
import menhir.leader.actor.OrderLeader.AboutCache;
import menhir.leader.actor.OrderLeader.AskLease;
import menhir.leader.actor.OrderLeader.Invalidated;
import menhir.leader.actor.OrderLeader.Replies;
import menhir.leader.actor.OrderLeader.Submit;
import menhir.leader.actor.OrderLeader.ToFrontEnd;
import menhir.replica.actor.OrderReplica.Deliver;
import menhir.replication.FrontEndMessage;
import menhir.replication.Incarnation;
import menhir.replication.KnownPositions;
import menhir.replication.LogEntry;
import menhir.replication.LogPosition;
import menhir.replication.ReplicaMessage;
import menhir.replication.ReplicaMessage.Append;
import menhir.replication.ReplicaMessage.Join;
import menhir.replication.ReplicaReply;
import menhir.replication.ReplicaReply.Appended;
import menhir.store.Command;
import menhir.store.Entry;
import menhir.store.Item;
import menhir.store.Line;
import menhir.store.OrderType;
import menhir.store.PricedLine;
import menhir.store.Rejection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What leaders, replicas and front-ends send each other arrives as it was sent, by the serializers that nodes use. */
class MessagesOnTheWireTest {
    private static final ActorTestKit KIT = ActorTestKit.create(
            "wire",
            ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load("menhir-akka")));

    private static final ActorRef<ReplicaReply> LEADER =
            KIT.createTestProbe(ReplicaReply.class).getRef();
    private static final ActorRef<ToFrontEnd> FRONT_END =
            KIT.createTestProbe(ToFrontEnd.class).getRef();
    private static final Incarnation INCARNATION = new Incarnation(7, 3, 1_999_999_999);
    private static final LogPosition POSITION = new LogPosition(INCARNATION, 4, 900);
    private static final KnownPositions KNOWN =
            KnownPositions.of(new long[] {1, 7, 3, 1_999_999_999, 4, 900, 3, 0, 0, 0, Long.MAX_VALUE, 1});

    static List<Object> messages() {
        List<Object> messages = new ArrayList<>(List.of(
                new ReplicaReply.PreVoteReply(1, 8, true, 4, 250, POSITION, KNOWN),
                new ReplicaReply.Prepared(1, 9, false, 4, POSITION, KnownPositions.NONE),
                new ReplicaReply.LeaseHeld(1, 4, 250),
                new ReplicaReply.Refused(1, Long.MAX_VALUE),
                new Appended(1, 4, 2, 900, true, POSITION),
                new ReplicaReply.Mismatch(1, 4, 2, 800, false, POSITION),
                new Submit("node-1/7", 4, commands(), FRONT_END),
                new AskLease("node-1/7", -5, FRONT_END),
                new Invalidated("node-1/7", 4, 900),
                new Replies(replies()),
                new AboutCache(new FrontEndMessage.Invalidate(4, 899, 900, Set.of("Tux", "Käse ☃"))),
                new AboutCache(new FrontEndMessage.LeaseGranted(4, -5, 300, 900)),
                new AboutCache(new FrontEndMessage.Revoke(4))));
        replicaMessages().forEach(message -> messages.add(new Deliver(message, "akka://menhir@a:1/user/x#7", LEADER)));
        return messages;
    }

    private static List<ReplicaMessage> replicaMessages() {
        return List.of(
                new ReplicaMessage.PreVote(8),
                new ReplicaMessage.Prepare(9),
                new Append(
                        4,
                        1,
                        899,
                        3,
                        List.of(new LogEntry(4, 77, new byte[] {1, -1}), new LogEntry(4, 0, new byte[0])),
                        new Join(900, INCARNATION),
                        898,
                        KNOWN,
                        500),
                new Append(
                        4, 2, 0, 0, List.of(), new Join(Long.MAX_VALUE, Incarnation.NONE), 0, KnownPositions.NONE, 500),
                new ReplicaMessage.Resign(4, 2),
                new ReplicaMessage.Resign(4, -1),
                new ReplicaMessage.Released(900, 3));
    }

    private static List<SubmittedCommand> commands() {
        return List.of(
                new SubmittedCommand(1, 1, 0, order(OrderType.BUY)),
                new SubmittedCommand(2, 3, 899, order(OrderType.SELL)),
                new SubmittedCommand(Long.MAX_VALUE, 1, 0, new Command.Restock("key", "Tux", 4)));
    }

    private static Command.PlaceOrder order(OrderType type) {
        return new Command.PlaceOrder("key ☃", type, List.of(new Line("Tux", 1), new Line("Whale", 1_000_000)));
    }

    private static List<CommandReply> replies() {
        Entry.OrderPlaced placed = new Entry.OrderPlaced(
                77,
                OrderType.SELL,
                List.of(new PricedLine("Tux", 2, new BigDecimal("45.00")), new PricedLine("ü", 1, BigDecimal.ONE)),
                "key",
                -6,
                1_790_000_000_000L);
        Item item = new Item("Tux", new BigDecimal("25.990"), 7, null, 12L, 900);
        return List.of(
                new CommandReply.Done(1, placed, null),
                new CommandReply.Done(2, new Entry.Restocked("Tux", 4, "key", 5, 6), item),
                new CommandReply.Replayed(3, 77, 900),
                new CommandReply.Rejected(4, 2, new Rejection.NotEnough("Tux", 1, 2)),
                new CommandReply.Overloaded(5, 1),
                new CommandReply.TooOld(6, 1, 899),
                new CommandReply.NotLeader(7, 1));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldArriveAsTheyWereSent(Object message) {
        assertThat(KIT.serializationTestKit().verifySerialization(message, true))
                .isEqualTo(message);
        var serializer =
                SerializationExtension.get(Adapter.toClassic(KIT.system())).findSerializerFor(message);
        assertThat(serializer.identifier()).as("not CBOR").isIn(52_003, 52_004);
    }

    /** A peer of another release, or a stranger. */
    @Test
    void shouldRefuseBytesThatAreNoMessage() {
        var serialization = SerializationExtension.get(Adapter.toClassic(KIT.system()));
        Random random = new Random(7);
        for (Object message : messages()) {
            var serializer = serialization.findSerializerFor(message);
            byte[] bytes = serializer.toBinary(message);
            String manifest = Serializers.manifestFor(serializer, message);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));

            assertThatThrownBy(() -> serialization
                            .deserialize(bytes, serializer.identifier(), manifest)
                            .get())
                    .isInstanceOf(NotSerializableException.class);
        }
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }
}
