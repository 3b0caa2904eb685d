package menhir.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import menhir.http.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The page of the API in a browser: for everyone, on a desk and on a phone, in light and dark. */
@DisabledIfSystemProperty(named = "menhir.browser", matches = "off")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocsIT {
    /** Fewer would mean that axe did not see the page. */
    private static final int FEWEST_PASSED = 15;

    @SuppressWarnings("NullAway.Init")
    private TestServer server;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        server = TestServer.start();
        browser = new Browser(dir.resolve("profile"));
        browser.size(1360, 1000);
        browser.open(URI.create("http://127.0.0.1:" + server.port + "/docs"));
    }

    /** Names what reaches beyond the page, but not what scrolls in a box of its own. */
    private static final String TOO_WIDE = """
            [...document.querySelectorAll('main *')]
              .filter((node) => node.closest('.scroll, pre') === null || node.matches('.scroll, pre'))
              .filter((node) => node.getBoundingClientRect().right > document.documentElement.clientWidth)
              .map((node) => `${node.tagName} ${node.className} ${node.textContent.slice(0, 80)}`).join('; ')
            """;

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void shouldBeUsableByEveryoneInEachSizeAndColour() throws Exception {
        for (boolean dark : new boolean[] {false, true}) {
            for (int width : new int[] {1360, 390}) {
                browser.media(dark, false);
                browser.width(width);
                String name = "docs-" + width + (dark ? "-dark" : "");
                browser.picture(name);
                Axe.Report report = browser.check();
                assertThat(report.found()).as(name).isEmpty();
                assertThat(report.passed()).as(name).isGreaterThan(FEWEST_PASSED);
                assertThat(browser.script(TOO_WIDE))
                        .as("elements too wide for %s", name)
                        .isEqualTo("");
            }
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldFindRequestsAndKnowItsNode() {
        assertThat(browser.script("document.getElementById('origin').textContent"))
                .isEqualTo("http://127.0.0.1:" + server.port);
        browser.type("#words", "If-Match retire");
        assertThat(browser.count("article:not([hidden])")).isBetween(1, 10);
        assertThat(browser.count("#retireItem:not([hidden])")).isOne();
        browser.script("document.getElementById('words').value = ''");
        browser.type("#words", " ");
        assertThat(browser.count("article[hidden]")).isZero();
    }
}
