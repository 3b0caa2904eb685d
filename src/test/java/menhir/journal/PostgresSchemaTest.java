package menhir.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import menhir.testkit.PostgresProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only a server can refuse, and who may use a schema. */
class PostgresSchemaTest {
    private static final String SCHEMA = "north_slot_1";

    private String url = "";

    @BeforeEach
    void createDatabase() throws Exception {
        url = PostgresProcess.shared().newDatabase();
    }

    private static SlotDatabase slot(SlotPlace place) {
        return new SlotDatabase("north", 1, 3, LogNode.STORES, place);
    }

    private SlotDatabase slot() {
        return slot(LogNode.schema(url, SCHEMA));
    }

    private SlotDatabase slot(String otherUrl, String user, String password) {
        return slot(new PostgresSchema(new PostgresServer(otherUrl, user, password), SCHEMA, SyncMode.POWER));
    }

    private static void assertRefused(SlotDatabase slot, String... reasons) {
        assertThatThrownBy(slot::open)
                .isInstanceOf(SlotUnavailableException.class)
                .hasMessageStartingWith("slot 1 in schema north_slot_1 on 127.0.0.1:")
                .hasMessageContainingAll(reasons)
                .message()
                .hasLineCount(1)
                .doesNotContain(PostgresProcess.PASSWORD, "wrong password");
    }

    private void execute(String sql) throws Exception {
        PostgresProcess.shared().execute(url.substring(url.lastIndexOf('/') + 1), sql);
    }

    @Test
    void shouldSayWhyItCannotLogIn() {
        assertRefused(
                slot(url, PostgresProcess.USER, "wrong password"),
                "the server does not let user menhir in",
                "menhir.database.password",
                "password authentication failed");
        assertRefused(slot(url, "stranger", PostgresProcess.PASSWORD), "does not let user stranger in");
        assertRefused(slot(url + "_none", PostgresProcess.USER, PostgresProcess.PASSWORD), "no such database");
        assertThatThrownBy(() -> slot(new PostgresSchema(
                                new PostgresServer(url, PostgresProcess.USER, null), SCHEMA, SyncMode.POWER))
                        .open())
                .hasMessageContaining("does not let user menhir in");
    }

    @Test
    void shouldSayThatNoServerIsThere() {
        assertRefused(
                slot("jdbc:postgresql://127.0.0.1:1/menhir", PostgresProcess.USER, PostgresProcess.PASSWORD),
                "the server cannot be reached");
    }

    @Test
    void shouldNotTouchASchemaOfSomethingElse() throws Exception {
        execute("CREATE SCHEMA north_slot_1; CREATE TABLE north_slot_1.payroll (name VARCHAR)");
        assertRefused(slot(), "the database is not one of a slot");
        assertThatThrownBy(() -> slot().place().requireEmpty()).hasMessageContaining("is not empty");
    }

    @Test
    void shouldUseAnEmptySchemaThatExists() throws Exception {
        execute("CREATE SCHEMA north_slot_1");
        slot().place().requireEmpty();
        slot().open().close();
    }

    @Test
    void shouldRefuseAUserWhoMayNotCreateTheSchema() throws Exception {
        execute("CREATE ROLE guest_" + url.substring(url.lastIndexOf('_') + 1) + " LOGIN PASSWORD 'guest'");
        assertRefused(slot(url, "guest_" + url.substring(url.lastIndexOf('_') + 1), "guest"), "permission denied");
    }

    @Test
    void shouldRefuseAServerThatDoesNotKeepThePromise() throws Exception {
        execute("ALTER DATABASE " + url.substring(url.lastIndexOf('/') + 1) + " SET synchronous_commit = off");
        assertRefused(slot(), "synchronous_commit = off");
    }

    @Test
    void shouldExcludeOthersWhileItIsOpen() throws Exception {
        try (OpenSlot open = slot().open()) {
            assertThat(open.outage()).isNull();
            assertRefused(slot(), "another process has it open");
            assertThatThrownBy(() -> StoppedSlot.open(slot().place()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("stop the node first");
        }
        try (StoppedSlot stopped = StoppedSlot.open(slot().place())) {
            assertThat(stopped.stores()).containsExactly(LogNode.STORE);
            assertRefused(slot(), "another process has it open");
        }
        slot().open().close();
    }

    @Test
    void shouldSayThatThereIsNothingToRead() {
        assertThatThrownBy(() -> StoppedSlot.open(slot().place()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it has no database of a slot");
    }

    @Test
    void shouldCountItsStartsAndKeepItsIdentity() throws Exception {
        slot().open().close();
        slot().open().close();
        try (Connection connection = LogNode.schema(url, SCHEMA).connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT \"cluster\", \"slot\", \"slots\", \"starts\" FROM \"slot_identity\"")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("north");
            assertThat(row.getInt(2)).isEqualTo(1);
            assertThat(row.getInt(3)).isEqualTo(3);
            assertThat(row.getLong(4)).isEqualTo(2);
        }
    }

    @Test
    void shouldLetNoConnectionComeBackOnceAnotherProcessHasOpenedIt() throws Exception {
        PostgresSchema before = LogNode.schema(url, SCHEMA);
        SlotDatabase slot = slot(before);
        OpenSlot open = slot.open();
        before.connectAgain().close();
        // As if the server had been away: it ends all connections, and another process is the first to come.
        endConnections();
        try (OpenSlot other = slot().open()) {
            assertThatThrownBy(before::connectAgain).hasMessageContaining("another process has opened the slot");
            SlotUnavailableException failure =
                    open.failed().toCompletableFuture().get(1, TimeUnit.MINUTES);
            assertThat(failure).hasMessageContaining("another process has opened it");
            assertThat(other.outage()).isNull();
        } finally {
            open.close();
        }
    }

    private void endConnections() throws Exception {
        execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }
}
