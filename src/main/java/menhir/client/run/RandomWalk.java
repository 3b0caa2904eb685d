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
 * One client of a run: it walks over the items at random, and at the end looks up every order of its own. The items it
 * visits depend on the seed alone; the orders it places depend on the stock it finds, too.
 */
final class RandomWalk {

    private final WalkPlan plan;
    private final Session session;
    private final SplittableRandom random;
    private final OrderCheck check;
    private final List<OrderCheck.Sent> own = new ArrayList<>();

    RandomWalk(WalkPlan plan, Session session, SplittableRandom random, OrderCheck check) {
        this.plan = plan;
        this.session = session;
        this.random = random;
        this.check = check;
    }

    /**
     * Walks to the end, or until no server answers; then checks the orders in either case.
     *
     * @param stepped called after each iteration
     * @param goesOn asked before each iteration; at the first no the walk is at its end
     * @throws NoServerException when the walk or the check had to end early
     */
    void run(Runnable stepped, BooleanSupplier goesOn) throws InterruptedException {
        try {
            for (int i = 0; i < plan.iterations() && goesOn.getAsBoolean(); i++) {
                step();
                stepped.run();
                if (plan.thinkMillis() > 0) {
                    TimeUnit.MILLISECONDS.sleep(plan.thinkMillis());
                }
            }
        } catch (NoServerException endedEarly) {
            check.lookUp(session, own);
            throw endedEarly;
        }
        check.lookUp(session, own);
    }

    private void step() throws InterruptedException {
        // All draws come first, so that the next iteration's do not depend on what this one finds.
        String name = plan.names().get(random.nextInt(plan.names().size()));
        boolean orders = random.nextDouble() < plan.probability();
        Trade type = random.nextDouble() < plan.sellShare() ? Trade.SELL : Trade.BUY;
        int quantity = 1 + random.nextInt(plan.maxQuantity());
        if (plan.looksFirst()) {
            ItemView item = session.lookup(name).item();
            // What is sold out can still be sold to the store.
            orders = orders && item != null && (type == Trade.SELL || item.quantity() > 0);
        }
        if (orders) {
            OrderRequest wish = OrderRequest.fresh(type, name, quantity);
            OrderOutcome answer = session.order(wish);
            if (answer instanceof OrderOutcome.Accepted accepted) {
                remember(wish, accepted);
            } else if (answer instanceof OrderOutcome.Refused refused && !refused.legitimate()) {
                check.wronglyRefused(wish, refused.why());
            }
        }
    }

    /** What a server gives no number cannot be looked up again. */
    private void remember(OrderRequest wish, OrderOutcome.Accepted accepted) {
        if (accepted.number() != OrderOutcome.UNNUMBERED) {
            own.add(new OrderCheck.Sent(wish, accepted.number(), accepted.order()));
        }
    }
}
