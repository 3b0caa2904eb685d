package menhir.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What clients asked and what they were told, with the times between which it happened. All times are of one clock, in
 * nanoseconds: {@link System#nanoTime}. Thread-safe.
 */
public final class History {

    /** Something a client did. */
    public sealed interface Event {
        /** When the client first asked. */
        long invoked();

        /** When it had its answer, or gave up. */
        long answered();
    }

    /** An order, over all attempts to place it. */
    public record Ordered(Wish wish, Outcome outcome, long invoked, long answered) implements Event {}

    /** What became of an order, as far as its client knows. */
    public sealed interface Outcome {}

    /** It is placed, under this number. */
    public record Acknowledged(long number) implements Outcome {}

    /** There is not enough of an item. */
    public record Refused(String item, long available) implements Outcome {}

    /** No answer, however often it was asked: it may be placed or not. */
    public record Unknown(String why) implements Outcome {}

    /** A lookup that was answered. */
    public record LookedUp(
            String node, String item, long version, long quantity, boolean hit, long invoked, long answered)
            implements Event {}

    /** An acknowledged order, asked for by its number; {@code found} is what was shown of it, or why nothing was. */
    public record Recalled(String node, long number, boolean same, String found, long invoked, long answered)
            implements Event {}

    /** One attempt that came to nothing: no connection, no answer, 503. {@code status} is 0 where there was no answer. */
    public record Failed(String node, boolean order, int status, String why, long invoked, long answered)
            implements Event {}

    private final Collection<Event> events = new ConcurrentLinkedQueue<>();

    public void add(Event event) {
        events.add(event);
    }

    public List<Event> events() {
        return List.copyOf(events);
    }

    /** The events of one kind that began at or after {@code sinceNanos}. */
    public <E extends Event> List<E> since(long sinceNanos, Class<E> kind) {
        return events.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(event -> event.invoked() - sinceNanos >= 0)
                .toList();
    }

    /** The longest time in which no order was acknowledged, between the first and the last one since a moment. */
    public long longestPauseMillis(long sinceNanos) {
        List<Long> times = since(sinceNanos, Ordered.class).stream()
                .filter(ordered -> ordered.outcome() instanceof Acknowledged)
                .map(Ordered::answered)
                .sorted()
                .toList();
        long longest = 0;
        for (int i = 1; i < times.size(); i++) {
            longest = Math.max(longest, times.get(i) - times.get(i - 1));
        }
        return longest / 1_000_000;
    }

    /** One line per event, in the order in which they were answered. */
    void writeTo(Path file) throws IOException {
        List<String> lines = events.stream()
                .sorted(Comparator.comparingLong(Event::answered))
                .map(Object::toString)
                .toList();
        Files.write(file, lines, StandardCharsets.UTF_8);
    }
}
