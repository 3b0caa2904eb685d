package menhir.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexWaitersTest {
    private static final long NOW = -1_000;

    private final IndexWaiters waiters = new IndexWaiters(3);
    private final List<String> told = new ArrayList<>();

    private void await(long index, long reached, long waitMillis) {
        waiters.await(index, reached, waitMillis, NOW, done -> told.add(index + (done ? " reached" : " not reached")));
    }

    @Test
    void shouldTellAtOnceWhatIsReachedAlready() {
        await(5, 5, 0);
        await(4, 5, 100);

        assertThat(told).containsExactly("5 reached", "4 reached");
    }

    @Test
    void shouldTellAtOnceWhoDoesNotWait() {
        await(6, 5, 0);
        await(7, 5, -1);

        assertThat(told).containsExactly("6 not reached", "7 not reached");
    }

    @Test
    void shouldTellEachWhenItsIndexIsReachedLowestFirst() {
        await(9, 5, 100);
        await(7, 5, 100);
        await(6, 5, 100);
        waiters.onReached(5);
        assertThat(told).isEmpty();

        waiters.onReached(7);
        assertThat(told).containsExactly("6 reached", "7 reached");

        waiters.onReached(20);
        assertThat(told).endsWith("9 reached").hasSize(3);
    }

    @Test
    void shouldTellEachWhoseDeadlineHasPassedAndNeverAgain() {
        await(6, 5, 100);
        await(7, 5, 99);
        waiters.expire(NOW + 98);
        assertThat(told).isEmpty();

        waiters.expire(NOW + 99);
        assertThat(told).containsExactly("7 not reached");

        waiters.expire(NOW + 1_000);
        waiters.onReached(7);
        assertThat(told).containsExactly("7 not reached", "6 not reached");
    }

    @Test
    void shouldTellAtOnceWhenTooManyWaitUntilThereIsRoomAgain() {
        await(6, 5, 100);
        await(7, 5, 100);
        await(8, 5, 100);
        await(9, 5, 100);
        assertThat(told).containsExactly("9 not reached");

        waiters.onReached(6);
        await(10, 6, 100);

        assertThat(told).doesNotContain("10 not reached");
    }

    @Test
    void shouldAllowAWaiterToWaitAgain() {
        waiters.await(6, 5, 100, NOW, done -> await(7, 6, 100));
        waiters.await(8, 5, 50, NOW, done -> await(9, 6, 100));
        waiters.onReached(6);
        waiters.expire(NOW + 50);
        assertThat(told).isEmpty();

        waiters.onReached(9);

        assertThat(told).containsExactly("7 reached", "9 reached");
    }
}
