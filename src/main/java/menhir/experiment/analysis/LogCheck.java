package menhir.experiment.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Goes through an order log from its first order to its last, and holds it against the stock there was: the numbers must go
 * up by one, and nothing may ever be sold that is not there.
 */
public final class LogCheck {

    private static final int TOLD_LIMIT = 5;

    private final Map<String, Long> stock;
    private final List<String> findings = new ArrayList<>();
    private long orders;
    private long misnumbered;
    private long oversold;

    /**
     * TODO summary.
     *
     * @param initial quantities before the first order, by item
     */
    public LogCheck(Map<String, Long> initial) {
        stock = new HashMap<>(initial);
    }

    /** The next order of the log. */
    public void order(long number, String type, String item, long quantity) {
        orders++;
        if (number != orders) {
            misnumbered++;
            tell("order " + number + " stands in the place of order " + orders);
        }
        long change = type.equals("sell") ? quantity : -quantity;
        long left = stock.merge(item, change, Long::sum);
        if (left < 0) {
            oversold++;
            tell("order " + number + " left " + left + " of " + item);
        }
    }

    /** What the items are said to have now; differences count as oversold, or as sold for nothing. */
    public void compare(Map<String, Long> shown) {
        stock.forEach((item, left) -> {
            if (!left.equals(shown.get(item))) {
                oversold++;
                tell(item + " should have " + left + " left, but shows " + shown.get(item));
            }
        });
    }

    private void tell(String finding) {
        if (findings.size() < TOLD_LIMIT) {
            findings.add(finding);
        }
    }

    public long orders() {
        return orders;
    }

    public long misnumbered() {
        return misnumbered;
    }

    public long oversold() {
        return oversold;
    }

    public List<String> findings() {
        return List.copyOf(findings);
    }
}
