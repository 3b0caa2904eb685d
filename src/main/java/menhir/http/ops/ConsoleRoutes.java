package menhir.http.ops;

import akka.http.javadsl.model.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemType;
import menhir.http.server.Method;
import menhir.http.server.RequestContext;
import menhir.http.server.Route;
import menhir.http.server.StaticFile;

/**
 * The web console: a page, its scripts and its style sheet from the jar, read once at start. The page shows names that clients have
 * chosen: the headers of {@link StaticFile} have the browser never take them for markup.
 */
public final class ConsoleRoutes {
    private static final String PAGE = "index.html";
    private final Map<String, StaticFile> files = Stream.of(
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
            .collect(Collectors.toUnmodifiableMap(name -> name, name -> StaticFile.inJar("/menhir/console/" + name)));

    public List<Route> routes() {
        return List.of(
                Route.plain(Method.GET, "/console", request -> file(request, PAGE))
                        .forEveryone(),
                Route.plain(Method.GET, "/console/{file}", request -> file(request, request.parameter(0)))
                        .forEveryone());
    }

    private CompletionStage<HttpResponse> file(RequestContext request, String name) {
        StaticFile file = files.get(name);
        if (file == null) {
            throw Problem.of(ProblemType.UNKNOWN_PATH, "The console has no such file: start at /console.")
                    .exception();
        }
        return CompletableFuture.completedFuture(file.response(request));
    }
}
