package menhir.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Cuts what is to be sent together into messages that are not too large. */
public final class MessageBatches {
    private MessageBatches() {}

    /**
     * Pieces of {@code all}, in its order.
     *
     * @param maxCount most members of a piece
     * @param maxSize most that the sizes of a piece's members add up to; a larger member stands alone
     */
    public static <T> List<List<T>> of(List<T> all, int maxCount, int maxSize, ToIntFunction<T> size) {
        List<List<T>> pieces = new ArrayList<>();
        int from = 0;
        int sum = 0;
        for (int i = 0; i < all.size(); i++) {
            int next = size.applyAsInt(all.get(i));
            if (i > from && (i - from == maxCount || sum + next > maxSize)) {
                pieces.add(all.subList(from, i));
                from = i;
                sum = 0;
            }
            sum += next;
        }
        if (from < all.size()) {
            pieces.add(all.subList(from, all.size()));
        }
        return pieces;
    }
}
