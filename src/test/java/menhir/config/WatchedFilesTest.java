package menhir.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFilesTest {
    @TempDir
    private Path folder;

    @Test
    void shouldNoticeAChangeOnceItHasSettled() throws Exception {
        Path one = folder.resolve("one");
        Path other = folder.resolve("other");
        Files.writeString(one, "1");
        WatchedFiles files = new WatchedFiles(one, other);

        assertThat(files.haveChanged()).isFalse();
        Files.writeString(other, "a");
        assertThat(files.haveChanged()).isFalse();
        Files.writeString(one, "12");
        assertThat(files.haveChanged()).isFalse();
        assertThat(files.haveChanged()).isTrue();
        assertThat(files.haveChanged()).isFalse();
        Files.delete(other);
        assertThat(files.haveChanged()).isFalse();
        assertThat(files.haveChanged()).isTrue();
    }
}
