package menhir.journal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The database of a slot cannot be used by this process. The message is one line for the operator: it names the slot, its
 * place and the reason. A retry helps only if another process had the database open.
 */
public final class SlotUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SlotUnavailableException(SlotDatabase database, String reason, @Nullable Throwable cause) {
        super(
                "slot " + database.slot() + " in " + database.place() + " cannot be used: " + oneLine(reason)
                        + (Damage.isIn(cause) ? "; " + Damage.ADVICE : ""),
                cause);
    }

    /** The open database has closed itself. Without the cause, which the message tells. */
    static SlotUnavailableException whileOpen(SlotDatabase database, Path file, Throwable cause) {
        String reason = file.getFileName() + " failed (" + Damage.describe(cause) + "); ";
        return new SlotUnavailableException(
                database,
                reason
                        + (Damage.isIn(cause)
                                ? Damage.ADVICE
                                : "start the node again as soon as the disk accepts writes"),
                null);
    }

    private static String oneLine(String reason) {
        return reason.lines().findFirst().orElse("").strip();
    }
}
