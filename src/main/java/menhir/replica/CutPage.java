package menhir.replica;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The first rows of many: as many as a reader wants, and as fit into one message between nodes, but at least one if there is any.
 *
 * @param complete whether there are no more
 */
record CutPage<T>(List<T> rows, boolean complete) {

    /**
     * Takes rows.
     *
     * @param limit most rows
     * @param size of a row, in the unit of {@code maxSize}
     */
    static <T> CutPage<T> of(Iterator<T> all, int limit, ToIntFunction<T> size, int maxSize) {
        List<T> rows = new ArrayList<>();
        int taken = 0;
        while (all.hasNext()) {
            T row = all.next();
            taken += size.applyAsInt(row);
            if (!rows.isEmpty() && (rows.size() >= limit || taken > maxSize)) {
                return new CutPage<>(rows, false);
            }
            rows.add(row);
        }
        return new CutPage<>(rows, true);
    }

    /** The row after which the next page begins; null if there is none. */
    @Nullable
    T last() {
        return complete ? null : rows.get(rows.size() - 1);
    }
}
