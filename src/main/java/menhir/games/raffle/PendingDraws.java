package menhir.games.raffle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The draws that clients wait for, by the text of the submitted request. Single-threaded; times are milliseconds. */
final class PendingDraws {
    static final int MAX_DRAWS = 100;
    static final long TIMEOUT_MILLIS = 8_000;

    private record Pending(Consumer<DrawOutcome> reply, long deadline) {}

    private final Map<String, Pending> byRequest = new HashMap<>();

    boolean isFull() {
        return byRequest.size() >= MAX_DRAWS;
    }

    void add(String request, Consumer<DrawOutcome> reply, long now) {
        byRequest.put(request, new Pending(reply, now + TIMEOUT_MILLIS));
    }

    /** The request was delivered; ignored unless it is a pending draw. */
    void delivered(String request, @Nullable Winner winner) {
        Pending pending = byRequest.remove(request);
        if (pending != null) {
            pending.reply().accept(new DrawOutcome.Drawn(winner));
        }
    }

    /** Gives up the draws whose time is over. */
    void expire(long now) {
        byRequest.values().removeIf(pending -> {
            boolean late = now >= pending.deadline();
            if (late) {
                pending.reply().accept(new DrawOutcome.Unknown());
            }
            return late;
        });
    }

    /** Gives up all draws. */
    void close() {
        List<Pending> all = new ArrayList<>(byRequest.values());
        byRequest.clear();
        all.forEach(pending -> pending.reply().accept(new DrawOutcome.Unknown()));
    }
}
