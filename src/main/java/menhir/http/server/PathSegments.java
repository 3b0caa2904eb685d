package menhir.http.server;

import akka.http.scaladsl.model.Uri;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The decoded segments of a path: {@code /items/AC%2FDC} is "items" and "AC/DC". A trailing slash adds no segment; two slashes
 * in a row enclose an empty one.
 */
public final class PathSegments {
    private PathSegments() {}

    /** A name as a segment of a path. */
    public static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static List<String> of(Uri uri) {
        List<String> segments = new ArrayList<>(8);
        Uri.Path path = uri.path();
        boolean afterSlash = false;
        while (!path.isEmpty()) {
            if (!path.startsWithSlash()) {
                segments.add((String) path.head());
                afterSlash = false;
            } else {
                if (afterSlash) {
                    segments.add("");
                }
                afterSlash = true;
            }
            path = path.tail();
        }
        return segments;
    }
}
