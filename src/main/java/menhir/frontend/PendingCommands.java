package menhir.frontend;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import menhir.leader.CommandReply;
import menhir.leader.OrderLeader.Request;
import menhir.leader.OrderLeader.Submit;
import menhir.leader.OrderLeader.ToFrontEnd;
import menhir.service.ServiceException;
import menhir.store.Command;
import menhir.store.Weight;
import menhir.wire.MessageBatches;
import org.jspecify.annotations.Nullable;

/**
 * The commands that a front-end has taken and not answered. Each is sent again, under its own key, when the leader changes
 * or does not answer, until its time is over. Then the client is told whether it may have been done.
 */
final class PendingCommands {
    private static final int REQUESTS_PER_MESSAGE = 128;

    /**
     * One command. Each sending of it is answered at most once; those that were not may have been accepted, each but the
     * last by a leader that a later one knows nothing of.
     */
    private static final class Pending {
        final long id;
        final Command command;
        final CompletableFuture<Done> answer;
        final long deadline;
        final long begunNanos = System.nanoTime();
        int sendings;
        int unanswered;
        long sentAt;
        boolean due = true;

        Pending(long id, Command command, CompletableFuture<Done> answer, long deadline) {
            this.id = id;
            this.command = command;
            this.answer = answer;
            this.deadline = deadline;
        }

        Request nextSending(long now) {
            sendings++;
            unanswered++;
            sentAt = now;
            due = false;
            return new Request(id, sendings, command);
        }

        boolean isLast(int sending) {
            return sending == sendings;
        }

        boolean mayBeDone() {
            return unanswered > 0;
        }
    }

    private final FrontEndSettings settings;
    private final ActorRef<ToFrontEnd> replyTo;
    private final BackendMetrics meter;
    private final Map<Long, Pending> pending = new LinkedHashMap<>();
    private List<Pending> unsent = new ArrayList<>();
    private long lastId;

    PendingCommands(FrontEndSettings settings, ActorRef<ToFrontEnd> replyTo, BackendMetrics meter) {
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
        Pending added = new Pending(lastId, command, answer, now + settings.commandMillis());
        pending.put(lastId, added);
        unsent.add(added);
    }

    /** How many wait for an answer. */
    int count() {
        return pending.size();
    }

    /** Sends what has not been sent, if there is a leader. */
    void send(@Nullable KnownLeader leader, long now) {
        if (leader == null || unsent.isEmpty()) {
            return;
        }
        List<Pending> batch = unsent;
        unsent = new ArrayList<>();
        for (List<Pending> piece :
                MessageBatches.of(batch, REQUESTS_PER_MESSAGE, Weight.PER_MESSAGE, each -> each.command.weight())) {
            List<Request> requests =
                    piece.stream().map(each -> each.nextSending(now)).toList();
            leader.ref().tell(new Submit(settings.frontEnd(), leader.epoch(), requests, replyTo));
        }
    }

    /** Another leader: it knows from the log which of these were done. */
    void sendAllAgain(KnownLeader leader, long now) {
        unsent = new ArrayList<>(pending.values());
        send(leader, now);
    }

    /**
     * That it was done is true whichever sending is told so. That it was not done is true of that sending alone; only the
     * last one is decided by a leader that knows of all others: those were decided before it in the same epoch, or in an
     * earlier epoch, or are void.
     */
    void onAnswer(CommandReply answer) {
        Pending found = pending.get(answer.request());
        if (found == null) {
            return;
        }
        if (answer instanceof CommandReply.Done done) {
            decided(found, new Done.Now(done.entry(), done.value()));
        } else if (answer instanceof CommandReply.DoneBefore before) {
            decided(found, new Done.Before(before.number(), before.index()));
        } else if (answer instanceof CommandReply.Rejected rejected) {
            found.unanswered--;
            if (found.isLast(rejected.sending())) {
                decided(found, new Done.Not(rejected.why()));
            }
        } else if (answer instanceof CommandReply.Overloaded overloaded) {
            found.unanswered--;
            if (found.isLast(overloaded.sending())) {
                onNotTaken(found);
            }
        } else if (answer instanceof CommandReply.NotNow notNow) {
            found.unanswered--;
            // Sent again with the next tick.
            found.due |= found.isLast(notNow.sending());
        }
    }

    private void decided(Pending command, Done how) {
        pending.remove(command.id);
        meter.decided(command.begunNanos);
        command.answer.complete(how);
    }

    /** Too much waits at the leader. The client may go, unless an earlier sending may still come true. */
    private void onNotTaken(Pending found) {
        if (found.mayBeDone()) {
            found.due = true;
        } else {
            pending.remove(found.id);
            found.answer.completeExceptionally(settings.overloaded());
        }
    }

    void tick(@Nullable KnownLeader leader, long now) {
        List<Pending> again = new ArrayList<>();
        pending.values().removeIf(each -> {
            if (now >= each.deadline) {
                each.answer.completeExceptionally(unfinished(each));
                return true;
            }
            if (each.due || now - each.sentAt >= settings.timing().leaseMillis()) {
                again.add(each);
            }
            return false;
        });
        unsent = again;
        send(leader, now);
    }

    void failAll() {
        pending.values().forEach(each -> each.answer.completeExceptionally(unfinished(each)));
        pending.clear();
    }

    private ServiceException unfinished(Pending command) {
        return command.mayBeDone() ? outcomeUnknown() : settings.noLeader();
    }

    private static ServiceException outcomeUnknown() {
        return new ServiceException(
                ServiceException.Reason.OUTCOME_UNKNOWN,
                "The request was passed on, but no majority of the replicas has confirmed it in time. It may still be "
                        + "done; send it again with the same Idempotency-Key to find out.");
    }
}
