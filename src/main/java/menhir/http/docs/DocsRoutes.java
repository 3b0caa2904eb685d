package menhir.http.docs;

import akka.http.javadsl.model.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemType;
import menhir.http.server.Method;
import menhir.http.server.RequestContext;
import menhir.http.server.Route;
import menhir.http.server.StaticFile;
import org.jspecify.annotations.Nullable;

/** The description of the API and its page. */
public final class DocsRoutes {
    private static final String DESCRIPTION = "/menhir/http/openapi.yaml";

    /** Makes a file once, when it is asked for: few nodes are ever asked, and none should start later for it. */
    private static final class Lazy {
        private final Supplier<StaticFile> maker;
        private @Nullable StaticFile made;

        Lazy(Supplier<StaticFile> maker) {
            this.maker = maker;
        }

        synchronized StaticFile get() {
            if (made == null) {
                made = maker.get();
            }
            return made;
        }
    }

    private final StaticFile yaml = StaticFile.inJar(DESCRIPTION);
    private final Map<String, StaticFile> files = Map.of(
            "docs.css", StaticFile.inJar("/menhir/docs/docs.css"),
            "docs.js", StaticFile.inJar("/menhir/docs/docs.js"));
    private final Lazy json =
            new Lazy(() -> StaticFile.of("openapi.json", description().json()));
    private final Lazy page = new Lazy(
            () -> StaticFile.of("docs.html", new DocsPage(description()).html().getBytes(StandardCharsets.UTF_8)));

    private static ApiDescription description() {
        return ApiDescription.parse(StaticFile.bytesInJar(DESCRIPTION));
    }

    public List<Route> routes() {
        return List.of(
                Route.plain(Method.GET, "/openapi.yaml", request -> answer(request, yaml))
                        .forEveryone(),
                Route.plain(Method.GET, "/openapi.json", request -> answer(request, json.get()))
                        .forEveryone(),
                Route.plain(Method.GET, "/docs", request -> answer(request, page.get()))
                        .forEveryone(),
                Route.plain(Method.GET, "/docs/{file}", this::file).forEveryone());
    }

    private CompletionStage<HttpResponse> file(RequestContext request) {
        StaticFile file = files.get(request.parameter(0));
        if (file == null) {
            throw Problem.of(ProblemType.UNKNOWN_PATH, "The page has no such file: start at /docs.")
                    .exception();
        }
        return answer(request, file);
    }

    private static CompletionStage<HttpResponse> answer(RequestContext request, StaticFile file) {
        return CompletableFuture.completedFuture(file.response(request));
    }
}
