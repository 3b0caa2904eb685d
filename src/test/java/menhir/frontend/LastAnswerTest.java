package menhir.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import menhir.frontend.LastAnswer.Aged;
import org.junit.jupiter.api.Test;

class LastAnswerTest {
    private final Queue<CompletableFuture<String>> questions = new ArrayDeque<>();
    private long nowMillis = 1_000;
    private final LastAnswer<String> answers =
            new LastAnswer<>(this::ask, () -> TimeUnit.MILLISECONDS.toNanos(nowMillis));

    private CompletableFuture<String> ask() {
        CompletableFuture<String> question = new CompletableFuture<>();
        questions.add(question);
        return question;
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private void getFirst(String answer) throws Exception {
        CompletionStage<Aged<String>> first = answers.get();
        questions.remove().complete(answer);
        assertThat(get(first).answer()).isEqualTo(answer);
    }

    @Test
    void shouldWaitForTheFirstAnswer() throws Exception {
        CompletionStage<Aged<String>> first = answers.get();
        nowMillis += 700;
        assertThat(first.toCompletableFuture()).isNotDone();

        questions.remove().complete("a");

        assertThat(get(first)).isEqualTo(new Aged<>("a", 700));
    }

    @Test
    void shouldAskAnewEachTimeAndReturnTheNewAnswerIfItComesSoon() throws Exception {
        getFirst("a");
        nowMillis += 700;

        CompletionStage<Aged<String>> second = answers.get();
        questions.remove().complete("b");

        assertThat(get(second)).isEqualTo(new Aged<>("b", 0));
    }

    @Test
    void shouldReturnTheLastAnswerWithItsAgeIfNoNewOneComesSoon() throws Exception {
        getFirst("a");
        nowMillis += 700;

        assertThat(get(answers.get())).isEqualTo(new Aged<>("a", 700));

        assertThat(get(answers.get())).as("of the same question").isEqualTo(new Aged<>("a", 700));
        assertThat(questions).hasSize(1);
        questions.remove().complete("b");
        nowMillis += 50;
        assertThat(get(answers.get())).as("asked for 50 ms ago").isEqualTo(new Aged<>("b", 50));
    }

    @Test
    void shouldWaitForANewAnswerIfTheLastOneIsTooOld() throws Exception {
        getFirst("a");
        nowMillis += LastAnswer.OLDEST_MILLIS;

        CompletionStage<Aged<String>> second = answers.get();
        questions.remove().complete("b");

        assertThat(get(second).answer()).isEqualTo("b");
    }

    @Test
    void shouldReturnTheLastAnswerIfTheQuestionFails() throws Exception {
        getFirst("a");

        CompletionStage<Aged<String>> second = answers.get();
        questions.remove().completeExceptionally(new IllegalStateException("no"));

        assertThat(get(second).answer()).isEqualTo("a");
    }

    @Test
    void shouldAskAgainWhenAnAnswerIsLost() throws Exception {
        CompletionStage<Aged<String>> lost = answers.get();
        assertThatThrownBy(() -> get(lost)).hasRootCauseInstanceOf(TimeoutException.class);

        CompletionStage<Aged<String>> second = answers.get();

        assertThat(questions).hasSize(2);
        questions.forEach(question -> question.complete("a"));
        assertThat(get(second).answer()).isEqualTo("a");
    }

    @Test
    void shouldAskAgainWhenAQuestionCouldNotBeAsked() throws Exception {
        Queue<CompletionStage<String>> possible = new ArrayDeque<>();
        LastAnswer<String> fragile = new LastAnswer<>(possible::remove, () -> 0);
        assertThatThrownBy(() -> get(fragile.get())).hasRootCauseInstanceOf(NoSuchElementException.class);

        possible.add(CompletableFuture.completedFuture("a"));

        assertThat(get(fragile.get()).answer()).isEqualTo("a");
    }

    @Test
    void shouldFailIfThereHasNeverBeenAnAnswerAndAskAgainTheNextTime() throws Exception {
        CompletionStage<Aged<String>> first = answers.get();
        questions.remove().completeExceptionally(new IllegalStateException("no"));
        assertThatThrownBy(() -> get(first)).hasMessageContaining("no");

        CompletionStage<Aged<String>> second = answers.get();
        questions.remove().complete("a");

        assertThat(get(second).answer()).isEqualTo("a");
    }
}
