package menhir.frontend.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import menhir.service.ServiceException;
import menhir.service.StoreService.Outcome;
import menhir.store.Rejection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutcomeMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final OutcomeMetrics metrics = new OutcomeMetrics(registry, "stocks");

    private double count(String outcome, String reason) {
        return registry.get("menhir.commands")
                .tags("store", "stocks", "outcome", outcome, "reason", reason)
                .counter()
                .count();
    }

    private void countFailure(@Nullable Throwable failure) {
        metrics.begin().accept(null, failure);
    }

    @Test
    void shouldHaveTheMostFrequentOutcomesBeforeTheyOccur() {
        assertThat(count("done", "")).isZero();
        assertThat(count("rejected", "not-enough")).isZero();
        assertThat(count("failed", "no-majority")).isZero();
    }

    @Test
    void shouldCountRejectionsByKind() {
        metrics.begin().accept(new Outcome.Rejected(new Rejection.NotEnough("Bear", 1, 2)), null);
        metrics.begin().accept(new Outcome.Rejected(new Rejection.NotEnough("Bear", 1, 2), true), null);
        metrics.begin().accept(new Outcome.Rejected(new Rejection.UnknownItem("Bear")), null);

        assertThat(count("rejected", "not-enough")).isEqualTo(2);
        assertThat(count("rejected", "unknown-item")).isEqualTo(1);
    }

    @Test
    void shouldCountFailuresByReasonHoweverTheyAreWrapped() {
        ServiceException overloaded = new ServiceException(ServiceException.Reason.OVERLOADED, "full");
        countFailure(overloaded);
        countFailure(new CompletionException(overloaded));
        countFailure(new CompletionException(new IllegalStateException("unexpected")));

        assertThat(count("failed", "overloaded")).isEqualTo(2);
        assertThat(count("failed", "other")).isEqualTo(1);
    }

    @Test
    void shouldCountTheCommandsThatWait() {
        BiConsumer<@Nullable Outcome, @Nullable Throwable> first = metrics.begin();
        metrics.begin();
        assertThat(pending()).isEqualTo(2);

        first.accept(null, new ServiceException(ServiceException.Reason.OVERLOADED, "full"));
        assertThat(pending()).isEqualTo(1);
    }

    @Test
    void shouldForgetWhatWaitedInAnEarlierInstance() {
        metrics.begin();
        OutcomeMetrics next = new OutcomeMetrics(registry, "stocks");
        assertThat(pending()).isZero();

        next.begin();
        assertThat(pending()).isEqualTo(1);
    }

    private double pending() {
        return registry.get("menhir.commands.pending")
                .tag("store", "stocks")
                .gauge()
                .value();
    }

    @Test
    void shouldContinueTheCountersOfAnEarlierInstance() {
        countFailure(new ServiceException(ServiceException.Reason.NO_MAJORITY, "none"));
        new OutcomeMetrics(registry, "stocks")
                .begin()
                .accept(null, new ServiceException(ServiceException.Reason.NO_MAJORITY, "none"));

        assertThat(count("failed", "no-majority")).isEqualTo(2);
    }
}
