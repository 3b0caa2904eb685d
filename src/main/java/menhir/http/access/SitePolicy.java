package menhir.http.access;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.RawHeader;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may use this server. A page of another site can send requests from the browser of somebody who reaches this
 * server, who need not notice: a form or a text is sent without asking the server first (Fetch standard, CORS). So a change that
 * a browser says is of another site is refused. A site can also give its own name the address of this server (DNS rebinding);
 * then the browser takes both for the same site, but the request names a host that this server is not.
 *
 * <p>Clients that are no browsers send none of these headers but Host.
 */
public final class SitePolicy {
    /** Configuration key of the names of this server. */
    public static final String HOSTS_KEY = "menhir.http.hosts";

    /** Configuration key of the sites whose pages may use this server. */
    public static final String ORIGINS_KEY = "menhir.http.origins";

    /** As a host: any name. */
    public static final String ANY = "*";

    /** Any name of this server, and no other sites. */
    public static final SitePolicy ANY_HOST = new SitePolicy(Set.of(ANY), Set.of());

    private static final Set<String> FOREIGN = Set.of("cross-site", "same-site");
    /** Some browsers take them for this machine, and do not protect it then. */
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "[::]");

    private static final List<HttpHeader> PREFLIGHT = List.of(
            RawHeader.create("Access-Control-Allow-Methods", "GET, HEAD, PUT, POST, DELETE"),
            RawHeader.create(
                    "Access-Control-Allow-Headers",
                    "Accept, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match"),
            RawHeader.create("Access-Control-Max-Age", "600"));
    private static final HttpHeader EXPOSED = RawHeader.create(
            "Access-Control-Expose-Headers", "Cache-Status, ETag, Idempotent-Replayed, Location, Retry-After");
    private static final HttpHeader VARY = RawHeader.create("Vary", "Origin");

    private final Set<String> hosts;
    private final Set<String> origins;

    /**
     * @param hosts names of this server, in lower case; addresses and localhost are always allowed
     * @param origins sites whose pages may use this server, such as {@code https://shop.example}
     */
    public SitePolicy(Set<String> hosts, Set<String> origins) {
        this.hosts = Set.copyOf(hosts);
        this.origins = origins.stream().map(SitePolicy::lowerCase).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Why a request is refused; null if it is not.
     *
     * @param changes whether the request may change something
     */
    public @Nullable Problem refusal(HttpRequest request, boolean changes) {
        String host = header(request, "host");
        if (host != null && !isOwn(host)) {
            return Problem.of(
                    ProblemType.UNKNOWN_HOST,
                    "The Host header must have an address or a name of this node; " + HOSTS_KEY + " lists its names.");
        }
        if (!changes) {
            return null;
        }
        String origin = header(request, "origin");
        String site = header(request, "sec-fetch-site");
        // A browser that says how both sites are related knows better: a proxy may have changed the host.
        boolean foreign = site == null ? origin != null && !isSame(origin, host) : FOREIGN.contains(lowerCase(site));
        return foreign && (origin == null || !isAllowed(origin))
                ? Problem.of(
                        ProblemType.FOREIGN_SITE,
                        "A page of another site must not change anything here; " + ORIGINS_KEY
                                + " lists the sites whose pages may.")
                : null;
    }

    /** What the response says to the browser about an allowed site; nothing about any other. */
    public List<HttpHeader> headers(HttpRequest request, boolean isPreflight) {
        if (origins.isEmpty()) {
            return List.of();
        }
        String origin = header(request, "origin");
        if (origin == null || !isAllowed(origin)) {
            return List.of(VARY);
        }
        Stream<HttpHeader> allow = Stream.of(RawHeader.create("Access-Control-Allow-Origin", origin), VARY, EXPOSED);
        return Stream.concat(allow, isPreflight ? PREFLIGHT.stream() : Stream.empty())
                .toList();
    }

    private boolean isAllowed(String origin) {
        return origins.contains(lowerCase(origin));
    }

    /** An origin is a scheme and an authority. Behind a proxy the scheme is not that of this server. */
    private static boolean isSame(String origin, @Nullable String host) {
        int scheme = origin.indexOf("://");
        return scheme > 0 && host != null && origin.substring(scheme + 3).equalsIgnoreCase(host);
    }

    private boolean isOwn(String authority) {
        String name = lowerCase(nameIn(authority));
        if (WILDCARDS.contains(name)) {
            return false;
        }
        return name.startsWith("[")
                || isAddress(name)
                || name.equals("localhost")
                || name.endsWith(".localhost")
                || hosts.contains(name)
                || hosts.contains(ANY);
    }

    private static String nameIn(String authority) {
        int port = authority.indexOf(':', authority.startsWith("[") ? authority.indexOf(']') : 0);
        return port < 0 ? authority : authority.substring(0, port);
    }

    /** No site has a name whose last label is a number. */
    private static boolean isAddress(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        return !last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static @Nullable String header(HttpRequest request, String name) {
        return request.getHeader(name).map(HttpHeader::value).orElse(null);
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
