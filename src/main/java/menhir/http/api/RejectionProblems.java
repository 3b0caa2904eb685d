package menhir.http.api;

import java.util.Locale;
import java.util.Objects;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemType;
import menhir.http.server.ResponseHeaders;
import menhir.service.StoreService.Outcome;
import menhir.store.Rejection;

/**
 * The problem for each kind of rejection. A new kind does not compile until it has one. Dialects extend this class and override
 * the kinds that their clients expect with another status or text.
 */
public class RejectionProblems implements Rejection.Visitor<Problem> {
    /** The problems of the canonical API. */
    public static final RejectionProblems CANONICAL = new RejectionProblems();

    protected RejectionProblems() {}

    /** The problem for a rejected command. */
    public final Problem of(Outcome.Rejected rejected) {
        Problem problem = of(rejected.reason());
        return rejected.replayed() ? problem.withHeader(ResponseHeaders.REPLAYED) : problem;
    }

    /** The problem for a rejection. */
    public final Problem of(Rejection rejection) {
        return rejection.accept(this);
    }

    static Problem unknownItem(String item) {
        return Problem.of(ProblemType.UNKNOWN_ITEM, "The store has no item named " + item + ": see its list of items.")
                .with("item", item);
    }

    static Problem retiredItem(String item) {
        return Problem.of(ProblemType.ITEM_RETIRED, item + " is sold no more. Orders of it can still be looked up.")
                .with("item", item);
    }

    @Override
    public Problem unknownItem(Rejection.UnknownItem rejection) {
        return unknownItem(rejection.item());
    }

    @Override
    public Problem notEnough(Rejection.NotEnough rejection) {
        String detail = "%d of %s are available and %d were requested: order fewer, or wait for a restock."
                .formatted(rejection.available(), rejection.item(), rejection.requested());
        return Problem.of(ProblemType.NOT_ENOUGH_STOCK, detail)
                .with("item", rejection.item())
                .with("available", rejection.available())
                .with("requested", rejection.requested());
    }

    @Override
    public Problem tooMany(Rejection.TooMany rejection) {
        return Problem.of(
                        ProblemType.TOO_MUCH_STOCK,
                        "The quantity of %s would exceed %d: add fewer.".formatted(rejection.item(), rejection.limit()))
                .with("item", rejection.item())
                .with("limit", rejection.limit());
    }

    @Override
    public Problem keyReused(Rejection.KeyReused rejection) {
        return Problem.of(
                ProblemType.KEY_REUSED,
                "The Idempotency-Key was used for another request: use a new key for each new request.");
    }

    @Override
    public Problem itemExists(Rejection.ItemExists rejection) {
        String detail = "%s exists already. Leave quantity out to change its price or topic; restock it to add to its"
                + " quantity.";
        return Problem.of(ProblemType.ITEM_EXISTS, detail.formatted(rejection.item()))
                .with("item", rejection.item());
    }

    @Override
    public Problem catalogFull(Rejection.CatalogFull rejection) {
        return Problem.of(
                        ProblemType.CATALOG_FULL,
                        "The catalog has %d items, which is its limit.".formatted(rejection.limit()))
                .with("limit", rejection.limit());
    }

    @Override
    public Problem numberTaken(Rejection.NumberTaken rejection) {
        String detail = "%s has the number %d: send another one, or leave it out to get the next free number."
                .formatted(rejection.item(), rejection.number());
        return Problem.of(ProblemType.NUMBER_TAKEN, detail)
                .with("number", rejection.number())
                .with("item", rejection.item());
    }

    @Override
    public Problem numberFixed(Rejection.NumberFixed rejection) {
        Long number = rejection.number();
        Problem problem = Problem.of(
                ProblemType.NUMBER_IMMUTABLE,
                "%s has %s, which cannot be changed: leave the field number out."
                        .formatted(rejection.item(), number == null ? "no number" : "the number " + number));
        return number == null ? problem : problem.with("number", number);
    }

    @Override
    public Problem itemHeld(Rejection.ItemHeld rejection) {
        String detail = "Active holds have %d of %s: retire it when they have ended.";
        return Problem.of(ProblemType.ITEM_HELD, detail.formatted(rejection.held(), rejection.item()))
                .with("item", rejection.item())
                .with("held", rejection.held());
    }

    @Override
    public Problem otherVersion(Rejection.OtherVersion rejection) {
        Long version = rejection.version();
        if (version == null) {
            return Problem.of(
                    ProblemType.PRECONDITION_FAILED, "There is no version yet: send the request without If-Match.");
        }
        String detail = "The version is %d now: look it up, and send the request with If-Match: %s.";
        String tag = ResponseHeaders.tag(version);
        return Problem.of(ProblemType.PRECONDITION_FAILED, detail.formatted(version, tag))
                .with("version", version)
                .withHeader(ResponseHeaders.etag(tag));
    }

