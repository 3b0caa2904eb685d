package menhir.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import menhir.http.TestServer;
import menhir.http.server.WholeNumbers;
import menhir.store.Limits;
import menhir.store.Names;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How the files of the console are served. {@code menhir.console} tests what they do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleRoutesTest {
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href|from)[= ]['\"]([^'\"#]+)['\"]");

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
    void shouldServeThePageWithAStrictContentSecurityPolicy() throws Exception {
        TestServer.Reply page = server.get("/console", "Accept", "text/html,application/xhtml+xml;q=0.9");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualToIgnoringCase("text/html; charset=utf-8");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Content-Security-Policy"))
                .startsWith("default-src 'self';")
                .doesNotContain("unsafe");
        assertThat(page.text()).doesNotContain("style=", "onclick", "http:", "https:");
        assertThat(page.text().replaceAll("<script type=\"module\" src=\"[^\"]+\"></script>", ""))
                .doesNotContain("<script");
    }

    @Test
    void shouldServeEveryFileThatThePageReferences() throws Exception {
        int found = 0;
        Set<String> seen = new HashSet<>();
        Deque<String> unread = new ArrayDeque<>(List.of("/console"));
        while (!unread.isEmpty()) {
            Matcher references = REFERENCE.matcher(server.get(unread.remove()).text());
            while (references.find()) {
                String path = references.group(1).replaceFirst("^\\./", "/console/");
                assertThat(server.get(path).status()).as(path).isEqualTo(200);
                found++;
                if (seen.add(path) && path.endsWith(".js")) {
                    unread.add(path);
                }
            }
        }
        assertThat(found).isGreaterThan(40);
        assertThat(server.get("/console/app.js").header("Content-Type")).startsWithIgnoringCase("text/javascript");
        assertThat(server.get("/console/style.css").header("Content-Type")).startsWithIgnoringCase("text/css");
        assertThat(server.get("/console/favicon.svg").header("Content-Type")).isEqualTo("image/svg+xml");
    }

    @Test
    void shouldNotResendUnchangedFiles() throws Exception {
        TestServer.Reply first = server.get("/console/app.js");
        assertThat(first.header("Cache-Control")).isEqualTo("no-cache");

        TestServer.Reply again = server.get("/console/app.js", "If-None-Match", first.header("ETag"));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(again.header("Content-Security-Policy")).isEqualTo(first.header("Content-Security-Policy"));
    }

    @Test
    void shouldServeOnlyTheFilesOfTheConsole() throws Exception {
        for (String file : new String[] {"none.js", "..%2Fhttp%2Fopenapi.yaml", "..%2f..%2flogback.xml", "App.js"}) {
            TestServer.Reply reply = server.get("/console/" + file);
            assertThat(reply.status()).as(file).isEqualTo(404);
            assertThat(reply.problem()).as(file).isEqualTo("unknown-path");
        }
        assertThat(server.post("/console", "{}").status()).isEqualTo(405);
    }

    @Test
    void shouldHaveTheLimitsOfTheServerInItsForms() throws Exception {
        assertThat(server.get("/console/order.js").text())
                .contains("max: " + Limits.LINE_QUANTITY + ",", "MAX_LINES = " + Limits.ORDER_LINES + ";")
                .contains("maxlength: " + Names.MAX_LENGTH + ",");
        assertThat(server.get("/console").text())
                .contains("maxlength=\"" + Names.MAX_LENGTH + "\"")
                .contains("[0-9]{1," + Long.toString(WholeNumbers.MAX).length() + "}");
    }
}
