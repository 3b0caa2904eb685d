package menhir.http.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import menhir.http.docs.ApiDescription.Operation;
import menhir.http.server.PathSegments;

/** The command that sends an operation's example: {@code curl "$HTTP/v1/stores"}. */
final class CurlLine {
    private static final String FORM = "application/x-www-form-urlencoded";

    private CurlLine() {}

    static String of(Operation operation) {
        List<String> words = new ArrayList<>(List.of("curl"));
        boolean hasBody = !operation.bodies().isEmpty();
        if (!operation.method().equals(hasBody ? "post" : "get")) {
            words.add("-X " + operation.method().toUpperCase(Locale.ROOT));
        }
        words.add("\"$HTTP" + uri(operation) + "\"");
        if (ApiDescription.text(operation.node().path("security")).contains("admin")) {
            words.add("-H \"Authorization: Bearer $KEY\"");
        }
        if (hasBody) {
            Map.Entry<String, JsonNode> media =
                    operation.bodies().properties().iterator().next();
            words.add(body(media.getKey(), media.getValue().path("example")));
        }
        if (operation.node().path("responses").path("200").path("content").has("text/event-stream")) {
            words.add(1, "-N");
        }
        return String.join(" ", words);
    }

    private static String body(String type, JsonNode example) {
        if (type.equals(FORM)) {
            List<String> fields = new ArrayList<>();
            example.properties()
                    .forEach(field -> fields.add(
                            "-d " + field.getKey() + "=" + field.getValue().asText()));
            return String.join(" ", fields);
        }
        String json = ApiDescription.text(example).replace("'", "'\\''");
        return (type.equals("*/*") ? "" : "-H 'Content-Type: " + type + "' ") + "-d '" + json + "'";
    }

    private static String uri(Operation operation) {
        String path = operation.path();
        List<String> query = new ArrayList<>();
        for (JsonNode parameter : operation.parameters()) {
            String name = parameter.path("name").asText();
            String example = parameter.path("example").asText();
            if (parameter.path("in").asText().equals("path")) {
                path = path.replace("{" + name + "}", PathSegments.encoded(example));
            } else if (parameter.path("in").asText().equals("query") && parameter.has("example")) {
                query.add(name + "=" + URLEncoder.encode(example, StandardCharsets.UTF_8));
            }
        }
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }
}