    @Override
    public Problem notOnSale(Rejection.NotOnSale rejection) {
        Long from = rejection.onSaleFrom();
        if (from != null && rejection.timeMillis() < from) {
            long seconds = (from - rejection.timeMillis() + 999) / 1000;
            return Problem.of(
                            ProblemType.NOT_ON_SALE,
                            "The sale of %s begins at %s: try again then."
                                    .formatted(rejection.item(), JsonViews.time(from)))
                    .with("item", rejection.item())
                    .with("onSaleFrom", JsonViews.time(from))
                    .retryAfterSeconds((int) Math.min(seconds, Integer.MAX_VALUE));
        }
        String ended = JsonViews.time(Objects.requireNonNull(rejection.onSaleUntil()));
        return Problem.of(ProblemType.NOT_ON_SALE, "The sale of %s ended at %s.".formatted(rejection.item(), ended))
                .with("item", rejection.item())
                .with("onSaleUntil", ended);
    }

    @Override
    public Problem customerMissing(Rejection.CustomerMissing rejection) {
        String detail = "A customer may have at most %d of %s: send the field customer.";
        return Problem.of(ProblemType.CUSTOMER_MISSING, detail.formatted(rejection.limit(), rejection.item()))
                .with("item", rejection.item())
                .with("limit", rejection.limit());
    }

    @Override
    public Problem limitReached(Rejection.LimitReached rejection) {
        String detail = "A customer may have at most %d of %s: %d are left to this one, and %d were requested.";
        return Problem.of(
                        ProblemType.LIMIT_REACHED,
                        detail.formatted(rejection.limit(), rejection.item(), rejection.left(), rejection.requested()))
                .with("item", rejection.item())
                .with("limit", rejection.limit())
                .with("left", rejection.left())
                .with("requested", rejection.requested());
    }

    @Override
    public Problem unknownHold(Rejection.UnknownHold rejection) {
        return Problem.of(
                        ProblemType.UNKNOWN_HOLD,
                        "The store has no hold %d, or it ended long ago.".formatted(rejection.hold()))
                .with("hold", rejection.hold());
    }

    @Override
    public Problem holdEnded(Rejection.HoldEnded rejection) {
        String state = rejection.state().name().toLowerCase(Locale.ROOT);
        Long order = rejection.order();
        Problem problem = Problem.of(
                        ProblemType.HOLD_ENDED,
                        "The hold %d is %s: place a new one, or an order.".formatted(rejection.hold(), state))
                .with("hold", rejection.hold())
                .with("state", state);
        return order == null
                ? problem
                : problem.withDetail("The hold %d is confirmed: it is the order %d.".formatted(rejection.hold(), order))
                        .with("order", order);
    }

    @Override
    public Problem holdTooLong(Rejection.HoldTooLong rejection) {
        return Problem.of(
                        ProblemType.HOLD_TOO_LONG,
                        "A hold lasts at most %d seconds, extensions included: confirm it, or extend it by less."
                                .formatted(rejection.limitSeconds()))
                .with("limit", rejection.limitSeconds());
    }

    @Override
    public Problem unknownOrder(Rejection.UnknownOrder rejection) {
        return Problem.of(
                        ProblemType.UNKNOWN_ORDER,
                        "The store has no order with the number %d.".formatted(rejection.number()))
                .with("number", rejection.number());
    }

    @Override
    public Problem alreadyCancelled(Rejection.AlreadyCancelled rejection) {
        return Problem.of(
                        ProblemType.ORDER_CANCELLED,
                        "The order %d is cancelled already: an order is cancelled once, as a whole or in part."
                                .formatted(rejection.number()))
                .with("number", rejection.number())
                .with("index", rejection.index());
    }

    @Override
    public Problem notABuy(Rejection.NotABuy rejection) {
        return Problem.of(
                        ProblemType.NOT_CANCELLABLE,
                        "The order %d sold to the store: only what was bought can be cancelled."
                                .formatted(rejection.number()))
                .with("number", rejection.number());
    }

    @Override
    public Problem notInOrder(Rejection.NotInOrder rejection) {
        String detail = "The order %d has %d of %s, and %d were to be cancelled: cancel at most what it has.";
        return Problem.of(
                        ProblemType.NOT_IN_ORDER,
                        detail.formatted(
                                rejection.number(), rejection.bought(), rejection.item(), rejection.requested()))
                .with("number", rejection.number())
                .with("item", rejection.item())
                .with("bought", rejection.bought())
                .with("requested", rejection.requested());
    }

    @Override
    public Problem full(Rejection.Full rejection) {
        return Problem.of(
                        ProblemType.LIMIT_OF_STORE,
                        "There are %d %s, which is the limit: try again when there are fewer."
                                .formatted(rejection.limit(), rejection.what()))
                .with("limit", rejection.limit());
    }

    @Override
    public Problem wrongStoreKind(Rejection.WrongStoreKind rejection) {
        return Problem.of(
                ProblemType.WRONG_STORE_KIND,
                "A scoreboard has no items, and a store of items has no scores: use another store.");
    }

    @Override
    public Problem viewChanged(Rejection.ViewChanged rejection) {
        return Problem.of(
                        ProblemType.VIEW_CHANGED,
                        "The installed view is number %d: propose its successor.".formatted(rejection.number()))
                .with("number", rejection.number());
    }
}
