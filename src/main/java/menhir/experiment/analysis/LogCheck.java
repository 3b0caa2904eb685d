package menhir.experiment.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks an order log from its first order to its last: order numbers must be consecutive, and no quantity may become
 * negative.
 */
public final class LogCheck {

    private static final int FINDINGS_LIMIT = 5;

    private final Map<String, Long> stock;
    private final List<String> findings = new ArrayList<>();
    private long orders;
    private long misnumbered;
    private long oversold;

    /**
     * Starts a check.
     *
     * @param initial quantities before the first order, by item
     */
    public LogCheck(Map<String, Long> initial) {
        stock = new HashMap<>(initial);
    }

    /** Checks the next order of the log. */
    public void order(long number, String type, String item, long quantity) {
        orders++;
        if (number != orders) {
            misnumbered++;
            report("found order " + number + " instead of order " + orders);
        }
        long change = type.equals("sell") ? quantity : -quantity;
        long left = stock.merge(item, change, Long::sum);
        if (left < 0) {
            oversold++;
            report("order " + number + " left a quantity of " + left + " of " + item);
        }
    }

    /** Compares the resulting stock with the quantities that the store shows; each difference counts as oversold. */
    public void compare(Map<String, Long> shown) {
        stock.forEach((item, left) -> {
            if (!left.equals(shown.get(item))) {
                oversold++;
                report(item + " should have a quantity of " + left + ", but shows " + shown.get(item));
            }
        });
    }

    private void report(String finding) {
        if (findings.size() < FINDINGS_LIMIT) {
            findings.add(finding);
        }
    }

    /** How many orders were checked. */
    public long orders() {
        return orders;
    }

    /** How many orders did not have the next number. */
    public long misnumbered() {
        return misnumbered;
    }

    /** How many orders left a negative quantity, and how many items show a wrong one. */
    public long oversold() {
        return oversold;
    }

    /** Descriptions of the first few errors. */
    public List<String> findings() {
        return List.copyOf(findings);
    }
}
