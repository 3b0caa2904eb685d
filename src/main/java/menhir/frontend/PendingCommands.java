package menhir.frontend;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import menhir.leader.Answer;
import menhir.leader.OrderLeader;
import menhir.leader.OrderLeader.Request;
import menhir.leader.OrderLeader.Submit;
import menhir.leader.OrderLeader.ToFrontEnd;
import menhir.store.Command;
import org.jspecify.annotations.Nullable;

/**
 * The commands that a front-end has taken and not answered. Each is sent again, under its own key, when the leader changes
 * or does not answer, until its time is over. Then the client is told whether it may have been done.
 */
final class PendingCommands {
    private static final int REQUESTS_PER_MESSAGE = 128;

    private static final class Pending {
        final Request request;
        final CompletableFuture<Done> answer;
        final long deadline;
        final long begunNanos = System.nanoTime();
        long sentAt;
        boolean sent;
        boolean mayBeDone;

        Pending(Request request, CompletableFuture<Done> answer, long deadline) {
            this.request = request;
            this.answer = answer;
            this.deadline = deadline;
        }
    }

    private final FrontEndSettings settings;
    private final ActorRef<ToFrontEnd> replyTo;
    private final TierMeter meter;
    private final Map<Long, Pending> pending = new LinkedHashMap<>();
    private List<Pending> unsent = new ArrayList<>();
    private long lastId;

    PendingCommands(FrontEndSettings settings, ActorRef<ToFrontEnd> replyTo, TierMeter meter) {
        this.meter = meter;
        this.settings = settings;
        this.replyTo = replyTo;
    }

    void begin(Command command, CompletableFuture<Done> answer, long now) {
        if (pending.size() >= settings.maxPending()) {
            answer.completeExceptionally(settings.overloaded());
            return;
        }
        lastId++;
        Pending added = new Pending(new Request(lastId, command), answer, now + settings.commandMillis());
        pending.put(lastId, added);
        unsent.add(added);
    }

    /** Sends what has not been sent, if there is a leader. */
    void send(@Nullable ActorRef<OrderLeader.Message> leader, long now) {
        if (leader == null || unsent.isEmpty()) {
            return;
        }
        List<Pending> batch = unsent;
        unsent = new ArrayList<>();
        List<Request> requests = new ArrayList<>(Math.min(batch.size(), REQUESTS_PER_MESSAGE));
        for (Pending each : batch) {
            each.sent = true;
            each.mayBeDone = true;
            each.sentAt = now;
            requests.add(each.request);
            if (requests.size() == REQUESTS_PER_MESSAGE) {
                leader.tell(new Submit(settings.frontEnd(), List.copyOf(requests), replyTo));
                requests.clear();
            }
        }
        if (!requests.isEmpty()) {
            leader.tell(new Submit(settings.frontEnd(), List.copyOf(requests), replyTo));
        }
    }

    /** Another leader: it knows from the log which of these were done. */
    void sendAllAgain(ActorRef<OrderLeader.Message> leader, long now) {
        unsent = new ArrayList<>(pending.values());
        send(leader, now);
    }

    void onAnswer(Answer answer) {
        Pending found = pending.get(answer.request());
        if (found == null) {
            return;
        }
        if (answer instanceof Answer.NotNow) {
            // Sent again with the next tick. An earlier sending may still come true.
            found.sent = false;
            return;
        }
        pending.remove(answer.request());
        meter.decided(found.begunNanos);
        if (answer instanceof Answer.Done done) {
            found.answer.complete(new Done.Now(done.entry(), done.value()));
        } else if (answer instanceof Answer.DoneBefore before) {
            found.answer.complete(new Done.Before(before.number(), before.index()));
        } else if (answer instanceof Answer.Rejected rejected) {
            found.answer.complete(new Done.Not(rejected.why()));
        } else {
            found.answer.completeExceptionally(settings.overloaded());
        }
    }

    void tick(@Nullable ActorRef<OrderLeader.Message> leader, long now) {
        List<Pending> again = new ArrayList<>();
        pending.values().removeIf(each -> {
            if (now >= each.deadline) {
                each.answer.completeExceptionally(each.mayBeDone ? outcomeUnknown() : settings.noLeader());
                return true;
            }
            boolean unanswered =
                    each.sent && now - each.sentAt >= settings.timing().leaseMillis();
            if (!each.sent || unanswered) {
                again.add(each);
            }
            return false;
        });
        unsent = again;
        send(leader, now);
    }

    void failAll() {
        pending.values()
                .forEach(each ->
                        each.answer.completeExceptionally(each.mayBeDone ? outcomeUnknown() : settings.noLeader()));
        pending.clear();
    }

    private static ServiceException outcomeUnknown() {
        return new ServiceException(
                ServiceException.Reason.OUTCOME_UNKNOWN,
                "The request was passed on, but no majority of the replicas has confirmed it in time. It may still be "
                        + "done; send it again with the same Idempotency-Key to find out.");
    }
}
