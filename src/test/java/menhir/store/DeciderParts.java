package menhir.store;

/** Creates deciders with a rule broken on purpose. */
public final class DeciderParts {
    private DeciderParts() {}

    /** Its time for holds begins with its own clock, not where the log says that it stands. */
    public static Decider withHoldClockOfItsOwn(StoreState state, StoreRules rules, long clockMillis) {
        return new Decider(
                state, rules, new HoldDecider(state, Math.max(state.holdClock().millis(), clockMillis)));
    }
}
