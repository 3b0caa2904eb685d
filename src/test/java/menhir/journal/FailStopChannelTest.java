package menhir.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailStopChannelTest {
    private enum Change {
        WRITE {
            @Override
            void make(FileChannel file) throws IOException {
                file.write(ByteBuffer.wrap(new byte[] {9}), 1);
            }
        },
        TRUNCATE {
            @Override
            void make(FileChannel file) throws IOException {
                file.truncate(1);
            }
        },
        FORCE {
            @Override
            void make(FileChannel file) throws IOException {
                file.force(true);
            }
        };

        abstract void make(FileChannel file) throws IOException;
    }

    /** A disk whose next change fails. */
    private static final class Disk extends ForwardingChannel {
        private boolean fails;

        Disk(FileChannel base) {
            super(base);
        }

        private void check() throws IOException {
            if (fails) {
                fails = false;
                throw new IOException("No space left on device");
            }
        }

        @Override
        public synchronized int write(ByteBuffer source, long position) throws IOException {
            check();
            return super.write(source, position);
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            check();
            return super.truncate(size);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            check();
            super.force(metaData);
        }
    }

    @TempDir
    Path folder;

    private Path path;
    private Disk disk;
    private FileChannel file;

    @BeforeEach
    void open() throws IOException {
        path = folder.resolve("file");
        disk = new Disk(
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        file = new FailStopChannel(disk, "disk");
        file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
    }

    @AfterEach
    void close() throws IOException {
        file.close();
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void shouldLeaveTheFileAsItIsAfterAChangeThatFailed(Change failed) throws IOException {
        disk.fails = true;
        assertThatThrownBy(() -> failed.make(file)).hasMessage("No space left on device");

        for (Change later : Change.values()) {
            assertThatThrownBy(() -> later.make(file))
                    .isInstanceOf(IOException.class)
                    .hasRootCauseMessage("No space left on device");
        }
        assertThat(Files.readAllBytes(path)).containsExactly(1, 2, 3);
    }

    @Test
    void shouldStillReadAfterAChangeThatFailed() throws IOException {
        disk.fails = true;
        assertThatThrownBy(() -> Change.WRITE.make(file)).isInstanceOf(IOException.class);

        ByteBuffer read = ByteBuffer.allocate(3);
        file.read(read, 0);
        assertThat(read.array()).containsExactly(1, 2, 3);
    }

    @Test
    void shouldForwardChangesWhileNoneFails() throws IOException {
        Change.WRITE.make(file);
        Change.FORCE.make(file);
        assertThat(Files.readAllBytes(path)).containsExactly(1, 9, 3);
        Change.TRUNCATE.make(file);
        assertThat(Files.readAllBytes(path)).containsExactly(1);
    }
}
