package menhir.http.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import menhir.http.TestServer;
import menhir.http.TestServer.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The page of the API. {@code menhir.console} looks at it in a browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocsRoutesTest {
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"#]+)\"");

    @SuppressWarnings("NullAway.Init")
    private TestServer server;

    @BeforeAll
    void start() throws Exception {
        server = TestServer.start();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void shouldServeThePageWithTheConsolesSecurityPolicy() throws Exception {
        Reply page = server.get("/docs");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualToIgnoringCase("text/html; charset=utf-8");
        assertThat(page.header("Content-Security-Policy"))
                .isEqualTo(server.get("/console").header("Content-Security-Policy"))
                .startsWith("default-src 'self';");
        assertThat(page.text()).doesNotContain("style=", "onclick", "https:");
        assertThat(page.text().replaceAll("<script type=\"module\" src=\"/docs/docs.js\"></script>", ""))
                .doesNotContain("<script");
        assertThat(server.get("/docs", "If-None-Match", page.header("ETag")).status())
                .isEqualTo(304);
    }

    @Test
    void shouldLoadOnlyFilesThatThisNodeHas() throws Exception {
        Matcher references = REFERENCE.matcher(server.get("/docs").text());
        Set<String> paths = new HashSet<>();
        while (references.find()) {
            paths.add(references.group(1));
        }
        assertThat(paths).contains("/docs/docs.css", "/docs/docs.js", "/console/style.css", "/openapi.json");
        for (String path : paths) {
            assertThat(server.get(path).status()).as(path).isEqualTo(200);
        }
        assertThat(server.get("/docs/none.css").problem()).isEqualTo("unknown-path");
        assertThat(server.get("/docs/..%2Fopenapi.yaml").problem()).isEqualTo("unknown-path");
    }

    @Test
    void shouldShowEachOperationOnceWithACommand() throws Exception {
        JsonNode description = server.get("/openapi.json").json();
        String page = server.get("/docs").text();
        int operations = 0;
        for (JsonNode path : description.path("paths")) {
            for (JsonNode operation : path) {
                if (operation.has("operationId")) {
                    operations++;
                    String id = operation.path("operationId").asText();
                    assertThat(page).containsOnlyOnce("id=\"" + id + "\"");
                    assertThat(page).contains(escaped(operation.path("summary").asText()));
                }
            }
        }
        assertThat(page.split("class=\"curl\"", -1)).hasSize(operations + 1);
        assertThat(page)
                .contains("curl &quot;$HTTP/v1/stores/stocks/items/GameStart&quot;")
                .contains(
                        "curl -X DELETE &quot;$HTTP/v1/stores/stocks/items/GameStart&quot; -H &quot;Authorization: Bearer $KEY&quot;")
                .contains("curl -N &quot;$HTTP/v1/stores/stocks/events&quot;")
                .contains("curl &quot;$HTTP/toys&quot; -d name=Whale -d quantity=1")
                .contains("curl &quot;$HTTP/getScore/Stone%20Curling&quot;")
                .contains("<code>lines[].quantity</code>");
        assertThat(page).doesNotContain("{item}&quot;", "MissingNode", ">null<");
    }

    private static String escaped(String text) {
        return new Html().text(text).toString();
    }

    @Test
    void shouldEscapeAllThatIsNoMarkup() {
        assertThat(new Html().element("p", "<b> & \"c\"").toString()).isEqualTo("<p>&lt;b&gt; &amp; &quot;c&quot;</p>");
    }

    @Test
    void shouldSayTheSameInBothForms() throws Exception {
        Reply json = server.get("/openapi.json");
        assertThat(json.header("Content-Type")).isEqualTo("application/json");
        assertThat(new ObjectMapper().readTree(json.text()))
                .isEqualTo(new ObjectMapper(new YAMLFactory())
                        .readTree(server.get("/openapi.yaml").text()));
    }
}
