package menhir.client.run;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import menhir.client.api.ItemView;
import menhir.client.api.OrderOutcome;
import menhir.client.api.OrderRequest;
import menhir.client.api.Trade;
import menhir.client.http.NoServerException;

/**
 * One client of a run: it visits items at random, and at the end looks up all its orders. The items that it visits depend
 * on the seed alone; the orders that it places depend also on the stock that it finds.
 */
final class RandomWalk {

    /** At most so long a client goes on thinking after the walk was told to end. */
    private static final long THINK_PART_MILLIS = 100;

    private final WalkPlan plan;
    private final Session session;
    private final SplittableRandom random;
    private final OrderVerifier verifier;
    private final List<OrderVerifier.PlacedOrder> placed = new ArrayList<>();

    RandomWalk(WalkPlan plan, Session session, SplittableRandom random, OrderVerifier verifier) {
        this.plan = plan;
        this.session = session;
        this.random = random;
        this.verifier = verifier;
    }

    /**
     * Walks to the end, or until no server is available; verifies the orders in both cases.
     *
     * @param afterIteration called after each iteration
     * @param goesOn checked before each iteration and while it thinks; the walk ends at the first false
     * @throws NoServerException if the walk or the verification ended early
     */
    void run(Runnable afterIteration, BooleanSupplier goesOn) throws InterruptedException {
        try {
            for (int i = 0; i < plan.iterations() && goesOn.getAsBoolean(); i++) {
                iterate();
                afterIteration.run();
                think(goesOn);
            }
        } catch (NoServerException endedEarly) {
            verifier.verify(session, placed);
            throw endedEarly;
        }
        verifier.verify(session, placed);
    }

    private void think(BooleanSupplier goesOn) throws InterruptedException {
        long rest = plan.thinkMillis();
        while (rest > 0 && goesOn.getAsBoolean()) {
            long part = Math.min(rest, THINK_PART_MILLIS);
            TimeUnit.MILLISECONDS.sleep(part);
            rest -= part;
        }
    }

    private void iterate() throws InterruptedException {
        // All random numbers are drawn first, so that those of the next iteration do not depend on the stock found.
        String name = plan.names().get(random.nextInt(plan.names().size()));
        boolean orders = random.nextDouble() < plan.probability();
        Trade type = random.nextDouble() < plan.sellShare() ? Trade.SELL : Trade.BUY;
        int quantity = 1 + random.nextInt(plan.maxQuantity());
        if (plan.looksFirst()) {
            ItemView item = session.lookup(name).item();
            // An item that is out of stock can still be sold to the store.
            orders = orders && item != null && (type == Trade.SELL || item.quantity() > 0);
        }
        if (orders) {
            order(OrderRequest.fresh(type, name, quantity));
        }
    }

    private void order(OrderRequest request) throws InterruptedException {
        OrderOutcome outcome = session.order(request);
        if (outcome instanceof OrderOutcome.Rejected rejected) {
            if (!rejected.expected()) {
                verifier.wronglyRejected(request, rejected.reason());
            }
        } else if (outcome instanceof OrderOutcome.Accepted accepted && accepted.number() != OrderOutcome.UNNUMBERED) {
            // Without a number an order cannot be looked up.
            placed.add(new OrderVerifier.PlacedOrder(request, accepted.number(), accepted.order()));
        }
    }
}
