package menhir.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import menhir.replica.LogReplies.LogSummary;
import org.junit.jupiter.api.Test;

class MissingLeaderTest {
    private static final LogSummary MEMBER = new LogSummary(true, 10, null);
    private static final LogSummary BLANK = new LogSummary(false, 0, null);
    private static final LogSummary FAILED = new LogSummary(false, 0, "the log is damaged");

    @Test
    void shouldSayHowManyReplicasHaveTheLog() {
        assertThat(MissingLeader.reason("toys", 3, List.of(MEMBER)))
                .isEqualTo(
                        "toys: no leader; of 3 replicas 1 have the log, 0 are blank, 0 have failed, 2 do not answer");
    }

    @Test
    void shouldSayThatAMajorityIsLostOnlyIfNoneCanComeBack() {
        assertThat(MissingLeader.reason("toys", 3, List.of(MEMBER, BLANK, FAILED)))
                .contains("1 have the log, 1 are blank, 1 have failed, 0 do not answer")
                .contains("a majority of the disks has lost the log");
        assertThat(MissingLeader.reason("toys", 5, List.of(MEMBER, BLANK, BLANK, BLANK)))
                .contains("majority");
        assertThat(MissingLeader.reason("toys", 3, List.of(MEMBER, BLANK))).doesNotContain("majority");
        assertThat(MissingLeader.reason("toys", 3, List.of(MEMBER, MEMBER, BLANK)))
                .doesNotContain("majority");
        // Before the first start, all are blank.
        assertThat(MissingLeader.reason("toys", 3, List.of(BLANK, BLANK, BLANK)))
                .doesNotContain("majority");
    }
}
