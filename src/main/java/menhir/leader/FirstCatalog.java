package menhir.leader;

import java.util.List;
import menhir.store.Command;
import menhir.store.Decision;
import menhir.store.Desk;
import menhir.store.Entry;

/**
 * Writes what a new store begins with into its log, then that the store is open. A leader that takes over half way goes on
 * with what is missing: the desk refuses the rest.
 */
final class FirstCatalog {
    private final List<Command> commands;
    private int position;

    FirstCatalog(List<Command> commands) {
        this.commands = commands;
    }

    /** The next entry for a store that is not open yet. */
    Entry next(Desk desk, long timeMillis) {
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
