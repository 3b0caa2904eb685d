package menhir.frontend;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import menhir.replica.LogReplies.OrdersBehind;
import menhir.replica.LogReplies.OrdersRead;
import menhir.replica.LogReplies.OrdersReply;
import menhir.replica.OrderRead;
import org.jspecify.annotations.Nullable;

/**
 * Reads of the order log. Orders never change, so the nearest replica may answer with what it knows to be released; only
 * the leader can say that there are no more.
 */
final class PendingOrderReads {
    private static final long ATTEMPT_MILLIS = 500;

    /** Sends reads to replicas or to the leader. */
    interface Output {
        void readOrders(int slot, OrderRead read);

        void readOrdersAtLeader(String leader, OrderRead read);
    }

    private static final class Pending {
        final OrderRead read;
        final CompletableFuture<OrdersRead> reply;
        final long deadline;
        boolean atLeader;
        int attempts;
        long sentAt;

        Pending(OrderRead read, CompletableFuture<OrdersRead> reply, long deadline) {
            this.read = read;
            this.reply = reply;
            this.deadline = deadline;
        }
    }

    private final FrontEndSettings settings;
    private final Output output;
    private final Map<Long, Pending> pending = new HashMap<>();
    private long lastId;

    PendingOrderReads(FrontEndSettings settings, Output output) {
        this.settings = settings;
        this.output = output;
    }

    void begin(long afterNumber, int limit, CompletableFuture<OrdersRead> reply, long now) {
        if (pending.size() >= settings.maxPending()) {
            reply.completeExceptionally(settings.overloaded());
            return;
        }
        lastId++;
        Pending added = new Pending(new OrderRead(lastId, afterNumber, limit, 0), reply, now + settings.readMillis());
        pending.put(lastId, added);
        send(added, null, now);
    }

    private void send(Pending each, @Nullable KnownLeader leader, long now) {
        each.sentAt = now;
        if (!each.atLeader) {
            output.readOrders(settings.slotForAttempt(each.attempts), each.read);
        } else if (leader != null) {
            output.readOrdersAtLeader(leader.address(), each.read);
        }
    }

    void onReply(OrdersReply reply, @Nullable KnownLeader leader, long now) {
        Pending found = pending.get(reply.request());
        if (found == null) {
            return;
        }
        if (reply instanceof OrdersRead read) {
            pending.remove(reply.request());
            found.reply.complete(read);
        } else if (reply instanceof OrdersBehind && !found.atLeader) {
            found.atLeader = true;
            send(found, leader, now);
        }
    }

    void tick(@Nullable KnownLeader leader, long now) {
        for (Pending each : List.copyOf(pending.values())) {
            if (now >= each.deadline) {
                pending.remove(each.read.request());
                each.reply.completeExceptionally(settings.noLeader());
            } else if (now - each.sentAt >= ATTEMPT_MILLIS) {
                // The leader knows which replica can answer; without a leader, the next replica is asked.
                each.atLeader = !each.atLeader;
                each.attempts++;
                send(each, leader, now);
            }
        }
    }

    void failAll() {
        List<Pending> all = List.copyOf(pending.values());
        pending.clear();
        all.forEach(each -> each.reply.completeExceptionally(settings.noLeader()));
    }
}
