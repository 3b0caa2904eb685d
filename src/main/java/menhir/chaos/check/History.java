package menhir.chaos.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The requests of clients and their replies, each with the time span in which it took effect. Times are from {@link
 * System#nanoTime}. Thread-safe.
 */
public final class History {

    /** A request of a client. */
    public sealed interface Event {
        /** When the client sent the first attempt. */
        long invoked();

        /** When the client received the reply, or gave up. */
        long answered();
    }

    /** An order with all its attempts. */
    public record Ordered(OrderRequest request, Outcome outcome, long invoked, long answered) implements Event {}

    /** The outcome of an order, as far as its client knows. */
    public sealed interface Outcome {}

    /** The order was accepted and has this number. */
    public record Acknowledged(long number) implements Outcome {}

    /**
     * The order was rejected: an item is out of stock.
     *
     * @param certain whether this is the only outcome: not if the client had given up an earlier attempt at another node, which
     *     may still place the order
     */
    public record Rejected(String item, long available, boolean certain) implements Outcome {
        public Rejected(String item, long available) {
            this(item, available, true);
        }
    }

    /** No attempt got a reply: the order may be accepted or not. */
    public record Unknown(String why) implements Outcome {}

    /** A successful lookup. */
    public record Lookup(
            String node, String item, long version, long quantity, boolean hit, long invoked, long answered)
            implements Event {}

    /** A read of an acknowledged order by its number; {@code found} is the reply. */
    public record OrderRead(String node, long number, boolean same, String found, long invoked, long answered)
            implements Event {}

    /**
     * An order that was acknowledged before and sent again with the same key.
     *
     * @param first the number of its first reply
     */
    public record Repeated(OrderRequest request, long first, Outcome outcome, long invoked, long answered)
            implements Event {}

    /** A failed attempt: no connection, no reply, or 503. {@code status} is 0 if there was no reply. */
    public record Failed(String node, boolean order, int status, String why, long invoked, long answered)
            implements Event {}

    private final Collection<Event> events = new ConcurrentLinkedQueue<>();

    /** Adds an event. */
    public void add(Event event) {
        events.add(event);
    }

    /** All events so far, in any order. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    /** The events of a kind that were invoked at or after a time. */
    public <E extends Event> List<E> since(long sinceNanos, Class<E> kind) {
        return events.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(event -> event.invoked() - sinceNanos >= 0)
                .toList();
    }

    /** When orders that were invoked at or after a time were acknowledged, in this order. */
    public List<Long> acknowledgedSince(long sinceNanos) {
        return since(sinceNanos, Ordered.class).stream()
                .filter(ordered -> ordered.outcome() instanceof Acknowledged)
                .map(Ordered::answered)
                .sorted()
                .toList();
    }

    /** The longest time between two acknowledged orders since a time, in milliseconds. */
    public long longestPauseMillis(long sinceNanos) {
        List<Long> times = acknowledgedSince(sinceNanos);
        long longest = 0;
        for (int i = 1; i < times.size(); i++) {
            longest = Math.max(longest, times.get(i) - times.get(i - 1));
        }
        return longest / 1_000_000;
    }

    /** Writes a line per event, sorted by the time of the reply. */
    public void writeTo(Path file) throws IOException {
        List<String> lines = events.stream()
                .sorted(Comparator.comparingLong(Event::answered))
                .map(Object::toString)
                .toList();
        Files.write(file, lines, StandardCharsets.UTF_8);
    }
}
