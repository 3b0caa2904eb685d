package menhir.client.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import menhir.client.api.OrderRequest;
import menhir.client.api.OrderView;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was ordered with what the servers say stands. An order is wrong when it shows another number, item,
 * quantity or type, when its number was given to another order of this run as well, or when it was refused for no good
 * reason. Thread-safe.
 */
final class OrderCheck {

    /** How many differences are told one by one; the rest is only counted. */
    private static final int TOLD_LIMIT = 20;

    /** An order that was accepted, and how it was shown then. */
    record Sent(OrderRequest wish, long number, @Nullable OrderView shown) {}

    /**
     * How the orders came out.
     *
     * @param unchecked orders that no server could be asked about
     * @param findings what is wrong or missing, the first few
     */
    record Verdict(long checked, long wrong, long missing, long unchecked, List<String> findings) {
        boolean isSound() {
            return wrong == 0 && missing == 0;
        }
    }

    private final Map<Long, OrderRequest> givenNumbers = new HashMap<>();
    private final List<String> findings = new ArrayList<>();
    private long checked;
    private long wrong;
    private long missing;
    private long unchecked;

    /** Looks the orders up and compares; when no server answers, the rest stays unchecked. */
    void lookUp(Session session, List<Sent> orders) throws InterruptedException {
        int done = 0;
        try {
            for (Sent sent : orders) {
                compare(sent, session.standing(sent.number()));
                done++;
            }
        } finally {
            leftUnchecked(orders.size() - done);
        }
    }

    /** A proper order under a key never used before was refused for another reason than stock. */
    synchronized void wronglyRefused(OrderRequest wish, String why) {
        wrong++;
        tell("an order to " + wish + " was refused: " + why);
    }

    private synchronized void leftUnchecked(int orders) {
        unchecked += orders;
    }

    private synchronized void compare(Sent sent, @Nullable OrderView standing) {
        checked++;
        OrderRequest other = givenNumbers.put(sent.number(), sent.wish());
        if (standing == null) {
            missing++;
            tell("order " + sent.number() + " (" + sent.wish() + ") is missing");
        } else if (!standing.matches(sent.wish(), sent.number())) {
            wrong++;
            tell("order " + sent.number() + " was sent as " + sent.wish() + " but stands as " + standing);
        } else if (sent.shown() != null && !sent.shown().matches(sent.wish(), sent.number())) {
            wrong++;
            tell("order " + sent.number() + " was sent as " + sent.wish() + " but answered as " + sent.shown());
        } else if (other != null) {
            wrong++;
            tell("number " + sent.number() + " was given to two orders: " + other + ", and " + sent.wish());
        }
    }

    private void tell(String finding) {
        if (findings.size() < TOLD_LIMIT) {
            findings.add(finding);
        }
    }

    synchronized Verdict verdict() {
        return new Verdict(checked, wrong, missing, unchecked, List.copyOf(findings));
    }
}
