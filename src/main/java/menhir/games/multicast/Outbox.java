package menhir.games.multicast;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A member's own requests. While messages are in flight, new requests gather and go into the next one, so the throughput
 * does not depend on the round trip. A message is in flight until <em>every</em> member is known to have delivered it: that
 * bounds what the slowest member must hold.
 */
final class Outbox {
    private final MulticastLimits limits;
    private final Deque<String> pending = new ArrayDeque<>();
    private final Deque<Stamp> inFlight = new ArrayDeque<>();

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

    /** Whether there are requests to send and the window allows another message. */
    boolean hasNext() {
        return !pending.isEmpty() && inFlight.size() < limits.window();
    }

    /** Takes the requests of the next message, which is in flight from now on. */
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
        inFlight.addLast(stamp);
        return requests;
    }

    /** Every member has delivered all messages up to this one. */
    void deliveredByAll(Stamp upTo) {
        while (!inFlight.isEmpty() && inFlight.getFirst().compareTo(upTo) <= 0) {
            inFlight.removeFirst();
        }
    }

    /** The requests that were never sent. */
    List<String> pending() {
        return List.copyOf(pending);
    }

    int inFlight() {
        return inFlight.size();
    }
}
