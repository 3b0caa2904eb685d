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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import menhir.http.api.JsonViews;
import menhir.http.server.Method;
import menhir.http.server.Problem;
import menhir.http.server.ProblemType;
import menhir.http.server.RequestContext;
import menhir.http.server.Route;

/**
 * The console: a page, its scripts and its style, as they are in the jar. They are read once, so that no request reaches
 * the file system and no path can lead elsewhere.
 *
 * <p>The page shows names that anybody may have chosen, so the browser is told to run nothing but the scripts that come
 * from here, to talk to this node only, and to refuse text as markup.
 */
public final class ConsoleRoutes {
    private static final String PAGE = "index.html";
    private static final Map<String, ContentType> TYPES = Map.of(
            "html", ContentTypes.parse("text/html; charset=utf-8"),
            "css", ContentTypes.parse("text/css; charset=utf-8"),
            "js", ContentTypes.parse("text/javascript; charset=utf-8"),
            "svg", ContentTypes.parse("image/svg+xml"));

    private static final List<HttpHeader> HEADERS = List.of(
            // Asked about each time: a page of one version must not get the scripts of another.
            JsonViews.REVALIDATE,
            RawHeader.create(
                    "Content-Security-Policy",
                    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; "
                            + "require-trusted-types-for 'script'; trusted-types 'none'"),
            RawHeader.create("X-Content-Type-Options", "nosniff"),
            RawHeader.create("Referrer-Policy", "no-referrer"),
            RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"),
            RawHeader.create("Cross-Origin-Resource-Policy", "same-origin"));

    private record File(ResponseEntity entity, String etag, List<HttpHeader> headers) {}

    private final Map<String, File> files = Stream.of(
                    PAGE,
                    "style.css",
                    "favicon.svg",
                    "api.js",
                    "app.js",
                    "cluster.js",
                    "digest.js",
                    "dom.js",
                    "events.js",
                    "feed.js",
                    "items.js",
                    "money.js",
                    "order.js")
            .collect(Collectors.toUnmodifiableMap(name -> name, ConsoleRoutes::read));

    public List<Route> routes() {
        return List.of(
                Route.plain(Method.GET, "/console", call -> answer(call, PAGE)),
                Route.plain(Method.GET, "/console/{file}", call -> answer(call, call.parameter(0))));
    }

    private CompletionStage<HttpResponse> answer(RequestContext call, String name) {
        File file = files.get(name);
        if (file == null) {
            throw Problem.of(ProblemType.UNKNOWN_PATH, "The console has no such file: begin at /console.")
                    .exception();
        }
        HttpResponse response = HttpResponse.create().withHeaders(file.headers());
        return CompletableFuture.completedFuture(
                JsonViews.isUnchanged(call.header("if-none-match"), file.etag())
                        ? response.withStatus(StatusCodes.NOT_MODIFIED).withEntity(HttpEntities.EMPTY)
                        : response.withEntity(file.entity()));
    }

    private static File read(String name) {
        String path = "/menhir/console/" + name;
        ContentType type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        try (InputStream in = ConsoleRoutes.class.getResourceAsStream(path)) {
            if (in == null || type == null) {
                throw new IllegalStateException("the jar lacks " + path + ", or its type is not known");
            }
            byte[] bytes = in.readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            String etag = "\"" + HexFormat.of().formatHex(hash, 0, 12) + "\"";
            List<HttpHeader> headers = new ArrayList<>(HEADERS);
            headers.add(RawHeader.create("ETag", etag));
            return new File(HttpEntities.create(type, ByteString.fromArrayUnsafe(bytes)), etag, List.copyOf(headers));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path + " of the jar", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
