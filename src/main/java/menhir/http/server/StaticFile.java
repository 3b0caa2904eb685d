package menhir.http.server;

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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import menhir.http.access.Sha256;

/**
 * A page, or what belongs to one: a script, a style sheet, a picture. It is in memory, so that no request reaches the file system and no
 * path can lead outside.
 *
 * <p>The headers tell the browser to run only the scripts from here, to connect to this node only, and to reject text as markup.
 */
public final class StaticFile {
    private static final Map<String, ContentType> TYPES = Map.of(
            "html", ContentTypes.parse("text/html; charset=utf-8"),
            "css", ContentTypes.parse("text/css; charset=utf-8"),
            "js", ContentTypes.parse("text/javascript; charset=utf-8"),
            "json", ContentTypes.APPLICATION_JSON,
            "svg", ContentTypes.parse("image/svg+xml"),
            "yaml", ContentTypes.parse("application/yaml"));

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

    private final ResponseEntity entity;
    private final String tag;
    private final List<HttpHeader> headers;

    private StaticFile(ContentType type, byte[] bytes) {
        entity = HttpEntities.create(type, ByteString.fromArrayUnsafe(bytes));
        tag = "\"" + HexFormat.of().formatHex(Sha256.hash(bytes), 0, 12) + "\"";
        List<HttpHeader> all = new ArrayList<>(HEADERS);
        all.add(ResponseHeaders.etag(tag));
        headers = List.copyOf(all);
    }

    /**
     * A file with these bytes.
     *
     * @param name whose ending says what the bytes are: html, css, js, json, svg or yaml
     */
    public static StaticFile of(String name, byte[] bytes) {
        ContentType type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException("no media type for " + name);
        }
        return new StaticFile(type, bytes);
    }

    /**
     * A file of the jar.
     *
     * @param path absolute: /menhir/...
     */
    public static StaticFile inJar(String path) {
        return of(path, bytesInJar(path));
    }

    /**
     * The bytes of a file of the jar.
     *
     * @param path absolute: /menhir/...
     */
    public static byte[] bytesInJar(String path) {
        try (InputStream in = StaticFile.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no file " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path + " in the jar", e);
        }
    }

    /** The file, or 304 if the client has it. */
    public HttpResponse response(RequestContext request) {
        HttpResponse response = HttpResponse.create().withHeaders(headers);
        return request.hasTag(tag)
                ? response.withStatus(StatusCodes.NOT_MODIFIED).withEntity(HttpEntities.EMPTY)
                : response.withEntity(entity);
    }
}
