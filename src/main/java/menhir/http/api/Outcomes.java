package menhir.http.api;

import menhir.service.StoreService.Outcome;

/** Picks the expected outcome of a command. */
public final class Outcomes {
    private Outcomes() {}

    /**
     * The outcome, if it is of the expected type.
     *
     * @param problems for a rejected command, which ends in a {@link menhir.http.server.ProblemException}
     */
    public static <T extends Outcome> T expect(Class<T> type, Outcome outcome, RejectionProblems problems) {
        if (outcome instanceof Outcome.Rejected rejected) {
            throw problems.of(rejected).exception();
        }
        if (!type.isInstance(outcome)) {
            throw new IllegalStateException("unexpected outcome of a command: " + outcome);
        }
        return type.cast(outcome);
    }
}
