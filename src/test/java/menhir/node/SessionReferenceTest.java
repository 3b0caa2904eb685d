package menhir.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import menhir.service.ServiceException;
import org.junit.jupiter.api.Test;

class SessionReferenceTest {
    private final SessionReference<String> session = new SessionReference<>();

    private CompletableFuture<String> call() {
        return session.call(SessionReferenceTest::echo).toCompletableFuture();
    }

    private static CompletionStage<String> echo(String service) {
        return CompletableFuture.completedFuture(service);
    }

    @Test
    void shouldLetCallsWaitForTheFirstSession() {
        CompletableFuture<String> early = call();
        assertThat(early).isNotDone();

        session.getAndSet("first");

        assertThat(early).isCompletedWithValue("first");
        assertThat(call()).isCompletedWithValue("first");
    }

    @Test
    void shouldFailAtOnceBetweenTwoSessions() {
        session.getAndSet("first");
        session.getAndSet(null);
        assertThat(call()).isCompletedExceptionally();

        session.getAndSet("second");
        assertThat(call()).isCompletedWithValue("second");
    }

    /** The suite found it: a probe at the end of a session waited for HTTP's timeout. */
    @Test
    void shouldFailCallsThatTheEndedSessionHasNotAnswered() {
        session.getAndSet("first");
        CompletableFuture<String> answered =
                session.call(SessionReferenceTest::echo).toCompletableFuture();
        CompletableFuture<String> lost =
                session.<String>call(service -> new CompletableFuture<>()).toCompletableFuture();
        CompletableFuture<String> late = new CompletableFuture<>();
        CompletableFuture<String> leaving = session.call(service -> late).toCompletableFuture();
        session.getAndSet(null);
        late.complete("while it left");
        assertThat(lost).isNotDone();

        session.failUnanswered();

        assertThat(lost).isCompletedExceptionally();
        assertThat(answered).isCompletedWithValue("first");
        assertThat(leaving).isCompletedWithValue("while it left");
        assertThat(call()).isCompletedExceptionally();
    }

    @Test
    void shouldFailCallsThatDoNotWait() {
        assertThat(session.callNow(SessionReferenceTest::echo).toCompletableFuture())
                .isCompletedExceptionally();
    }

    /** The other nodes may be down. */
    @Test
    void shouldNotLetCallsWaitForEver() {
        assertThat(call())
                .failsWithin(SessionReference.START_WAIT.multipliedBy(10))
                .withThrowableThat()
                .withCauseInstanceOf(ServiceException.class);
    }
}
