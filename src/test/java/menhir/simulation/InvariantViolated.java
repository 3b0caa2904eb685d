package menhir.simulation;

/** The simulation has seen what must never be. */
final class InvariantViolated extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Invariant invariant;

    InvariantViolated(Invariant invariant, String message) {
        super(invariant + ": " + message);
        this.invariant = invariant;
    }

    Invariant invariant() {
        return invariant;
    }
}
