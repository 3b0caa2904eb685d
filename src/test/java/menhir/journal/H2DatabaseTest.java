package menhir.journal;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2DatabaseTest extends DatabaseContract {
    @TempDir
    Path folder;

    @Override
    SlotPlace place(int number) {
        return new H2Folder(folder.resolve("slot-" + number), SyncMode.PROCESS);
    }
}
