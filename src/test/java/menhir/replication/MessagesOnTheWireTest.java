package menhir.replication;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import menhir.replication.ReplicaMessage.Append;
import menhir.replication.ReplicaMessage.Join;
import menhir.replication.ReplicaMessage.PreVote;
import menhir.replication.ReplicaMessage.Prepare;
import menhir.replication.ReplicaMessage.Released;
import menhir.replication.ReplicaMessage.Resign;
import menhir.replication.ReplicaReply.Appended;
import menhir.replication.ReplicaReply.LeaseHeld;
import menhir.replication.ReplicaReply.Mismatch;
import menhir.replication.ReplicaReply.PreVoteReply;
import menhir.replication.ReplicaReply.Prepared;
import menhir.replication.ReplicaReply.Refused;
import menhir.wire.CborMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What leaders and replicas send each other arrives as it was sent, by the serializer that nodes use. */
class MessagesOnTheWireTest {
    private static final ActorTestKit KIT = ActorTestKit.create(
            "wire",
            ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load("menhir-akka")));

    private static final Incarnation INCARNATION = new Incarnation(7, 3, 1_999_999_999);
    private static final LogPosition POSITION = new LogPosition(INCARNATION, 4, 900);
    private static final KnownPositions KNOWN =
            KnownPositions.NONE.with(1, POSITION).with(3, new LogPosition(Incarnation.NONE, Long.MAX_VALUE, 1));

    static List<CborMessage> messages() {
        return List.of(
                new PreVote(8),
                new Prepare(9),
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
                new Append(4, 2, 0, 0, List.of(), Join.NONE, 0, KnownPositions.NONE, 500),
                new Resign(4, 2),
                new Released(900, 3),
                new FrontEndMessage.Revoke(4),
                new PreVoteReply(1, 8, true, 4, 250, POSITION, KNOWN),
                new Prepared(1, 9, false, 4, POSITION, KnownPositions.NONE),
                new LeaseHeld(1, 4, 250),
                new Refused(1, 4),
                new Appended(1, 4, 2, 900, true, POSITION),
                new Mismatch(1, 4, 2, 800, true, POSITION));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldArriveAsTheyWereSent(CborMessage message) {
        assertThat(KIT.serializationTestKit().verifySerialization(message, true))
                .isEqualTo(message);
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }
}
