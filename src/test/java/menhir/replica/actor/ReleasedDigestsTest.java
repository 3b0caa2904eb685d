package menhir.replica.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import menhir.journal.LogReader;
import menhir.replication.ReplicaState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReleasedDigestsTest {
    private static final int ENTRIES = 200;

    @RegisterExtension
    static final SlotSystem system = SlotSystem.create();

    private final SlotEntity store = system.newStore();
    private final ReplicaState state = fill();
    private final LogReader reader = new LogReader(system.kit.system(), store.store(), store.slot());
    private final ReleasedDigests digests = new ReleasedDigests(reader);

    private ReplicaState fill() {
        ActorRef<OrderReplica.Command> replica = system.replica(store);
        ScriptedLeader.of(system, replica).fill(ENTRIES);
        system.kit.stop(replica);
        TestProbe<OrderLog.Progress> progress = system.probe(OrderLog.Progress.class);
        system.kit.spawn(OrderLog.create(store, progress.getRef()));
        return progress.expectMessageClass(OrderLog.Progress.Recovered.class, SlotSystem.PATIENCE)
                .state();
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(SlotSystem.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private String fromTheBeginning(long index) throws Exception {
        return HexFormat.of().formatHex(get(reader.digest(state, 1, new byte[32], index)));
    }

    @Test
    void shouldGiveTheDigestOfAnyIndexInAnyOrder() throws Exception {
        List<Integer> indexes = new ArrayList<>();
        for (int index = 1; index <= ENTRIES; index++) {
            indexes.add(index);
        }
        Collections.shuffle(indexes, new Random(3));
        Map<Integer, CompletionStage<String>> asked = new TreeMap<>();
        // More than are kept, and all at once.
        indexes.forEach(index -> asked.put(index, digests.upTo(state, index)));
        for (var each : asked.entrySet()) {
            assertThat(get(each.getValue())).isEqualTo(fromTheBeginning(each.getKey()));
        }
        assertThat(get(digests.upTo(state, 0))).isEqualTo("0".repeat(64));
    }

    @Test
    void shouldGoOnAfterAFailure() throws Exception {
        CompletionStage<String> impossible = digests.upTo(state, ENTRIES + 1);
        CompletionStage<String> next = digests.upTo(state, ENTRIES);

        assertThatThrownBy(() -> get(impossible)).isInstanceOf(ExecutionException.class);
        assertThat(get(next)).isEqualTo(fromTheBeginning(ENTRIES));
    }

    @Test
    void shouldGoOnAfterALogThatCouldNotBeRead() throws Exception {
        String table = "\"orders_" + store.store() + "\"";
        system.execute("ALTER TABLE " + table + " RENAME TO \"digests_away\"");
        CompletionStage<String> unreadable = digests.upTo(state, 10);
        assertThatThrownBy(() -> get(unreadable)).isInstanceOf(ExecutionException.class);
        system.execute("ALTER TABLE \"digests_away\" RENAME TO " + table);

        assertThat(get(digests.upTo(state, 10))).isEqualTo(fromTheBeginning(10));
    }
}
