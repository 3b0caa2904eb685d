package menhir.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import menhir.replication.ReplicaEvent;
import menhir.replication.ReplicaEvent.EpochPromised;
import menhir.replication.ReplicaState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecoveryTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"POWER,0", "POWER,20", "PROCESS,0", "PROCESS,20"})
    void shouldRecoverEverySlotToItsLastState(SyncMode sync, int snapshotEvery) {
        SlotDatabase[] databases = new SlotDatabase[5];
        for (int i = 0; i < 5; i++) {
            databases[i] = new SlotDatabase("north", i + 1, 3, LogNode.STORES, folder.resolve("slot-" + (i + 1)), sync);
        }
        ReplicaState[] before = new ReplicaState[5];
        for (int run = 0; run < 3; run++) {
            try (LogNode node = new LogNode(snapshotEvery, databases)) {
                for (int slot = 1; slot <= 5; slot++) {
                    ReplicaState recovered = node.state(slot);
                    assertThat(recovered).isEqualTo(run == 0 ? ReplicaState.BLANK : before[slot - 1]);
                    before[slot - 1] = persistSome(node, slot, new Random(100L * run + slot));
                }
            }
        }
    }

    @Test
    void shouldKeepTheTwoJournalsOfASlotApart() {
        SlotDatabase database = new SlotDatabase("north", 1, 3, LogNode.STORES, folder, SyncMode.POWER);
        for (int run = 0; run < 2; run++) {
            try (LogNode node = new LogNode(0, database)) {
                ReplicaState orders = node.persist(1, List.of(new EpochPromised(2 * run + 1)));
                node.startInCatalogJournal(1);
                ReplicaState catalog = node.persist(1, List.of(new EpochPromised(2 * run + 2)));
                assertThat(List.of(orders.sequenceNr(), catalog.sequenceNr())).containsOnly(run + 1L);
                assertThat(List.of(orders.epoch(), catalog.epoch())).containsExactly(2L * run + 1, 2L * run + 2);
            }
        }
    }

    private static ReplicaState persistSome(LogNode node, int slot, Random random) {
        ReplicaState model = node.state(slot);
        for (int i = 0; i < 30; i++) {
            List<ReplicaEvent> events = new ArrayList<>();
            ReplicaState next = model;
            for (int event = 1 + random.nextInt(3); event > 0; event--) {
                events.add(RandomLog.nextEvent(next, random));
                next = next.apply(events.get(events.size() - 1));
            }
            assertThat(node.persist(slot, events)).isEqualTo(next);
            model = next;
        }
        return model;
    }
}
