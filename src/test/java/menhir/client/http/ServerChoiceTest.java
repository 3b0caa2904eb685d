package menhir.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import menhir.client.http.ServerChoice.Pick;
import org.junit.jupiter.api.Test;

class ServerChoiceTest {
    private static final long START = Long.MAX_VALUE - 10; // the clock may overflow
    private static final double JITTER = 1;

    private final ServerChoice choice = new ServerChoice(3, 1, new RetryPolicy(1_000, 10_000), START);

    private static long after(long millis) {
        return START + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private Pick pick(long now) {
        return choice.pick(now, new BitSet());
    }

    private void fail(int server, long begunMillis, long millis) {
        choice.failed(server, after(begunMillis), after(millis), 0, JITTER);
    }

    @Test
    void shouldStayWithAServerThatWorks() {
        assertThat(pick(START)).isEqualTo(new Pick(1, 0, false));
        choice.worked(1);
        assertThat(pick(after(5_000))).isEqualTo(new Pick(1, 0, false));
    }

    @Test
    void shouldTakeTheNextOneAtOnceAndStayThere() {
        fail(1, 0, 10);
        assertThat(pick(after(10))).isEqualTo(new Pick(2, 0, true));
        assertThat(pick(after(1_000))).isEqualTo(new Pick(2, 0, false));
    }

    @Test
    void shouldWaitForTheSoonestIfAllAreBackingOff() {
        fail(1, 0, 10);
        fail(2, 10, 20);
        fail(0, 20, 30);
        assertThat(pick(after(40))).isEqualTo(new Pick(1, TimeUnit.MILLISECONDS.toNanos(20), false));
        assertThat(pick(after(60))).isEqualTo(new Pick(1, 0, false));
    }

    @Test
    void shouldBackOffLongerAfterEachFailureInARow() {
        fail(0, 0, 0);
        fail(2, 0, 0);
        fail(1, 0, 0);
        fail(1, 100, 100);
        fail(0, 100, 1_000);
        fail(2, 100, 1_000);
        assertThat(pick(after(199)).waitNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1));
        choice.worked(1);
        fail(1, 1_000, 1_000);
        assertThat(pick(after(1_049)).waitNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1));
    }

    /** Eight threads that run into one dead server have seen one failure. */
    @Test
    void shouldCountWhatSeveralThreadsSawAsOneFailure() {
        fail(0, 0, 0);
        fail(2, 0, 0);
        for (int thread = 0; thread < 8; thread++) {
            fail(1, 0, 1 + thread);
        }
        fail(0, 100, 1_000);
        fail(2, 100, 1_000);
        assertThat(pick(after(58))).isEqualTo(new Pick(1, 0, false));
    }

    @Test
    void shouldNotForgetARetryAfterWhenAnotherThreadFailsLater() {
        choice.failed(1, START, after(0), 5_000, JITTER);
        fail(1, 0, 100);
        fail(0, 0, 4_990);
        fail(2, 0, 4_990);
        assertThat(pick(after(4_999)).waitNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1));
    }

    @Test
    void shouldNotChooseWhatIsExcluded() {
        BitSet excluded = new BitSet();
        excluded.set(1);
        fail(2, 0, 10);
        assertThat(choice.pick(after(11), excluded)).isEqualTo(new Pick(0, 0, true));
        excluded.set(0);
        assertThat(choice.pick(after(11), excluded).server()).isEqualTo(2);
    }
}
