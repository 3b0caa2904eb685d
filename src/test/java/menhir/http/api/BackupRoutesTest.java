package menhir.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import menhir.backup.BackupFile;
import menhir.backup.BackupReader;
import menhir.backup.Summary;
import menhir.http.HttpTest;
import menhir.http.TestServer;
import menhir.replication.LogEntry;
import menhir.service.ServiceException;
import menhir.store.Entry;
import menhir.store.EntryCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupRoutesTest extends HttpTest {
    private static final String PATH = "/v1/stores/toys/backup";
    private static final String[] ADMIN = {"Authorization", "Bearer " + TestServer.TOKEN};
    private static final int MORE_THAN_A_PAGE = 2_500;

    @Test
    void shouldSendTheWholeLogThatWasReleasedBefore() throws Exception {
        for (int i = 0; i < MORE_THAN_A_PAGE; i++) {
            server.stores.append("toys", new Entry.Restocked("Whale", 1, "key-" + i, i, 1_700_000_000_000L));
        }
        List<LogEntry> read = new ArrayList<>();
        HttpResponse<InputStream> response = server.stream(PATH, ADMIN);
        try (InputStream body = new BufferedInputStream(response.body())) {
            BackupReader backup = new BackupReader(body);
            Summary summary = backup.entries(read::add);
            assertThat(backup.header().store()).isEqualTo("toys");
            assertThat(backup.header().kind()).isEqualTo("toys");
            assertThat(backup.header().forced()).isFalse();
            assertThat(summary.entries()).isEqualTo(backup.header().lastIndex());
        }
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(read).hasSizeGreaterThan(MORE_THAN_A_PAGE);
        assertThat(EntryCodec.decode(read.get(read.size() - 1).payload()))
                .isInstanceOfSatisfying(Entry.Restocked.class, last -> assertThat(last.key())
                        .isEqualTo("key-" + (MORE_THAN_A_PAGE - 1)));
    }

    @Test
    void shouldBeForAdministratorsOnly() throws Exception {
        assertThat(server.get(PATH).status()).isEqualTo(401);
        assertThat(server.get(PATH, "Authorization", "Bearer wrong-token").status())
                .isEqualTo(401);
        assertThat(server.get("/v1/stores/none/backup", ADMIN).status()).isEqualTo(404);
    }

    @Test
    void shouldBreakTheConnectionWhenTheRestBecomesUnavailable(@TempDir Path folder) throws Exception {
        server.stores.failEntries(true);
        assertThatThrownBy(() -> server.get(PATH, ADMIN)).isInstanceOf(java.io.IOException.class);
        Path file = folder.resolve("toys.menhir");
        assertThatThrownBy(
                        () -> BackupFile.copy(file, server.stream(PATH, ADMIN).body(), "toys"))
                .isInstanceOf(java.io.IOException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldAnswer503WithoutALeader() throws Exception {
        server.stores.failWith(ServiceException.Reason.NO_MAJORITY);
        assertThat(server.get(PATH, ADMIN).status()).isEqualTo(503);
    }
}
