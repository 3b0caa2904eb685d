package menhir.journal;

import org.jspecify.annotations.Nullable;

/**
 * A slot's database cannot be used by this process. The message is one line, made for the person who started the node: it
 * names the slot, the folder and what is wrong. Trying again without a change will not help, but for a slot that another
 * process holds.
 */
public final class SlotUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SlotUnavailableException(SlotDatabase database, String reason, @Nullable Throwable cause) {
        super("slot " + database.slot() + " in " + database.folder() + " cannot be used: " + oneLine(reason), cause);
    }

    private static String oneLine(String reason) {
        return reason.lines().findFirst().orElse("").strip();
    }
}
