package menhir.frontend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import menhir.leader.CommandReply;
import menhir.leader.SubmittedCommand;
import menhir.service.ServiceException;
import menhir.store.Command;
import menhir.store.Weight;
import menhir.wire.MessageBatches;
import org.jspecify.annotations.Nullable;

/**
 * The commands that a front-end has accepted and not answered. Each is sent again, under its own key, when the leader
 * changes or does not answer, until its deadline. Then the client is told whether it may have been done.
 */
class PendingCommands {
    private static final int COMMANDS_PER_MESSAGE = 128;

    /** Sends commands to the leader. */
    interface Output {
        void submit(KnownLeader leader, List<SubmittedCommand> commands);
    }

    /**
     * One command. Each attempt is answered at most once. Unanswered attempts may have been accepted, each but the last by a
     * leader that a later one does not know of.
     */
    private static final class Pending {
        final long id;
        final Command command;
        final CompletableFuture<CommandReply> reply;
        final long deadline;
        final Runnable timer;
        int attempts;
        int unanswered;
        /** A released index from before the first unanswered attempt. */
        long since;

        long sentAt;
        boolean due = true;

        Pending(long id, Command command, CompletableFuture<CommandReply> reply, long deadline, Runnable timer) {
            this.id = id;
            this.command = command;
            this.reply = reply;
            this.deadline = deadline;
            this.timer = timer;
        }

        SubmittedCommand nextAttempt(long released, long now) {
            if (unanswered == 0) {
                since = released;
            }
            attempts++;
            unanswered++;
            sentAt = now;
            due = false;
            return new SubmittedCommand(id, attempts, since, command);
        }

        boolean mayBeDone() {
            return unanswered > 0;
        }
    }

    private final FrontEndSettings settings;
    private final Output output;
    private final BackendTimers timers;
    private final Map<Long, Pending> pending = new LinkedHashMap<>();
    private List<Pending> unsent = new ArrayList<>();
    private long weight;
    private long lastId;
    private long released;

    PendingCommands(FrontEndSettings settings, Output output, BackendTimers timers) {
        this.settings = settings;
        this.output = output;
        this.timers = timers;
    }

    void begin(Command command, CompletableFuture<CommandReply> reply, long now) {
        if (pending.size() >= settings.maxPending() || weight >= (long) settings.maxPending() * Weight.SINGLE) {
            reply.completeExceptionally(settings.overloaded());
            return;
        }
        lastId++;
        Pending added = new Pending(lastId, command, reply, now + settings.commandMillis(), timers.startCommand());
        pending.put(lastId, added);
        weight += command.weight();
        unsent.add(added);
    }

    /** How many commands are unanswered. */
    int count() {
        return pending.size();
    }

    /** Sends what has not been sent, if there is a leader. */
    void send(@Nullable KnownLeader leader, long now) {
        if (leader == null || unsent.isEmpty()) {
            return;
        }
        List<Pending> all = unsent;
        unsent = new ArrayList<>();
        for (List<Pending> batch :
                MessageBatches.of(all, COMMANDS_PER_MESSAGE, Weight.PER_MESSAGE, each -> each.command.weight())) {
            output.submit(
                    leader,
                    batch.stream().map(each -> each.nextAttempt(released, now)).toList());
        }
    }

    /** This index is released. */
    void onReleased(long index) {
        released = Math.max(released, index);
    }

    /** There is another leader: it knows from the log which commands were done. */
    void sendAllAgain(KnownLeader leader, long now) {
        unsent = new ArrayList<>(pending.values());
        send(leader, now);
    }

    /**
     * A leader's reply. Success is final for any attempt; a negative reply only for the latest. The leader that decides the
     * latest attempt knows of all others: they were decided before it in the same epoch, or in an earlier epoch, or are
     * void.
     */
    void onReply(CommandReply reply) {
        Pending found = pending.get(reply.request());
        if (found == null) {
            return;
        }
        if (reply instanceof CommandReply.Done || reply instanceof CommandReply.Replayed) {
            decided(found, reply);
        } else if (reply instanceof CommandReply.Rejected rejected) {
            found.unanswered--;
            if (isLatest(rejected.attempt(), found.attempts)) {
                decided(found, rejected);
            }
        } else if (reply instanceof CommandReply.Overloaded overloaded) {
            found.unanswered--;
            if (isLatest(overloaded.attempt(), found.attempts)) {
                onOverloaded(found);
            }
        } else if (reply instanceof CommandReply.TooOld tooOld) {
            onReleased(tooOld.released());
            found.unanswered--;
            if (isLatest(tooOld.attempt(), found.attempts)) {
                onTooOld(found);
            }
        } else if (reply instanceof CommandReply.NotLeader notLeader) {
            found.unanswered--;
            // Sent again with the next tick.
            found.due |= isLatest(notLeader.attempt(), found.attempts);
        }
    }

    private void remove(Pending command) {
        pending.remove(command.id);
        weight -= command.command.weight();
    }

    boolean isLatest(int attempt, int attempts) {
        return attempt == attempts;
    }

    private void decided(Pending command, CommandReply reply) {
        remove(command);
        command.timer.run();
        command.reply.complete(reply);
    }

    /** The leader is overloaded. The client is told, unless an earlier attempt may still be done. */
    private void onOverloaded(Pending found) {
        if (found.mayBeDone()) {
            found.due = true;
        } else {
            remove(found);
            found.reply.completeExceptionally(settings.overloaded());
        }
    }

    /** Without an earlier attempt, only the released index was too old. */
    private void onTooOld(Pending found) {
        if (found.mayBeDone()) {
            remove(found);
            found.reply.completeExceptionally(outcomeUnknown());
        } else {
            found.due = true;
        }
    }

    void tick(@Nullable KnownLeader leader, long now) {
        List<Pending> again = new ArrayList<>();
        List<Pending> late = new ArrayList<>();
        for (Pending each : pending.values()) {
            if (now >= each.deadline) {
                late.add(each);
            } else if (each.due || now - each.sentAt >= settings.timing().leaseMillis()) {
                again.add(each);
            }
        }
        late.forEach(this::remove);
        unsent = again;
        send(leader, now);
        late.forEach(each -> each.reply.completeExceptionally(unfinished(each)));
    }

    void failAll() {
        List<Pending> all = List.copyOf(pending.values());
        all.forEach(this::remove);
        all.forEach(each -> each.reply.completeExceptionally(unfinished(each)));
    }

    private ServiceException unfinished(Pending command) {
        return command.mayBeDone() ? outcomeUnknown() : settings.noLeader();
    }

    private static ServiceException outcomeUnknown() {
        return new ServiceException(
                ServiceException.Reason.OUTCOME_UNKNOWN,
                "The request was sent to the leader, but no majority of the replicas confirmed it in time. It may still be"
                        + " done; send it again with the same Idempotency-Key to find out.");
    }
}
