package menhir.leader;

import java.util.List;
import menhir.store.Command;
import menhir.store.Decider;
import menhir.store.Decision;
import menhir.store.Entry;

/**
 * Writes the first catalog of a new store into its log, then the entry that opens the store. A leader that takes over halfway
 * continues: the decider rejects what is there already.
 */
final class CatalogSeeder {
    private final List<Command> commands;
    private int position;

    CatalogSeeder(List<Command> commands) {
        this.commands = commands;
    }

    /** The next entry for a store that is not open yet. */
    Entry next(Decider decider, long timeMillis) {
        while (position < commands.size()) {
            Command command = commands.get(position);
            position++;
            if (decider.decide(command, timeMillis) instanceof Decision.Accepted accepted) {
                return accepted.entry();
            }
        }
        return new Entry.StoreOpened(timeMillis);
    }
}
