package menhir.games.raffle;

import org.jspecify.annotations.Nullable;

/** What became of a draw that a client asked for. */
public sealed interface DrawOutcome {

    /** The draw was delivered; the winner is null if there was no entry. */
    record Drawn(@Nullable Winner winner) implements DrawOutcome {}

    /** The draw was not submitted: this front-end does not take part now, or has too many requests waiting. */
    record NotSubmitted() implements DrawOutcome {}

    /** The draw was submitted and was not delivered in time. It may still be delivered, or never. */
    record Unknown() implements DrawOutcome {}
}
