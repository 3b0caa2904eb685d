package menhir.client.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import menhir.client.api.OrderRequest;
import menhir.client.api.OrderView;
import org.jspecify.annotations.Nullable;

/**
 * Compares the orders of a run with what the servers have stored. An order is wrong if it shows another number, item,
 * quantity or type, if its number was given to another order of this run as well, or if a valid order was rejected as
 * invalid. Thread-safe.
 */
final class OrderVerifier {

    /** Differences beyond this number are counted, not described. */
    private static final int FINDINGS_LIMIT = 20;

    /**
     * An accepted order.
     *
     * @param response the order as the response to the request showed it; null if it showed the number only
     */
    record PlacedOrder(
            OrderRequest request, long number, @Nullable OrderView response) {}

    private final Map<Long, OrderRequest> requestByNumber = new HashMap<>();
    private final List<String> findings = new ArrayList<>();
    private long checked;
    private long wrong;
    private long missing;
    private long unchecked;

    /** Looks the orders up and compares them; after a failure the remaining ones count as unchecked. */
    void verify(Session session, List<PlacedOrder> orders) throws InterruptedException {
        int done = 0;
        try {
            for (PlacedOrder order : orders) {
                compare(order, session.placedOrder(order.number()));
                done++;
            }
        } finally {
            addUnchecked(orders.size() - done);
        }
    }

    /** A valid order under a new key was rejected as invalid. */
    synchronized void wronglyRejected(OrderRequest request, String reason) {
        wrong++;
        addFinding("an order to " + request + " was rejected: " + reason);
    }

    private synchronized void addUnchecked(int orders) {
        unchecked += orders;
    }

    private synchronized void compare(PlacedOrder order, @Nullable OrderView stored) {
        checked++;
        long number = order.number();
        OrderRequest request = order.request();
        OrderRequest other = requestByNumber.put(number, request);
        if (stored == null) {
            missing++;
            addFinding("order " + number + " (" + request + ") is missing");
        } else if (!stored.matches(request, number)) {
            wrong++;
            addFinding("order " + number + " was sent as " + request + " but is stored as " + stored);
        } else if (order.response() != null && !order.response().matches(request, number)) {
            wrong++;
            addFinding("order " + number + " was sent as " + request + " but acknowledged as " + order.response());
        } else if (other != null) {
            wrong++;
            addFinding("number " + number + " was given to two orders: " + other + ", and " + request);
        }
    }

    private void addFinding(String finding) {
        if (findings.size() < FINDINGS_LIMIT) {
            findings.add(finding);
        }
    }

    synchronized Verification result() {
        return new Verification(checked, wrong, missing, unchecked, List.copyOf(findings));
    }
}
