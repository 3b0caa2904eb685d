package menhir.replica.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import menhir.journal.LogReader;
import menhir.replica.CatalogCheckpoint;
import menhir.replica.LogReplies.LogSummary;
import menhir.replication.LogEntry;
import menhir.replication.ReplicaMessage.PreVote;
import menhir.replication.ReplicaReply;
import menhir.replication.ReplicaState;
import menhir.store.EntryCodec;
import menhir.store.StoreState;
import menhir.testkit.OldFolder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database of one slot that release 0.1.0 wrote. */
class OldFolderTest {
    private static final List<String> STORES = List.of("stocks", "books", "toys", "games");

    @RegisterExtension
    static final SlotSystem system = SlotSystem.ofOldFolder(STORES);

    private final JsonNode expected = OldFolder.expected().path("stores");

    OldFolderTest() throws IOException {}

    private static ReplicaState recoverLog(String store) {
        TestProbe<OrderLog.Progress> progress = system.probe(OrderLog.Progress.class);
        system.kit.spawn(OrderLog.create(new SlotEntity(store, SlotSystem.SLOT), progress.getRef()));
        return progress.expectMessageClass(OrderLog.Progress.Recovered.class, SlotSystem.PATIENCE)
                .state();
    }

    private static List<LogEntry> readAll(String store, ReplicaState state) throws Exception {
        LogReader reader = new LogReader(system.kit.system(), store, SlotSystem.SLOT);
        List<LogEntry> entries = new ArrayList<>();
        while (entries.size() < state.lastIndex()) {
            List<LogEntry> page = reader.read(state, entries.size() + 1, 1_000, 96 * 1024)
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            assertThat(page).isNotEmpty();
            entries.addAll(page);
        }
        assertThat(entries).hasSize((int) state.lastIndex());
        return entries;
    }

    @ParameterizedTest
    @ValueSource(strings = {"stocks", "books", "toys", "games"})
    void shouldRecoverTheLogAndReadAllOfIt(String store) throws Exception {
        ReplicaState state = recoverLog(store);

        JsonNode digest = expected.path(store).path("digest");
        long last = digest.path("index").asLong();
        assertThat(state.member()).isTrue();
        // Leaders that took over while the cluster stopped have added entries.
        assertThat(state.lastIndex()).isBetween(last, last + 10);
        assertThat(state.lastNumber())
                .isEqualTo(expected.path(store).path("orders").size());
        readAll(store, state)
                .forEach(entry -> assertThat(EntryCodec.decode(entry.payload()).orderNumber())
                        .isEqualTo(entry.number()));
        byte[] all = new LogReader(system.kit.system(), store, SlotSystem.SLOT)
                .digest(state, 1, new byte[32], last)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        assertThat(HexFormat.of().formatHex(all))
                .isEqualTo(digest.path("replicas").path(0).path("digest").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stocks", "books", "toys", "games"})
    void shouldRecoverTheReplica(String store) {
        ActorRef<OrderReplica.Command> replica = system.replica(new SlotEntity(store, SlotSystem.SLOT));
        TestProbe<ReplicaReply> vote = system.probe(ReplicaReply.class);
        replica.tell(new OrderReplica.Deliver(new PreVote(1), "", vote.getRef()));
        vote.receiveMessage(SlotSystem.PATIENCE);

        TestProbe<LogSummary> summary = system.probe(LogSummary.class);
        replica.tell(new OrderReplica.GetSummary(summary.getRef()));
        LogSummary found = summary.receiveMessage(SlotSystem.PATIENCE);
        assertThat(found.member()).isTrue();
        assertThat(found.lastIndex())
                .isGreaterThanOrEqualTo(
                        expected.path(store).path("digest").path("index").asLong());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stocks", "books", "toys", "games"})
    void shouldRecoverACheckpointThatEqualsItsLog(String store) throws Exception {
        TestProbe<CheckpointStore.Progress> progress = system.probe(CheckpointStore.Progress.class);
        system.kit.spawn(CheckpointStore.create(
                new SlotEntity(store, SlotSystem.SLOT), SlotSystem.KEY_CAPACITY, progress.getRef()));
        CatalogCheckpoint checkpoint = progress.expectMessageClass(
                        CheckpointStore.Progress.Recovered.class, SlotSystem.PATIENCE)
                .checkpoint();

        StoreState replayed = new StoreState(SlotSystem.KEY_CAPACITY);
        List<LogEntry> log = readAll(store, recoverLog(store));
        for (LogEntry entry : log.subList(0, (int) checkpoint.index())) {
            replayed.apply(replayed.index() + 1, EntryCodec.decode(entry.payload()));
        }
        assertThat(checkpoint.index()).isPositive();
        assertThat(checkpoint.opened()).isTrue();
        assertThat(checkpoint.lastNumber()).isEqualTo(replayed.lastNumber());
        // With the digits of the prices: 45.00 is not 45.
        assertThat(checkpoint.items()).containsExactlyInAnyOrderElementsOf(replayed.values());
    }
}
