package menhir.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerFactsTest {
    private static final ServerFacts SAFE = new ServerFacts(15, false, "on", "on", "on");

    @ParameterizedTest
    @EnumSource(SyncMode.class)
    void shouldAcceptASafeServer(SyncMode sync) {
        assertThat(SAFE.refusal(sync)).isNull();
        assertThat(SAFE.losesWithPower()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "remote_write", "remote_apply"})
    void shouldAcceptCommitsThatWaitForTheServersDisk(String synchronousCommit) {
        assertThat(new ServerFacts(13, false, "on", "on", synchronousCommit).refusal(SyncMode.POWER))
                .isNull();
    }

    @Test
    void shouldRefuseAnOldServer() {
        assertThat(new ServerFacts(12, false, "on", "on", "on").refusal(SyncMode.PROCESS))
                .isEqualTo("the server has PostgreSQL 12; this release needs 13 or later");
    }

    @Test
    void shouldRefuseAStandby() {
        assertThat(new ServerFacts(15, true, "on", "on", "on").refusal(SyncMode.PROCESS))
                .contains("standby");
    }

    @Test
    void shouldRefuseAServerThatLosesOrdersWhenItsProcessesAreKilled() {
        ServerFacts hasty = new ServerFacts(15, false, "on", "on", "off");
        assertThat(hasty.refusal(SyncMode.POWER)).contains("synchronous_commit = off");
        assertThat(hasty.refusal(SyncMode.PROCESS)).contains("synchronous_commit = off");
    }

    @Test
    void shouldRefuseAServerThatLosesOrdersWithItsPowerUnlessThatIsAccepted() {
        ServerFacts lying = new ServerFacts(15, false, "off", "on", "on");
        ServerFacts torn = new ServerFacts(15, false, "on", "off", "on");
        assertThat(lying.refusal(SyncMode.POWER)).contains("fsync = off", "menhir.data.sync = process");
        assertThat(torn.refusal(SyncMode.POWER)).contains("full_page_writes = off");
        assertThat(lying.refusal(SyncMode.PROCESS)).isNull();
        assertThat(lying.losesWithPower()).contains("fsync = off");
    }
}
