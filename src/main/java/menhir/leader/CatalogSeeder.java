package menhir.leader;

import java.util.List;
import menhir.store.Command;
import menhir.store.Decider;
import menhir.store.Decision;
import menhir.store.Entry;

/**
 * Writes what a new store begins with into its log, then that the store is open. A leader that takes over half way goes on
 * with what is missing: the desk refuses the rest.
 */
final class CatalogSeeder {
    private final List<Command> commands;
    private int position;

    CatalogSeeder(List<Command> commands) {
        this.commands = commands;
    }

    /** The next entry for a store that is not open yet. */
    Entry next(Decider desk, long timeMillis) {
        while (position < commands.size()) {
            Command command = commands.get(position);
            position++;
            if (desk.decide(command, timeMillis) instanceof Decision.Accepted accepted) {
                return accepted.entry();
            }
        }
        return new Entry.StoreOpened(timeMillis);
    }
}
