package menhir.games.multicast;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A member's own requests. While messages are on the way, what comes in gathers and goes into the next one, so throughput
 * does not hang on round trips. A message counts as on the way until <em>every</em> member is known to have delivered it:
 * that bounds what the slowest of them must hold.
 */
final class Outbox {
    private final MulticastLimits limits;
    private final Deque<String> pending = new ArrayDeque<>();
    private final Deque<Stamp> onTheWay = new ArrayDeque<>();

    Outbox(MulticastLimits limits) {
        this.limits = limits;
    }

    boolean hasRoom() {
        return pending.size() < limits.pendingRequests();
    }

    void add(String request) {
        if (request.length() > limits.requestCharacters()) {
            throw new IllegalArgumentException(
                    "a request has at most " + limits.requestCharacters() + " characters, not " + request.length());
        }
        pending.addLast(request);
    }

    /** Whether there is a message to send and room for it on the way. */
    boolean hasNext() {
        return !pending.isEmpty() && onTheWay.size() < limits.window();
    }

    /** The requests of the next message, which will have this stamp. */
    List<String> next(Stamp stamp) {
        List<String> requests = new ArrayList<>();
        int characters = 0;
        while (!pending.isEmpty() && requests.size() < limits.batchRequests()) {
            characters += pending.getFirst().length();
            if (characters > limits.batchCharacters() && !requests.isEmpty()) {
                break;
            }
            requests.add(pending.removeFirst());
        }
        onTheWay.addLast(stamp);
        return requests;
    }

    /** Every member has delivered all messages up to this one. */
    void deliveredByAll(Stamp upTo) {
        while (!onTheWay.isEmpty() && onTheWay.getFirst().compareTo(upTo) <= 0) {
            onTheWay.removeFirst();
        }
    }

    /** What no one but this member has seen yet. */
    List<String> pending() {
        return List.copyOf(pending);
    }

    int onTheWay() {
        return onTheWay.size();
    }
}
