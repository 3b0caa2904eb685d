package menhir.http.api;

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
