package menhir.journal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import menhir.records.UnreadableRecordException;
import org.h2.api.ErrorCode;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/** Tells a damaged database from one that fails for another reason, such as a full disk or another process. */
public final class Damage {
    /** What the operator can do: one sentence without a full stop. */
    public static final String ADVICE =
            "the file is damaged: stop the node, move the slot's folder away (with PostgreSQL: rename its schema) and start the node"
                    + " with an empty one, its replicas come back through the logs of the others";

    private static final int MAX_CAUSES = 16;

    private static final Set<Integer> STORE_ERRORS = Set.of(
            DataUtils.ERROR_FILE_CORRUPT,
            DataUtils.ERROR_CHUNK_NOT_FOUND,
            DataUtils.ERROR_BLOCK_NOT_FOUND,
            DataUtils.ERROR_SERIALIZATION,
            DataUtils.ERROR_UNSUPPORTED_FORMAT);

    private Damage() {}

    /** Whether the failure, or one of its causes, says that bytes of the file are not those that were written. */
    public static boolean isIn(@Nullable Throwable failure) {
        return causes(failure).stream().anyMatch(Damage::isDamage);
    }

    /** The innermost cause on one line, for example {@code No space left on device}. */
    public static String describe(Throwable failure) {
        List<Throwable> causes = causes(failure);
        Throwable innermost = causes.get(causes.size() - 1);
        String message = innermost.getMessage();
        return message == null || message.isBlank()
                ? innermost.getClass().getSimpleName()
                : message.lines().findFirst().orElse("").strip();
    }

    private static boolean isDamage(Throwable cause) {
        if (cause instanceof MVStoreException store) {
            return STORE_ERRORS.contains(store.getErrorCode());
        }
        if (cause instanceof SQLException sql) {
            return sql.getErrorCode() == ErrorCode.FILE_CORRUPTED_1;
        }
        return cause instanceof UnreadableRecordException || cause instanceof LogDamagedException;
    }

    private static List<Throwable> causes(@Nullable Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        @Nullable Throwable cause = failure;
        while (cause != null && causes.size() < MAX_CAUSES) {
            causes.add(cause);
            cause = cause.getCause();
        }
        return causes;
    }
}
