package menhir.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import menhir.replication.ReplicaState;
import menhir.testkit.PostgresProcess;
import menhir.testkit.TestCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server of its own is killed, and comes back. */
class PostgresOutageTest {
    private static final int ROUNDS = 2;

    @SuppressWarnings("NullAway.Init")
    private PostgresProcess server;

    private String url = "";

    @BeforeEach
    void startServer() throws Exception {
        server = PostgresProcess.start();
        url = server.newDatabase();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    private SlotDatabase slot(SyncMode sync) {
        PostgresServer login = new PostgresServer(url, PostgresProcess.USER, PostgresProcess.PASSWORD);
        return new SlotDatabase("north", 1, 3, LogNode.STORES, new PostgresSchema(login, "north_slot_1", sync));
    }

    @Test
    void shouldKeepWhatWasAcknowledgedWhenItsServerIsKilled() throws Exception {
        Random random = new Random(11);
        ReplicaState state = ReplicaState.BLANK;
        for (int round = 0; round < ROUNDS; round++) {
            try (LogNode node = new LogNode(20, slot(SyncMode.POWER))) {
                assertThat(node.state(1)).isEqualTo(state);
                for (int i = 0; i < 50; i++) {
                    state = node.persist(1, List.of(RandomLog.nextEvent(state, random)));
                }
                server.kill9();
                server.restart();
            }
        }
        try (LogNode node = new LogNode(20, slot(SyncMode.POWER))) {
            assertThat(node.state(1)).isEqualTo(state);
        }
    }

    @Test
    void shouldSayThatItsServerIsAwayAndGoOnWhenItIsBack() throws Exception {
        try (OpenSlot open = slot(SyncMode.POWER).open()) {
            List<SlotUnavailableException> failures = new ArrayList<>();
            open.failed().thenAccept(failures::add);
            server.kill9();
            TestCluster.until("the slot notices", () -> open.outage() != null);
            assertThat(open.outage()).startsWith("its database is away: the server cannot be reached");
            server.restart();
            TestCluster.until("the slot goes on", () -> open.outage() == null);
            assertThat(failures).isEmpty();
            assertThatThrownBy(() -> slot(SyncMode.POWER).open()).hasMessageContaining("another process has it open");
        }
        slot(SyncMode.POWER).open().close();
    }

    @Test
    void shouldRefuseAServerThatLosesOrdersWithItsPowerUnlessThatIsAccepted() throws Exception {
        server.kill9();
        server.restart("fsync=off");
        assertThatThrownBy(() -> slot(SyncMode.POWER).open())
                .isInstanceOf(SlotUnavailableException.class)
                .hasMessageContaining("fsync = off")
                .hasMessageContaining("menhir.data.sync = process");
        slot(SyncMode.PROCESS).open().close();
    }
}
