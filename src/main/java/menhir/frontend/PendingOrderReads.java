package menhir.frontend;

import akka.actor.typed.ActorRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import menhir.leader.OrderLeader;
import menhir.replica.OrderReplica;
import menhir.replica.OrderReplica.OrdersBehind;
import menhir.replica.OrderReplica.OrdersRead;
import menhir.replica.OrderReplica.OrdersReply;
import org.jspecify.annotations.Nullable;

/**
 * Reads of the order log. An order never changes, so the nearest replica may give what it knows to be released; whether
 * there are no more, only the leader can say.
 */
final class PendingOrderReads {
    private static final long TRY_MILLIS = 500;

    private static final class Pending {
        final long id;
        final long after;
        final int limit;
        final CompletableFuture<OrdersRead> answer;
        final long deadline;
        boolean atLeader;
        int tries;
        long sentAt;

        Pending(long id, long after, int limit, CompletableFuture<OrdersRead> answer, long deadline) {
            this.id = id;
            this.after = after;
            this.limit = limit;
            this.answer = answer;
            this.deadline = deadline;
        }
    }

    private final FrontEndSettings settings;
    private final ActorRef<OrdersReply> replyTo;
    private final Map<Long, Pending> pending = new HashMap<>();
    private long lastId;

    PendingOrderReads(FrontEndSettings settings, ActorRef<OrdersReply> replyTo) {
        this.settings = settings;
        this.replyTo = replyTo;
    }

    void begin(long after, int limit, CompletableFuture<OrdersRead> answer, long now) {
        if (pending.size() >= settings.maxPending()) {
            answer.completeExceptionally(settings.overloaded());
            return;
        }
        lastId++;
        Pending read = new Pending(lastId, after, limit, answer, now + settings.readMillis());
        pending.put(read.id, read);
        send(read, null, now);
    }

    private void send(Pending read, @Nullable KnownLeader leader, long now) {
        read.sentAt = now;
        if (read.atLeader) {
            if (leader != null) {
                leader.ref().tell(new OrderLeader.ReadOrders(read.id, read.after, read.limit, replyTo));
            }
        } else {
            settings.replicas()
                    .tell(
                            settings.slotForTry(read.tries),
                            new OrderReplica.ReadOrders(read.id, read.after, read.limit, 0, replyTo));
        }
    }

    void onReply(OrdersReply reply, @Nullable KnownLeader leader, long now) {
        Pending read = pending.get(reply.request());
        if (read == null) {
            return;
        }
        if (reply instanceof OrdersRead found) {
            pending.remove(read.id);
            read.answer.complete(found);
        } else if (reply instanceof OrdersBehind && !read.atLeader) {
            read.atLeader = true;
            send(read, leader, now);
        }
    }

    void tick(@Nullable KnownLeader leader, long now) {
        for (Pending read : List.copyOf(pending.values())) {
            if (now >= read.deadline) {
                pending.remove(read.id);
                read.answer.completeExceptionally(settings.noLeader());
            } else if (now - read.sentAt >= TRY_MILLIS) {
                // No answer: the leader knows who can give one; without it, the next replica.
                read.atLeader = !read.atLeader;
                read.tries++;
                send(read, leader, now);
            }
        }
    }

    void failAll() {
        pending.values().forEach(read -> read.answer.completeExceptionally(settings.noLeader()));
        pending.clear();
    }
}
