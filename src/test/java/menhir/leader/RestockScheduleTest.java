package menhir.leader;

import static org.assertj.core.api.Assertions.assertThat;

import menhir.store.StoreRules.Restocking;
import org.junit.jupiter.api.Test;

class RestockScheduleTest {
    private static final long EVERY_MILLIS = 10_000;

    @Test
    void shouldLookAsSoonAsALeaderLeadsThoughLeadersComeAndGoFasterThanTheInterval() {
        assertThat(clock().due(-3)).isTrue();
        assertThat(clock().due(EVERY_MILLIS / 2)).isTrue();
    }

    @Test
    void shouldThenLookOnceInEachInterval() {
        RestockSchedule clock = clock();
        assertThat(clock.due(7)).isTrue();
        assertThat(clock.due(7)).isFalse();
        assertThat(clock.due(6 + EVERY_MILLIS)).isFalse();
        assertThat(clock.due(7 + EVERY_MILLIS)).isTrue();
        assertThat(clock.due(8 + EVERY_MILLIS)).isFalse();
    }

    @Test
    void shouldNeverLookWhereNothingIsRestocked() {
        assertThat(new RestockSchedule(null).due(1)).isFalse();
    }

    private static RestockSchedule clock() {
        return new RestockSchedule(new Restocking(EVERY_MILLIS, 1, 100));
    }
}
