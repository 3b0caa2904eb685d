package menhir.leader;

import akka.actor.typed.ActorRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import menhir.store.Weight;
import menhir.wire.MessageBatches;

/**
 * Answers that wait for the release of an index, in the order of those indexes. What is due at once for one front-end
 * leaves in one message. Bounded by what the leader lets be uncommitted.
 */
final class PendingReplies {
    private static final int ANSWERS_PER_MESSAGE = 256;

    private record Pending(long index, ActorRef<OrderLeader.ToFrontEnd> replyTo, CommandReply answer) {}

    private final Deque<Pending> waiting = new ArrayDeque<>();
    private final Map<ActorRef<OrderLeader.ToFrontEnd>, List<CommandReply>> due = new LinkedHashMap<>();

    /** {@code index} must not be below that of an answer that waits already. */
    void await(long index, ActorRef<OrderLeader.ToFrontEnd> replyTo, CommandReply answer) {
        waiting.add(new Pending(index, replyTo, answer));
    }

    /** Due with the next {@link #release}, whatever is released. */
    void answerNow(ActorRef<OrderLeader.ToFrontEnd> replyTo, CommandReply answer) {
        due.computeIfAbsent(replyTo, to -> new ArrayList<>()).add(answer);
    }

    /**
     * Sends all that is due.
     *
     * @param leaseRunning whether no one else can lead now. A refusal is a word about stock: without the lease it might be
     *     an old one, and is put off instead.
     */
    void release(long released, boolean leaseRunning) {
        while (!waiting.isEmpty() && waiting.getFirst().index() <= released) {
            Pending next = waiting.removeFirst();
            if (next.answer() instanceof CommandReply.Rejected rejected && !leaseRunning) {
                answerNow(next.replyTo(), new CommandReply.NotNow(rejected.request(), rejected.sending()));
            } else {
                answerNow(next.replyTo(), next.answer());
            }
        }
        due.forEach(PendingReplies::send);
        due.clear();
    }

    private static void send(ActorRef<OrderLeader.ToFrontEnd> replyTo, List<CommandReply> answers) {
        MessageBatches.of(answers, ANSWERS_PER_MESSAGE, Weight.PER_MESSAGE, PendingReplies::parts)
                .forEach(piece -> replyTo.tell(new OrderLeader.Answers(List.copyOf(piece))));
    }

    private static int parts(CommandReply answer) {
        if (!(answer instanceof CommandReply.Done done)) {
            return 1;
        }
        return done.entry().weight() + (done.value() == null ? 0 : done.value().weight());
    }
}
