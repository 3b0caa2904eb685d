package menhir.http.server;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Headers that several routes send. */
public final class ResponseHeaders {
    /** This node's cache had the value (RFC 9211). */
    public static final HttpHeader CACHE_HIT = RawHeader.create("Cache-Status", "menhir; hit");

    /** This node's cache did not have the value (RFC 9211). */
    public static final HttpHeader CACHE_MISS = RawHeader.create("Cache-Status", "menhir; fwd=uri-miss");

    /** The idempotency key was used before, and the response repeats the first outcome. */
    public static final HttpHeader REPLAYED = RawHeader.create("Idempotent-Replayed", "true");

    /** A cache may keep the response, but must revalidate it before each use: a quantity may have changed. */
    public static final HttpHeader REVALIDATE = RawHeader.create("Cache-Control", "no-cache");

    /** A cache may keep the response for a year without asking: an order never changes. */
    public static final HttpHeader IMMUTABLE = RawHeader.create("Cache-Control", "public, max-age=31536000, immutable");

    private ResponseHeaders() {}

    /** The {@code Cache-Status} header. */
    public static HttpHeader cacheStatus(boolean hit) {
        return hit ? CACHE_HIT : CACHE_MISS;
    }

    /** An {@code ETag} header; {@code tag} is quoted already. */
    public static HttpHeader etag(String tag) {
        return RawHeader.create("ETag", tag);
    }

    /** The entity tag of a version: a strong validator, quoted. */
    public static String tag(long version) {
        return "\"" + version + "\"";
    }

    /** A {@code Location} header. */
    public static HttpHeader location(String path) {
        return RawHeader.create("Location", path);
    }

    /**
     * The headers of a change's response.
     *
     * @param version of what was changed
     * @param location its path if it is new, else null
     * @param replayed whether an earlier request with the same key made the change
     */
    public static List<HttpHeader> ofChange(long version, @Nullable String location, boolean replayed) {
        List<HttpHeader> headers = new ArrayList<>(3);
        headers.add(etag(tag(version)));
        if (location != null) {
            headers.add(location(location));
        }
        if (replayed) {
            headers.add(REPLAYED);
        }
        return headers;
    }
}
