package menhir.store;

import static org.assertj.core.api.Assertions.assertThat;

import menhir.store.Decision.Accepted;

/** A test of the rules of one store: commands are decided, and applied, one after the other. */
abstract class OneStoreTest {
    private static final int KEYS = 1_000;

    /** When commands are decided, milliseconds since 1970. */
    static final long NOW = 1_700_000_000_000L;

    private final StoreRules rules;
    StoreState state = new StoreState(KEYS);
    Decider decider;
    private int keys;

    OneStoreTest() {
        this(StoreRules.PLAIN);
    }

    OneStoreTest(StoreRules rules) {
        this.rules = rules;
        this.decider = new Decider(state, rules);
    }

    /** A key that was not used before. */
    final String key() {
        return "key-" + keys++;
    }

    final Decision decide(Command command) {
        return decider.decide(command, NOW);
    }

    /** Does a command that must be accepted. */
    final Entry accept(Command command) {
        Decision decision = decide(command);
        assertThat(decision).as("%s", command).isInstanceOf(Accepted.class);
        Entry entry = ((Accepted) decision).entry();
        decider.apply(state.index() + 1, entry);
        return entry;
    }

    /** The same state, from the values of a checkpoint. */
    final StoreState copy() {
        return new StoreState(KEYS, state.index(), state.lastNumber(), state.opened(), state.values());
    }

    /** Another leader takes over, from a checkpoint. */
    final void changeLeader() {
        state = copy();
        decider = new Decider(state, rules);
    }
}
