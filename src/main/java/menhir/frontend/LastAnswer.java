package menhir.frontend;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The last answer to a question that may take long, such as one to nodes that may be gone. Who wants to know gets an answer soon:
 * the new one if it comes soon, or else the last one, with its age. One question is asked at a time. Thread-safe.
 *
 * @param <T> type of the answers
 */
public final class LastAnswer<T> {
    /** For how long a new answer is waited for if there is an older one. Answers of live nodes take some milliseconds. */
    static final long WAIT_MILLIS = 150;

    /** When a question counts as failed: its answer may be lost. */
    static final long LIMIT_MILLIS = 3_000;

    /** An older answer says too little: a new one is waited for. */
    static final long OLDEST_MILLIS = 2_000;

    /**
     * An answer.
     *
     * @param ageMillis time since it was asked for
     */
    public record Aged<T>(T answer, long ageMillis) {}

    private record Answer<T>(T value, long askedNanos) {}

    private final Supplier<CompletionStage<T>> question;
    private final LongSupplier nanoTime;
    private @Nullable Answer<T> last;
    private @Nullable CompletableFuture<Answer<T>> asked;

    /**
     * Creates it without an answer.
     *
     * @param question asks for a new answer
     * @param nanoTime a clock like {@link System#nanoTime()}
     */
    public LastAnswer(Supplier<CompletionStage<T>> question, LongSupplier nanoTime) {
        this.question = question;
        this.nanoTime = nanoTime;
    }

    /** The newest answer that can be had soon. Fails if a new one fails, and the last one is too old. */
    public CompletionStage<Aged<T>> get() {
        @Nullable Answer<T> known;
        CompletableFuture<Answer<T>> coming;
        boolean mustAsk;
        synchronized (this) {
            known = last;
            mustAsk = asked == null;
            coming = asked == null ? new CompletableFuture<>() : asked;
            asked = coming;
        }
        if (mustAsk) {
            ask(coming);
        }
        CompletableFuture<Answer<T>> answer = coming.copy();
        if (known != null && ageMillis(known) < OLDEST_MILLIS) {
            answer = answer.completeOnTimeout(known, WAIT_MILLIS, TimeUnit.MILLISECONDS)
                    .exceptionally(failure -> known);
        }
        // Not on the one thread of the timeouts.
        return answer.thenApplyAsync(this::aged);
    }

    private void ask(CompletableFuture<Answer<T>> coming) {
        long now = nanoTime.getAsLong();
        // Also a question that cannot be asked is answered, by its failure: else no other one would ever be asked.
        CompletionStage<T> answered = CompletableFuture.<@Nullable Void>completedFuture(null)
                .thenCompose(none -> question.get())
                .orTimeout(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        answered.whenComplete((value, failure) -> {
            Answer<T> answer = failure == null ? new Answer<>(value, now) : null;
            synchronized (this) {
                asked = null;
                if (answer != null) {
                    last = answer;
                }
            }
            if (answer != null) {
                coming.complete(answer);
            } else {
                coming.completeExceptionally(failure);
            }
        });
    }

    private Aged<T> aged(Answer<T> answer) {
        return new Aged<>(answer.value(), ageMillis(answer));
    }

    private long ageMillis(Answer<T> answer) {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - answer.askedNanos());
    }
}
