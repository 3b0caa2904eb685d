package menhir.games.raffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import menhir.games.raffle.RaffleRequest.Draw;
import menhir.games.raffle.RaffleRequest.Entrant;
import org.junit.jupiter.api.Test;

/** Entries and draws from given deliveries. */
class RaffleTest {
    private final Raffle raffle = new Raffle();

    private static void deliver(Raffle raffle, int from, int to) {
        for (int i = from; i <= to; i++) {
            raffle.deliver("f" + i % 3, new Entrant("client " + i).text());
        }
    }

    private static Winner winner(Raffle raffle) {
        Winner winner = raffle.winner();
        if (winner == null) {
            throw new AssertionError("there was no draw");
        }
        return winner;
    }

    @Test
    void shouldLetEveryHundredthRequestEnter() {
        deliver(raffle, 1, 1_000);
        assertThat(raffle.entered()).isEqualTo(10);
        assertThat(raffle.entries()).hasSize(10);
        assertThat(raffle.entries().get(2)).isEqualTo(new RaffleEntry(3, 300, "f0", "client 300"));
    }

    @Test
    void shouldDrawTheSameWinnerFromTheSameOrder() {
        Raffle other = new Raffle();
        for (Raffle each : new Raffle[] {raffle, other}) {
            deliver(each, 1, 5_000);
            each.deliver("f1", new Draw("nonce").text());
        }
        assertThat(winner(raffle)).isEqualTo(winner(other));
        assertThat(raffle.entries()).contains(winner(raffle).entry());
        assertThat(raffle.digest()).isEqualTo(other.digest());
    }

    @Test
    void shouldHaveADifferentDigestForADifferentOrder() {
        Raffle other = new Raffle();
        raffle.deliver("f1", new Entrant("x").text());
        raffle.deliver("f1", new Entrant("y").text());
        other.deliver("f1", new Entrant("y").text());
        other.deliver("f1", new Entrant("x").text());
        assertThat(raffle.digest()).isNotEqualTo(other.digest());
    }

    @Test
    void shouldDrawEachEntryEquallyOften() {
        deliver(raffle, 1, 1_000);
        Set<Long> won = new HashSet<>();
        int[] wins = new int[11];
        for (int i = 0; i < 2_000; i++) {
            raffle.deliver("f1", new Draw("n" + i).text());
            long number = winner(raffle).entry().number();
            won.add(number);
            wins[(int) number]++;
        }
        assertThat(won).hasSize(10);
        for (int number = 1; number <= 10; number++) {
            assertThat(wins[number]).isBetween(120, 280);
        }
        assertThat(raffle.winners()).hasSize(Raffle.MAX_WINNERS);
    }

    @Test
    void shouldDrawNoWinnerWithoutEntries() {
        raffle.deliver("f1", new Draw("n").text());
        assertThat(raffle.winner()).isNull();
    }

    @Test
    void shouldIgnoreATextThatIsNotARaffleRequest() {
        deliver(raffle, 1, 99);
        raffle.deliver("f1", "");
        raffle.deliver("f1", "?");
        raffle.deliver("f1", "e" + "x".repeat(201));
        assertThat(raffle.requests()).isEqualTo(99);
    }

    @Test
    void shouldCutALongLabelWithoutSplittingASurrogatePair() {
        assertThat(Entrant.ofLongLabel("medals/Gaul").label()).isEqualTo("medals/Gaul");
        assertThat(Entrant.ofLongLabel("x".repeat(207)).label()).isEqualTo("x".repeat(200));
        assertThat(Entrant.ofLongLabel("x" + "\uD83E\uDD47".repeat(100)).label())
                .isEqualTo("x" + "\uD83E\uDD47".repeat(99));
    }

    @Test
    void shouldKeepOnlyTheNewestEntries() {
        deliver(raffle, 1, Raffle.EVERY * (Raffle.MAX_ENTRIES + 5));
        assertThat(raffle.entries()).hasSize(Raffle.MAX_ENTRIES);
        assertThat(raffle.entries().get(0).number()).isEqualTo(6);
        assertThat(raffle.entered()).isEqualTo(Raffle.MAX_ENTRIES + 5);
    }

    @Test
    void shouldContinueFromASnapshotLikeTheOriginal() {
        deliver(raffle, 1, 1_234);
        raffle.deliver("f1", new Draw("one").text());
        Raffle joiner = Raffle.restore(raffle.snapshot());
        for (Raffle each : new Raffle[] {raffle, joiner}) {
            deliver(each, 1_235, 2_000);
            each.deliver("f2", new Draw("two").text());
        }
        assertThat(joiner.state()).isEqualTo(raffle.state());
        assertThat(joiner.winners()).hasSize(2);
    }

    @Test
    void shouldHaveASnapshotBelowFourMegabytesWhenFull() {
        for (int i = 0; i < Raffle.EVERY * Raffle.MAX_ENTRIES; i++) {
            raffle.deliver("front-end", "e" + (i % Raffle.EVERY == Raffle.EVERY - 1 ? "x".repeat(200) : ""));
        }
        assertThat(raffle.entries()).hasSize(Raffle.MAX_ENTRIES);
        assertThat(raffle.snapshot().length).isLessThan(4_000_000);
    }

    @Test
    void shouldRejectAnInvalidSnapshot() {
        assertThatThrownBy(() -> Raffle.restore("nonsense".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Raffle.restore(new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }
}
