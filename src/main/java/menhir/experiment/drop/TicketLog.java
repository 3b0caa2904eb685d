package menhir.experiment.drop;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Judges the log of a sale, event by event: each ticket is free, held or sold, never two of them; a hold ends once, with what it
 * held; and no customer has more than the limit.
 */
public final class TicketLog {
    private static final int VIOLATIONS_LIMIT = 10;

    private final String item;
    private final int limit;
    private final Map<Long, Integer> holds = new HashMap<>();
    private final Map<String, Integer> bought = new HashMap<>();
    private final Map<Long, Integer> orders = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private long free;
    private long sold;
    private long placed;
    private long confirmed;
    private long expired;
    private long violationCount;

    /** A sale of so many tickets, of which a customer may have some. */
    public TicketLog(String item, long tickets, int limit) {
        this.item = item;
        this.free = tickets;
        this.limit = limit;
    }

    /**
     * Judges the next event.
     *
     * @param index its index in the log
     */
    public void add(long index, String kind, JsonNode data) {
        switch (kind) {
            case "hold" -> hold(index, data);
            case "hold-released" -> free += ended(index, data);
            case "holds-expired" ->
                data.path("holds").forEach(each -> {
                    int back = ended(index, each);
                    expired += back > 0 ? 1 : 0;
                    free += back;
                });
            case "order" -> order(index, data);
            default -> {
                // It moves no tickets.
            }
        }
        if (free < 0) {
            report(index, "more tickets are held or sold than there are: " + -free);
        }
    }

    private void hold(long index, JsonNode data) {
        int quantity = quantity(data);
        if (quantity > 0) {
            placed++;
            free -= quantity;
            if (holds.put(data.path("hold").asLong(), quantity) != null) {
                report(index, "hold " + data.path("hold").asLong() + " was placed twice");
            }
        }
    }

    private void order(long index, JsonNode data) {
        int quantity = quantity(data);
        if (quantity == 0) {
            return;
        }
        sold += quantity;
        if (data.has("hold")) {
            confirmed++;
            free += ended(index, data) - quantity;
        } else {
            free -= quantity;
        }
        if (orders.put(data.path("number").asLong(), quantity) != null) {
            report(index, "order " + data.path("number").asLong() + " is there twice");
        }
        String customer = data.path("customer").asText();
        int total = bought.merge(customer, quantity, Integer::sum);
        if (total > limit) {
            report(index, customer + " has " + total + " tickets");
        }
    }

    /** Ends a hold, and returns what it had. */
    private int ended(long index, JsonNode data) {
        int quantity = quantity(data);
        long id = data.path("hold").asLong();
        if (quantity == 0) {
            return 0;
        }
        Integer had = holds.remove(id);
        if (had == null || had != quantity) {
            report(index, "hold " + id + " ends with " + quantity + ", but had " + (had == null ? 0 : had));
        }
        return had == null ? 0 : had;
    }

    private int quantity(JsonNode data) {
        int quantity = 0;
        for (JsonNode line : data.path("lines")) {
            quantity += line.path("item").asText().equals(item)
                    ? line.path("quantity").asInt()
                    : 0;
        }
        return quantity;
    }

    /** Compares the log with what a customer was told: that an order of so many tickets has a number. */
    public void acknowledged(long number, int quantity) {
        Integer logged = orders.get(number);
        if (logged == null || logged != quantity) {
            report(
                    0,
                    "order " + number + " of " + quantity + " was acknowledged, but the log has "
                            + (logged == null ? "no such order" : logged));
        }
    }

    private void report(long index, String what) {
        violationCount++;
        if (violations.size() < VIOLATIONS_LIMIT) {
            violations.add(index == 0 ? what : "at index " + index + ": " + what);
        }
    }

    /** The first violations, in words. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    public long violationCount() {
        return violationCount;
    }

    /** Tickets that are neither held nor sold. */
    public long free() {
        return free;
    }

    public long sold() {
        return sold;
    }

    /** Holds that have not ended. */
    public Set<Long> open() {
        return new TreeSet<>(holds.keySet());
    }

    /** Holds that were placed. */
    public long placed() {
        return placed;
    }

    /** Holds that became orders. */
    public long confirmed() {
        return confirmed;
    }

    /** Holds that expired. */
    public long expired() {
        return expired;
    }

    /** Customers who have tickets. */
    public long customers() {
        return bought.size();
    }

    /** The largest number of tickets that a customer has. */
    public int most() {
        return bought.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }
}
