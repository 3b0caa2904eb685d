package menhir.http.server;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.headers.Connection;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import menhir.http.api.JsonViews;
import menhir.service.StoreService;
import menhir.store.Rejection;

/**
 * Why a request was not done, before it takes the form that its clients speak.
 *
 * @param status the type's own, but where a dialect wants another
 * @param detail what is wrong here and what to do about it
 * @param members what a program wants to know: text, numbers, or lists of text
 */
public record Problem(
        ProblemType type, StatusCode status, String detail, Map<String, Object> members, List<HttpHeader> headers) {

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, type.status(), detail, Map.of(), List.of());
    }

    static Problem field(ProblemType type, String field, String detail) {
        return of(type, detail).with("field", field);
    }

    /** @param allowed what the field's value must be */
    static Problem invalidField(String field, String allowed) {
        return field(ProblemType.INVALID_FIELD, field, "The field " + field + " must be " + allowed + ".")
                .with("allowed", allowed);
    }

    static Problem invalidParameter(String parameter, String allowed) {
        return field(
                        ProblemType.INVALID_PARAMETER,
                        parameter,
                        "The parameter " + parameter + " must be " + allowed + ".")
                .with("allowed", allowed);
    }

    public static Problem invalidHeader(String header, String allowed) {
        return field(ProblemType.INVALID_HEADER, header, "The header " + header + " must be " + allowed + ".")
                .with("allowed", allowed);
    }

    public static Problem unknownItem(String item) {
        return of(ProblemType.UNKNOWN_ITEM, "The store has no item named " + item + ": look at its list of items.")
                .with("item", item);
    }

    public static Problem unknownOrder(long number) {
        return of(ProblemType.UNKNOWN_ORDER, "The store has no order number " + number + " yet.")
                .with("number", number);
    }

    /** Why a command was refused, and whether it was before. */
    public static Problem of(StoreService.Outcome.Refused refused) {
        Problem problem = of(refused.why());
        return refused.replayed() ? problem.withHeader(JsonViews.REPLAYED) : problem;
    }

    public static Problem of(Rejection why) {
        if (why instanceof Rejection.UnknownItem unknown) {
            return unknownItem(unknown.item());
        } else if (why instanceof Rejection.NotEnough shortage) {
            String detail = "Of %s, %d are available and %d were requested: order fewer, or wait for more."
                    .formatted(shortage.item(), shortage.available(), shortage.requested());
            return of(ProblemType.NOT_ENOUGH_STOCK, detail)
                    .with("item", shortage.item())
                    .with("available", shortage.available())
                    .with("requested", shortage.requested());
        } else if (why instanceof Rejection.TooMany surplus) {
            String detail = "There would be more than %d of %s: add fewer.".formatted(surplus.limit(), surplus.item());
            return of(ProblemType.TOO_MUCH_STOCK, detail)
                    .with("item", surplus.item())
                    .with("limit", surplus.limit());
        } else if (why instanceof Rejection.ItemExists exists) {
            String detail =
                    "%s is there already: leave quantity out to change its price or topic, and restock it to add"
                            + " to its quantity.";
            return of(ProblemType.ITEM_EXISTS, detail.formatted(exists.item())).with("item", exists.item());
        } else if (why instanceof Rejection.CatalogFull full) {
            return of(ProblemType.CATALOG_FULL, "The catalog holds %d items, and no more.".formatted(full.limit()))
                    .with("limit", full.limit());
        } else if (why instanceof Rejection.NumberTaken taken) {
            String detail = "The number %d is that of %s: take another, or leave it out to get the next one."
                    .formatted(taken.number(), taken.item());
            return of(ProblemType.NUMBER_TAKEN, detail)
                    .with("number", taken.number())
                    .with("item", taken.item());
        } else if (why instanceof Rejection.NumberFixed fixed) {
            return numberFixed(fixed);
        } else if (why instanceof Rejection.WrongStoreKind) {
            return of(
                    ProblemType.OTHER_KIND_OF_STORE,
                    "A scoreboard has no items, and a store of items no scores: use another store.");
        } else if (why instanceof Rejection.KeyReused) {
            return of(
                    ProblemType.KEY_REUSED,
                    "The Idempotency-Key was sent with another request before: use a new key for a new request.");
        }
        throw new IllegalArgumentException("unknown rejection " + why);
    }

    private static Problem numberFixed(Rejection.NumberFixed fixed) {
        String has = fixed.number() == null ? "no number" : "the number " + fixed.number();
        Problem problem = of(
                ProblemType.NUMBER_FIXED,
                "%s has %s, which never changes: leave the field number out.".formatted(fixed.item(), has));
        return fixed.number() == null ? problem : problem.with("number", fixed.number());
    }

    public Problem with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new Problem(type, status, detail, more, headers);
    }

    public Problem withStatus(StatusCode other) {
        return new Problem(type, other, detail, members, headers);
    }

    public Problem withDetail(String other) {
        return new Problem(type, status, other, members, headers);
    }

    Problem withHeader(String name, String value) {
        return withHeader(RawHeader.create(name, value));
    }

    /** The connection ends with this answer, because what is left of the request on it is not worth reading. */
    Problem closing() {
        return withHeader(Connection.create("close"));
    }

    private Problem withHeader(HttpHeader header) {
        List<HttpHeader> more = new ArrayList<>(headers);
        more.add(header);
        return new Problem(type, status, detail, members, more);
    }

    public Problem retryAfterSeconds(int seconds) {
        return withHeader("Retry-After", Integer.toString(seconds));
    }

    public ProblemException exception() {
        return new ProblemException(this);
    }
}
