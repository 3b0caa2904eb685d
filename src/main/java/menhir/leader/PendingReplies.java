package menhir.leader;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import menhir.store.Weight;
import menhir.wire.MessageBatches;

/**
 * Replies that wait for the release of an index, in the order of those indexes. All that is due for one front-end leaves in
 * one message. Bounded by the number of unreleased entries that the leader allows.
 */
final class PendingReplies {
    private static final int REPLIES_PER_MESSAGE = 256;

    private record Pending(long index, String frontEnd, CommandReply reply) {}

    private final BiConsumer<String, List<CommandReply>> output;
    private final Deque<Pending> waiting = new ArrayDeque<>();
    private final Map<String, List<CommandReply>> due = new LinkedHashMap<>();

    /**
     * No replies yet.
     *
     * @param output sends replies to a front-end
     */
    PendingReplies(BiConsumer<String, List<CommandReply>> output) {
        this.output = output;
    }

    /** {@code index} must not be below that of a reply that already waits. */
    void await(long index, String frontEnd, CommandReply reply) {
        waiting.add(new Pending(index, frontEnd, reply));
    }

    /** Makes a reply due with the next {@link #release}, whatever is released. */
    void replyNow(String frontEnd, CommandReply reply) {
        due.computeIfAbsent(frontEnd, to -> new ArrayList<>()).add(reply);
    }

    /** Sends all that is due. */
    void release(long released) {
        while (!waiting.isEmpty() && waiting.getFirst().index() <= released) {
            Pending next = waiting.removeFirst();
            replyNow(next.frontEnd(), next.reply());
        }
        due.forEach((frontEnd, replies) -> MessageBatches.of(
                        replies, REPLIES_PER_MESSAGE, Weight.PER_MESSAGE, CommandReply::weight)
                .forEach(batch -> output.accept(frontEnd, List.copyOf(batch))));
        due.clear();
    }
}
