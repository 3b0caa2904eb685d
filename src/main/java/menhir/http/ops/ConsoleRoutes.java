package menhir.http.ops;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.ResponseEntity;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import menhir.http.access.Sha256;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemType;
import menhir.http.server.Method;
import menhir.http.server.RequestContext;
import menhir.http.server.ResponseHeaders;
import menhir.http.server.Route;

/**
 * The web console: a page, its scripts and its style sheet from the jar. The files are read once at start, so that no request
 * reaches the file system and no path can lead outside.
 *
 * <p>The page shows names that clients have chosen. The headers tell the browser to run only the scripts from here, to connect to
 * this node only, and to reject text as markup.
 */
public final class ConsoleRoutes {
    private static final String PAGE = "index.html";
    private static final Map<String, ContentType> TYPES = Map.of(
            "html", ContentTypes.parse("text/html; charset=utf-8"),
            "css", ContentTypes.parse("text/css; charset=utf-8"),
            "js", ContentTypes.parse("text/javascript; charset=utf-8"),
            "svg", ContentTypes.parse("image/svg+xml"));

    private static final List<HttpHeader> HEADERS = List.of(
            // A page of one version must not use cached scripts of another.
            ResponseHeaders.REVALIDATE,
            RawHeader.create(
                    "Content-Security-Policy",
                    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; "
                            + "require-trusted-types-for 'script'; trusted-types 'none'"),
            RawHeader.create("X-Content-Type-Options", "nosniff"),
            RawHeader.create("Referrer-Policy", "no-referrer"),
            RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"),
            RawHeader.create("Cross-Origin-Resource-Policy", "same-origin"));

    private record File(ResponseEntity entity, String tag, List<HttpHeader> headers) {}

    private final Map<String, File> files = Stream.of(
                    PAGE,
                    "style.css",
                    "cluster.css",
                    "favicon.svg",
                    "admin.js",
                    "api.js",
                    "app.js",
                    "charts.js",
                    "digest.js",
                    "dom.js",
                    "events.js",
                    "feed.js",
                    "holds.js",
                    "items.js",
                    "live.js",
                    "matrix.js",
                    "money.js",
                    "nodes.js",
                    "order.js",
                    "orders.js",
                    "scoreboard.js",
                    "session.js",
                    "stats.js",
                    "store.js",
                    "timeline.js",
                    "verdict.js")
            .collect(Collectors.toUnmodifiableMap(name -> name, ConsoleRoutes::read));

    public List<Route> routes() {
        return List.of(
                Route.plain(Method.GET, "/console", request -> file(request, PAGE))
                        .forEveryone(),
                Route.plain(Method.GET, "/console/{file}", request -> file(request, request.parameter(0)))
                        .forEveryone());
    }

    private CompletionStage<HttpResponse> file(RequestContext request, String name) {
        File file = files.get(name);
        if (file == null) {
            throw Problem.of(ProblemType.UNKNOWN_PATH, "The console has no such file: start at /console.")
                    .exception();
        }
        HttpResponse response = HttpResponse.create().withHeaders(file.headers());
        return CompletableFuture.completedFuture(
                request.hasTag(file.tag())
                        ? response.withStatus(StatusCodes.NOT_MODIFIED).withEntity(HttpEntities.EMPTY)
                        : response.withEntity(file.entity()));
    }

    private static File read(String name) {
        ContentType type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException("no media type for " + name);
        }
        byte[] bytes = Resources.read("/menhir/console/" + name);
        String tag = "\"" + HexFormat.of().formatHex(Sha256.hash(bytes), 0, 12) + "\"";
        List<HttpHeader> headers = new ArrayList<>(HEADERS);
        headers.add(ResponseHeaders.etag(tag));
        return new File(HttpEntities.create(type, ByteString.fromArrayUnsafe(bytes)), tag, List.copyOf(headers));
    }
}
