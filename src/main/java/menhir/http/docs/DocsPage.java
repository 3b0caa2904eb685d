package menhir.http.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import menhir.http.docs.ApiDescription.Operation;
import org.jspecify.annotations.Nullable;

/** The description as a page: each operation with its parameters, an example, what it may answer, and the command to try it. */
final class DocsPage {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>Menhir API</title>
              <link rel="icon" href="/console/favicon.svg" type="image/svg+xml">
              <link rel="stylesheet" href="/console/style.css">
              <link rel="stylesheet" href="/docs/docs.css">
              <script type="module" src="/docs/docs.js"></script>
            </head>
            <body>
              <header class="top">
                <a class="skip" href="#operations">Skip to the requests</a>
                <img class="mark" src="/console/favicon.svg" alt="" width="26" height="26">
                <h1>Menhir API</h1>
                <a class="push" href="/console">Console</a> <a href="/openapi.yaml">openapi.yaml</a> <a href="/openapi.json">openapi.json</a>
              </header>
              <main>
            """;

    private static final String SEARCH = """
            <form id="search" class="inline" hidden>
              <label class="hidden" for="words">Only requests with these words</label>
              <input id="words" type="search" maxlength="100" placeholder="Only requests with ..." autocomplete="off">
            </form>
            <p id="found" class="note" role="status"></p>
            """;

    private final ApiDescription description;
    private final Html html = new Html();

    DocsPage(ApiDescription description) {
        this.description = description;
    }

    String html() {
        html.markup(HEAD).markup("<p>").text(plain(description.info())).markup("</p>");
        html.markup(
                        "<p class=\"note\">The commands use <code>HTTP=<span id=\"origin\">http://127.0.0.1:8080</span></code>, and in ")
                .markup("<code>KEY</code> a key that may administer.</p>")
                .markup(SEARCH);
        Map<JsonNode, List<Operation>> groups = description.groups();
        contents(groups);
        html.markup("<div id=\"operations\" tabindex=\"-1\">");
        groups.forEach(this::group);
        return html.markup("</div></main></body></html>\n").toString();
    }

    private void contents(Map<JsonNode, List<Operation>> groups) {
        html.markup("<nav class=\"tabs\" aria-label=\"Groups of requests\">");
        groups.keySet().forEach(tag -> html.markup("<a href=\"#")
                .text(anchor(tag))
                .markup("\">")
                .text(tag.path("name").asText())
                .markup("</a>"));
        html.markup("</nav>");
    }

    private static String anchor(JsonNode tag) {
        return "group-" + tag.path("name").asText().replace(' ', '-');
    }

    private static String plain(JsonNode described) {
        return described.path("description").asText().strip();
    }

    private void group(JsonNode tag, List<Operation> operations) {
        html.markup("<section aria-labelledby=\"")
                .text(anchor(tag))
                .markup("\"><h2 id=\"")
                .text(anchor(tag))
                .markup("\">")
                .text(tag.path("name").asText())
                .markup("</h2>");
        if (tag.has("description")) {
            html.element("p", plain(tag));
        }
        operations.forEach(this::operation);
        html.markup("</section>");
    }

    private void operation(Operation operation) {
        JsonNode node = operation.node();
        html.markup("<article class=\"card\" id=\"")
                .text(operation.id())
                .markup("\"><h3><span class=\"method\">")
                .text(operation.method().toUpperCase(Locale.ROOT))
                .markup("</span> <code>")
                .text(operation.path())
                .markup("</code></h3>")
                .element("p", node.path("summary").asText());
        if (node.has("description")) {
            html.markup("<p class=\"note\">").text(plain(node)).markup("</p>");
        }
        parameters(operation);
        body(operation.bodies());
        html.element("h4", "Try")
                .markup("<pre tabindex=\"0\"><code class=\"curl\">")
                .text(CurlLine.of(operation))
                .markup("</code></pre>");
        responses(node.path("responses"));
        html.markup("</article>");
    }

    private void parameters(Operation operation) {
        if (operation.parameters().isEmpty()) {
            return;
        }
        head("Parameters", "In");
        for (JsonNode parameter : operation.parameters()) {
            row(
                    parameter.path("name").asText(),
                    SchemaRows.typeOf(description, parameter.path("schema")),
                    parameter.path("in").asText(),
                    parameter.path("required").asBoolean(),
                    plain(parameter));
        }
        html.markup("</tbody></table></div>");
    }

    private void body(JsonNode bodies) {
        for (Map.Entry<String, JsonNode> media : bodies.properties()) {
            head("Fields of the body", null);
            SchemaRows.of(description, media.getValue().path("schema")).forEach(this::row);
            html.markup("</tbody></table></div>");
        }
    }

    private void responses(JsonNode responses) {
        html.element("h4", "Answers").markup("<dl>");
        for (Map.Entry<String, JsonNode> response : responses.properties()) {
            html.markup("<div>")
                    .element("dt", response.getKey())
                    .element("dd", plain(description.resolved(response.getValue())))
                    .markup("</div>");
        }
        html.markup("</dl>");
        for (Map.Entry<String, JsonNode> response : responses.properties()) {
            if (response.getKey().startsWith("2")) {
                description
                        .resolved(response.getValue())
                        .path("content")
                        .properties()
                        .forEach(this::answer);
            }
        }
    }

    private void answer(Map.Entry<String, JsonNode> media) {
        if (media.getValue().has("example")) {
            html.markup("<pre tabindex=\"0\"><code>")
                    .text(ApiDescription.indented(media.getValue().path("example")))
                    .markup("</code></pre>");
        }
        List<SchemaRows.Row> rows = SchemaRows.of(description, media.getValue().path("schema"));
        if (!rows.isEmpty()) {
            html.markup("<details><summary>Fields of the answer</summary>");
            head("Fields of the answer", null);
            rows.forEach(this::row);
            html.markup("</tbody></table></div></details>");
        }
    }

    private void head(String caption, @Nullable String more) {
        html.markup("<div class=\"scroll\" tabindex=\"0\"><table>")
                .element("caption", caption)
                .markup("<thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Type</th>");
        if (more != null) {
            html.markup("<th scope=\"col\">").text(more).markup("</th>");
        }
        html.markup("<th scope=\"col\">Meaning</th></tr></thead><tbody>");
    }

    private void row(SchemaRows.Row row) {
        row(row.name(), row.type(), null, row.required(), row.description());
    }

    private void row(String name, String type, @Nullable String more, boolean required, String meaning) {
        html.markup("<tr><th scope=\"row\"><code>").text(name).markup("</code>");
        html.markup(required ? " <span class=\"quiet\">required</span></th><td>" : "</th><td>");
        html.text(type).markup("</td>");
        if (more != null) {
            html.element("td", more);
        }
        html.element("td", meaning).markup("</tr>");
    }
}
