package menhir.http.problem;

import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import java.util.Locale;

/** The types of problems. Clients depend on the names: add new ones, but never change one. */
public enum ProblemType {
    MALFORMED_REQUEST(StatusCodes.BAD_REQUEST, "The request is not well-formed HTTP"),
    MALFORMED_JSON(StatusCodes.BAD_REQUEST, "The body is not a well-formed JSON object"),
    MISSING_FIELD(StatusCodes.BAD_REQUEST, "A field is missing"),
    UNKNOWN_FIELD(StatusCodes.BAD_REQUEST, "A field is unknown"),
    INVALID_FIELD(StatusCodes.BAD_REQUEST, "A field has an invalid value"),
    INVALID_PARAMETER(StatusCodes.BAD_REQUEST, "A parameter of the path or the query is invalid"),
    INVALID_HEADER(StatusCodes.BAD_REQUEST, "A header has an invalid value"),
    FUTURE_POSITION(StatusCodes.BAD_REQUEST, "The position is after the newest event"),
    UNAUTHORIZED(StatusCodes.UNAUTHORIZED, "The key is missing or unknown"),
    ADMIN_DISABLED(StatusCodes.FORBIDDEN, "Administrative requests are disabled"),
    WRONG_AUTH_ID(StatusCodes.FORBIDDEN, "The authentication id is wrong"),
    NOT_ALLOWED(StatusCodes.FORBIDDEN, "The key does not allow the request"),
    FOREIGN_SITE(StatusCodes.FORBIDDEN, "The request comes from a page of another site"),
    UNKNOWN_PATH(StatusCodes.NOT_FOUND, "The path does not exist"),
    UNKNOWN_STORE(StatusCodes.NOT_FOUND, "The store does not exist"),
    UNKNOWN_ITEM(StatusCodes.NOT_FOUND, "The item does not exist"),
    UNKNOWN_ORDER(StatusCodes.NOT_FOUND, "The order does not exist"),
    UNKNOWN_HOLD(StatusCodes.NOT_FOUND, "The hold does not exist"),
    METHOD_NOT_ALLOWED(StatusCodes.METHOD_NOT_ALLOWED, "The path does not support the method"),
    NOT_ACCEPTABLE(StatusCodes.NOT_ACCEPTABLE, "The response has none of the accepted media types"),
    HEAD_TIMEOUT(StatusCodes.REQUEST_TIMEOUT, "The head of the request did not arrive in time"),
    BODY_TIMEOUT(StatusCodes.REQUEST_TIMEOUT, "The body did not arrive in time"),
    NOT_ENOUGH_STOCK(StatusCodes.CONFLICT, "There is not enough stock"),
    TOO_MUCH_STOCK(StatusCodes.CONFLICT, "The stock would exceed its limit"),
    ITEM_EXISTS(StatusCodes.CONFLICT, "The item exists already"),
    NUMBER_TAKEN(StatusCodes.CONFLICT, "Another item has the number"),
    NUMBER_IMMUTABLE(StatusCodes.CONFLICT, "An item's number cannot be changed"),
    CATALOG_FULL(StatusCodes.CONFLICT, "The catalog is full"),
    ITEM_HELD(StatusCodes.CONFLICT, "Holds have some of the item"),
    NOT_ON_SALE(StatusCodes.CONFLICT, "The item is not on sale now"),
    CUSTOMER_MISSING(StatusCodes.CONFLICT, "The item is sold to known customers only"),
    LIMIT_REACHED(StatusCodes.CONFLICT, "The customer has as many as allowed"),
    HOLD_ENDED(StatusCodes.CONFLICT, "The hold has ended"),
    HOLD_TOO_LONG(StatusCodes.CONFLICT, "The hold would last too long"),
    ORDER_CANCELLED(StatusCodes.CONFLICT, "The order is cancelled already"),
    NOT_CANCELLABLE(StatusCodes.CONFLICT, "The order cannot be cancelled"),
    NOT_IN_ORDER(StatusCodes.CONFLICT, "The order does not have that much of the item"),
    LIMIT_OF_STORE(StatusCodes.CONFLICT, "The store has reached a limit"),
    NO_RAFFLE_ENTRIES(StatusCodes.CONFLICT, "The raffle has no entries"),
    WRONG_STORE_KIND(StatusCodes.CONFLICT, "A store of this kind does not support the request"),
    VIEW_CHANGED(StatusCodes.CONFLICT, "The membership view has changed"),
    ITEM_RETIRED(StatusCodes.GONE, "The item is sold no more"),
    PRECONDITION_FAILED(StatusCodes.PRECONDITION_FAILED, "There is another version"),
    BODY_TOO_LARGE(StatusCodes.get(413), "The body is too large"),
    PATH_TOO_LONG(StatusCodes.get(414), "The path is too long"),
    UNSUPPORTED_MEDIA_TYPE(StatusCodes.UNSUPPORTED_MEDIA_TYPE, "The media type of the body is not supported"),
    UNKNOWN_HOST(StatusCodes.get(421), "The request names a host that this node is not"),
    KEY_REUSED(StatusCodes.get(422), "The idempotency key was used for another request"),
    TOO_MANY_REQUESTS(StatusCodes.get(429), "The key allows fewer requests"),
    HEADERS_TOO_LARGE(StatusCodes.get(431), "The headers are too large"),
    INTERNAL_ERROR(StatusCodes.INTERNAL_SERVER_ERROR, "The server has a fault"),
    NO_MAJORITY(StatusCodes.SERVICE_UNAVAILABLE, "Not enough replicas are available"),
    OVERLOADED(StatusCodes.SERVICE_UNAVAILABLE, "The server is overloaded"),
    OUTCOME_UNKNOWN(StatusCodes.SERVICE_UNAVAILABLE, "The outcome of the request is unknown"),
    TIMED_OUT(StatusCodes.SERVICE_UNAVAILABLE, "The request timed out"),
    NOT_READY(StatusCodes.SERVICE_UNAVAILABLE, "The node is not ready");

    /** Precedes each type's name. */
    public static final String URI_PREFIX = "urn:menhir:problem:";

    @SuppressWarnings("ImmutableEnumChecker") // Akka's model is immutable, though it does not say so.
    private final StatusCode status;

    private final String title;
    private final String uri;

    ProblemType(StatusCode status, String title) {
        this.status = status;
        this.title = title;
        this.uri = URI_PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public StatusCode status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The {@code type} of RFC 9457. */
    public String uri() {
        return uri;
    }
}
