package menhir.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Divides a list into batches of limited count and size, so that each fits into a message. */
public final class MessageBatches {
    private MessageBatches() {}

    /**
     * Divides a list, in its order.
     *
     * @param maxCount maximum number of elements of a batch, at least 1
     * @param maxSize maximum sum of the sizes of a batch; an element that is larger is a batch by itself
     * @param size size of an element, in the unit of {@code maxSize}
     */
    public static <T> List<List<T>> of(List<T> elements, int maxCount, int maxSize, ToIntFunction<T> size) {
        List<List<T>> batches = new ArrayList<>();
        int from = 0;
        int sum = 0;
        for (int i = 0; i < elements.size(); i++) {
            int next = size.applyAsInt(elements.get(i));
            if (i > from && (i - from == maxCount || sum + next > maxSize)) {
                batches.add(elements.subList(from, i));
                from = i;
                sum = 0;
            }
            sum += next;
        }
        if (from < elements.size()) {
            batches.add(elements.subList(from, elements.size()));
        }
        return batches;
    }
}
