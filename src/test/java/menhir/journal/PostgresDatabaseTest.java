package menhir.journal;

import menhir.testkit.PostgresProcess;
import org.junit.jupiter.api.BeforeEach;

class PostgresDatabaseTest extends DatabaseContract {
    private String url = "";

    @BeforeEach
    void createDatabase() throws Exception {
        url = PostgresProcess.shared().newDatabase();
    }

    @Override
    SlotPlace place(int number) {
        return LogNode.schema(url, "north_slot_" + number);
    }
}
