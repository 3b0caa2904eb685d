package menhir.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A browser, a node, and a proxy between them. The page is open when a test begins. */
@DisabledIfSystemProperty(named = "menhir.browser", matches = "off")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConsoleTest {
    private static final int DESK = 1360;
    private static final int PHONE = 390;
    /** Fewer would mean that axe did not see the page. */
    private static final int FEWEST_PASSED = 20;

    static final String HOSTILE = "<img src=x onerror=alert(1)>";
    private static final String HOSTILE_PATH = "/v1/stores/stocks/items/%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E";

    @SuppressWarnings("NullAway.Init")
    StoreProcess store;

    @SuppressWarnings("NullAway.Init")
    FaultyProxy proxy;

    @SuppressWarnings("NullAway.Init")
    Browser browser;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        browser = new Browser(dir.resolve("profile"));
        browser.size(DESK, 1000);
        store = new StoreProcess(dir);
        proxy = new FaultyProxy(store.port);
        assertThat(store.send("PUT", HOSTILE_PATH, "{\"price\":1.50,\"quantity\":7,\"topic\":\"<b>odd</b>\"}")
                        .statusCode())
                .isEqualTo(201);
    }

    @AfterAll
    void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (proxy != null) {
            proxy.close();
        }
        if (store != null) {
            store.kill();
        }
    }

    @BeforeEach
    void open() {
        browser.media(false, false);
        browser.width(DESK);
        proxy.passAll();
        open(store.port);
    }

    final void open(int port) {
        browser.complaints();
        browser.open(port, "");
        eventually().untilAsserted(() -> assertThat(browser.count("#items tr")).isEqualTo(11));
        eventually().untilAsserted(() -> assertThat(browser.count("#verdict.healthy"))
                .isOne());
        // The event stream is connected when it has shown the previous events.
        eventually().untilAsserted(() -> assertThat(browser.count("#feed li")).isPositive());
        eventually().untilAsserted(() -> assertThat(browser.count(".unconfirmed, #place:disabled"))
                .isZero());
    }

    static ConditionFactory eventually() {
        return await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(100));
    }

    /** Checks the page as it is, in each size and colour. */
    final void checkAll(String what) throws Exception {
        for (boolean dark : new boolean[] {false, true}) {
            for (int width : new int[] {DESK, PHONE}) {
                browser.media(dark, false);
                browser.width(width);
                String name = what + (width == PHONE ? "-phone" : "") + (dark ? "-dark" : "");
                Axe.Report report = browser.check();
                assertThat(report.found()).as(name).isEmpty();
                assertThat(report.passed()).as(name).isGreaterThan(FEWEST_PASSED);
                Object over =
                        browser.script("document.documentElement.scrollWidth - document.documentElement.clientWidth");
                assertThat(over).as("pixels that %s is too wide", name).isEqualTo(0L);
                browser.picture(name);
                Pictures.keep(name, browser.picture());
            }
        }
    }

    final void order(String item, int quantity) {
        browser.type("#lines .item", item);
        browser.type("#lines .amount", Integer.toString(quantity));
        browser.click("#place");
    }

    final long quantity(String item) throws Exception {
        String text = store.send("GET", "/v1/stores/stocks/items/" + item, "").body();
        return Long.parseLong(text.replaceAll("(?s).*\"quantity\":(\\d+).*", "$1"));
    }
}
