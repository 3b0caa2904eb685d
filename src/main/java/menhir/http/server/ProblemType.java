package menhir.http.server;

import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import java.util.Locale;

/** What can be wrong with a request. The names are in clients' code: they may be added to, never changed. */
public enum ProblemType {
    MALFORMED_REQUEST(StatusCodes.BAD_REQUEST, "The request is not well-formed HTTP"),
    MALFORMED_JSON(StatusCodes.BAD_REQUEST, "The body is not well-formed JSON"),
    MISSING_FIELD(StatusCodes.BAD_REQUEST, "A field is missing"),
    UNKNOWN_FIELD(StatusCodes.BAD_REQUEST, "A field is not known here"),
    INVALID_FIELD(StatusCodes.BAD_REQUEST, "A field has a value that is not allowed"),
    INVALID_PARAMETER(StatusCodes.BAD_REQUEST, "A part of the path or the query is not allowed"),
    INVALID_HEADER(StatusCodes.BAD_REQUEST, "A header has a value that is not allowed"),
    UNAUTHORIZED(StatusCodes.UNAUTHORIZED, "The administrator's token is missing or wrong"),
    ADMIN_OFF(StatusCodes.FORBIDDEN, "Administration over HTTP is off"),
    WRONG_ID(StatusCodes.FORBIDDEN, "The id is wrong"),
    UNKNOWN_PATH(StatusCodes.NOT_FOUND, "Nothing is at this path"),
    UNKNOWN_STORE(StatusCodes.NOT_FOUND, "There is no such store"),
    UNKNOWN_ITEM(StatusCodes.NOT_FOUND, "There is no such item"),
    UNKNOWN_ORDER(StatusCodes.NOT_FOUND, "There is no such order"),
    METHOD_NOT_ALLOWED(StatusCodes.METHOD_NOT_ALLOWED, "The path does not take this method"),
    NOT_ACCEPTABLE(StatusCodes.NOT_ACCEPTABLE, "The answer has none of the accepted media types"),
    BODY_TIMEOUT(StatusCodes.REQUEST_TIMEOUT, "The body did not arrive in time"),
    NOT_ENOUGH_STOCK(StatusCodes.CONFLICT, "There is not enough stock"),
    TOO_MUCH_STOCK(StatusCodes.CONFLICT, "The item cannot hold more stock"),
    ITEM_EXISTS(StatusCodes.CONFLICT, "The item is there already"),
    NUMBER_TAKEN(StatusCodes.CONFLICT, "The number is that of another item"),
    NUMBER_FIXED(StatusCodes.CONFLICT, "An item's number does not change"),
    CATALOG_FULL(StatusCodes.CONFLICT, "The catalog cannot hold more items"),
    NOTHING_TO_DRAW(StatusCodes.CONFLICT, "There is nothing to draw from"),
    OTHER_KIND_OF_STORE(StatusCodes.CONFLICT, "This kind of store does not have that"),
    BODY_TOO_LARGE(StatusCodes.get(413), "The body is too large"),
    PATH_TOO_LONG(StatusCodes.get(414), "The path is too long"),
    UNSUPPORTED_MEDIA_TYPE(StatusCodes.UNSUPPORTED_MEDIA_TYPE, "The body has a media type that is not taken here"),
    KEY_REUSED(StatusCodes.get(422), "The idempotency key belongs to another request"),
    HEADERS_TOO_LARGE(StatusCodes.get(431), "The headers are too large"),
    INTERNAL_ERROR(StatusCodes.INTERNAL_SERVER_ERROR, "The server has a fault"),
    NO_MAJORITY(StatusCodes.SERVICE_UNAVAILABLE, "No majority of the replicas is at hand"),
    OVERLOADED(StatusCodes.SERVICE_UNAVAILABLE, "Too much is waiting"),
    OUTCOME_UNKNOWN(StatusCodes.SERVICE_UNAVAILABLE, "The request may have been done or not"),
    TIMED_OUT(StatusCodes.SERVICE_UNAVAILABLE, "The answer took too long"),
    NOT_READY(StatusCodes.SERVICE_UNAVAILABLE, "The node cannot take orders now");

    @SuppressWarnings("ImmutableEnumChecker") // Akka's model is immutable, though it does not say so.
    private final StatusCode status;

    private final String title;
    private final String uri;

    ProblemType(StatusCode status, String title) {
        this.status = status;
        this.title = title;
        this.uri = "urn:menhir:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public StatusCode status() {
        return status;
    }

    String title() {
        return title;
    }

    /** The {@code type} of RFC 9457. */
    public String uri() {
        return uri;
    }
}
