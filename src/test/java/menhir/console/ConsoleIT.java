package menhir.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The web console as a user sees it. */
@DisabledIfSystemProperty(named = "menhir.browser", matches = "off")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";
    private static final String HOSTILE_PATH = "/v1/stores/stocks/items/%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path dir;

    @SuppressWarnings("NullAway.Init")
    private StoreProcess store;

    @SuppressWarnings("NullAway.Init")
    private FaultyProxy proxy;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    @BeforeAll
    void start() throws Exception {
        browser = new Browser(dir.resolve("profile"));
        browser.size(1360, 1000);
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
        browser.dark(false);
        browser.width(1360);
        proxy.changeCluster(view -> view);
        proxy.dropResponses(0);
        open(store.port);
    }

    private void open(int port) {
        browser.complaints();
        browser.open(port, "");
        eventually().untilAsserted(() -> assertThat(browser.count("#items tr")).isEqualTo(11));
        eventually().untilAsserted(() -> assertThat(browser.text("#connection")).contains("takes orders"));
        // The event stream is connected when it has shown the previous events.
        eventually().untilAsserted(() -> assertThat(browser.count("#feed li")).isGreaterThan(10));
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(100));
    }

    private void order(String item, int quantity) {
        browser.type("#lines .item", item);
        browser.type("#lines .amount", Integer.toString(quantity));
        browser.click("#place");
    }

    private long quantity(String item) throws Exception {
        String text = store.send("GET", "/v1/stores/stocks/items/" + item, "").body();
        return Long.parseLong(text.replaceAll(".*\"quantity\":(\\d+).*", "$1"));
    }

    @Test
    void shouldShowNodesReplicasAndItemsWithoutBrowserWarnings() {
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.text("#nodes .name")).isEqualTo("store");
        assertThat(browser.text("#nodes .status")).isEqualTo("up");
        assertThat(browser.text("#nodes .leads")).isEqualTo("this node · leads stocks, books, games, toys");
        assertThat(browser.text("#replication .state")).isEqualTo("member");
        assertThat(browser.text("#banners")).isEmpty();
        assertThat(browser.cell("CarCo", ".price")).isEqualTo("45.00");
        assertThat(browser.cell("MenhirCo", ".price")).isEqualTo("234.30");
    }

    @Test
    void shouldBuyAndShowTheOrderAndTheNewQuantity() throws Exception {
        long before = quantity("GameStart");
        browser.clickInRow("GameStart", ".act button");
        browser.type("#lines .amount", "2");
        assertThat(browser.text("#total")).isEqualTo("now 31.98");
        browser.click("#place");

        eventually()
                .untilAsserted(() -> assertThat(browser.text("#result .good")).contains("buy", "GameStart", "31.98"));
        eventually().untilAsserted(() -> assertThat(browser.text("#feed li")).contains("2 × GameStart", "31.98"));
        eventually().untilAsserted(() -> assertThat(browser.cell("GameStart", ".quantity"))
                .isEqualTo(Long.toString(before - 2)));
        assertThat(quantity("GameStart")).isEqualTo(before - 2);
        String number = browser.text("#feed li strong").replace("#", "").strip();
        browser.type("#order-number", number);
        browser.click("#find-order button");
        eventually()
                .untilAsserted(() -> assertThat(browser.text("#found caption")).contains("Order " + number));
    }

    @Test
    void shouldShowOrdersOfOtherClients() throws Exception {
        long before = quantity("DishCo");
        store.send("POST", "/v1/stores/stocks/orders", "{\"type\":\"sell\",\"item\":\"DishCo\",\"quantity\":5}");

        eventually().untilAsserted(() -> assertThat(browser.cell("DishCo", ".quantity"))
                .isEqualTo(Long.toString(before + 5)));
        eventually().untilAsserted(() -> assertThat(browser.text("#feed li")).contains("sell", "5 × DishCo"));
    }

    @Test
    void shouldShowWhyAnOrderIsRejected() throws Exception {
        long before = quantity("FishCo");
        order("FishCo", 500_000);

        eventually().untilAsserted(() -> assertThat(browser.text("#result .bad"))
                .contains("There is not enough stock", before + " of FishCo are available and 500000 were requested"));
        assertThat(browser.cell("FishCo", ".quantity")).isEqualTo(Long.toString(before));
        assertThat(browser.cell("FishCo", ".quantity")).isEqualTo(Long.toString(quantity("FishCo")));
    }

    @Test
    void shouldShowHostileNamesAsText() {
        assertThat(browser.cell(HOSTILE, ".name")).isEqualTo(HOSTILE);
        assertThat(browser.cell(HOSTILE, ".topic")).isEqualTo("<b>odd</b>");
        order(HOSTILE, 1);
        eventually().untilAsserted(() -> assertThat(browser.text("#feed li")).contains("1 × " + HOSTILE));
        assertThat(browser.text("#result")).contains(HOSTILE);
        browser.type("#lookup-name", HOSTILE);
        browser.click("#lookup button");
        eventually().untilAsserted(() -> assertThat(browser.text("#items-note")).contains(HOSTILE));
        assertThat(browser.count("main img, main b, main script")).isZero();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldShowCacheHitsMissesAndInvalidations() throws Exception {
        browser.clickInRow("Wheely", ".cache");
        eventually().untilAsserted(() -> assertThat(browser.cell("Wheely", ".cache"))
                .endsWith("ms"));
        browser.clickInRow("Wheely", ".cache");
        eventually().untilAsserted(() -> assertThat(browser.cell("Wheely", ".cache"))
                .startsWith("hit"));
        store.send("POST", "/v1/stores/stocks/orders", "{\"type\":\"buy\",\"item\":\"Wheely\",\"quantity\":1}");
        eventually().untilAsserted(() -> assertThat(browser.cell("Wheely", ".cache"))
                .isEqualTo("invalidated"));
        browser.clickInRow("Wheely", ".cache");
        eventually().untilAsserted(() -> assertThat(browser.cell("Wheely", ".cache"))
                .startsWith("miss"));
    }

    @Test
    void shouldFilterItemsByTopic() {
        browser.type("#topic", "<b>odd</b>");
        eventually()
                .untilAsserted(() -> assertThat(browser.texts("#items .name")).containsExactly(HOSTILE));
    }

    @Test
    void shouldShowNumbersTopicsAndReadsOfABookstore() throws Exception {
        show("books", 7);
        assertThat(browser.attribute("RPCs for Dummies", ".name", "data-number"))
                .isEqualTo("2");
        assertThat(browser.cell("RPCs for Dummies", ".topic")).isEqualTo("DS");
        browser.type("#topic", "DS");
        eventually()
                .untilAsserted(() -> assertThat(browser.texts("#items .name")).hasSize(3));
        // A buy invalidates the cached topic, so that the next search is another read.
        long before = reads();
        store.send("POST", "/books/buy?buyNum=2", "");
        store.send("GET", "/books/search?topic=DS", "");
        eventually().untilAsserted(() -> assertThat(reads()).isGreaterThan(before));
        eventually().untilAsserted(() -> assertThat(browser.cell("RPCs for Dummies", ".quantity"))
                .isEqualTo("3"));
    }

    /** The reads that the page shows for the only replica of the books. */
    private long reads() {
        return browser.texts("#replication .card").stream()
                .filter(text -> text.startsWith("books"))
                .map(text -> Long.parseLong(
                        text.replaceAll("(?s).*?([0-9,]+) reads.*", "$1").replace(",", "")))
                .findFirst()
                .orElse(-1L);
    }

    @Test
    void shouldShowRejectedOrdersOfAToyStore() throws Exception {
        show("toys", 10);
        store.send("POST", "/toys/orders", "{\"name\":\"Whale\",\"quantity\":1000}");
        eventually()
                .untilAsserted(() -> assertThat(browser.text("#feed li")).contains("rejected", "buy 1,000 × Whale"));
        assertThat(browser.cell("Whale", ".quantity")).isEqualTo("100");
    }

    private void show(String name, int items) {
        browser.clickText("#stores button", name);
        eventually().untilAsserted(() -> assertThat(browser.count("#items tr")).isEqualTo(items));
        // The event stream is connected when it has shown the previous events.
        eventually().untilAsserted(() -> assertThat(browser.count("#feed li")).isGreaterThan(items));
    }

    @Test
    void shouldCompareDigests() {
        browser.click("#compare");
        eventually()
                .untilAsserted(() -> assertThat(browser.text("#digest .good")).contains("The only replica has"));
        assertThat(browser.text("#digest code")).matches("[0-9a-f]{64}");
    }

    @Test
    void shouldPlaceAnOrderOnceWhenResponsesAreLost() throws Exception {
        open(proxy.port);
        long before = quantity("BoarCo");
        proxy.keys.clear();
        proxy.dropResponses(2);
        order("BoarCo", 3);

        eventually()
                .untilAsserted(() -> assertThat(browser.text("#result .good")).contains("it was not placed again"));
        assertThat(proxy.keys).hasSizeGreaterThanOrEqualTo(3).containsOnly(proxy.keys.get(0));
        assertThat(quantity("BoarCo")).isEqualTo(before - 3);
    }

    @Test
    void shouldOfferToResendAnOrderOfUnknownOutcomeAfterAReload() throws Exception {
        open(proxy.port);
        long before = quantity("CarCo");
        proxy.keys.clear();
        proxy.dropResponses(1000);
        order("CarCo", 1);
        eventually().until(() -> !proxy.keys.isEmpty());
        browser.reload();
        eventually().untilAsserted(() -> assertThat(browser.text("#result")).contains("buy 1 × CarCo in stocks"));
        proxy.dropResponses(0);
        browser.click("#result .main");

        eventually()
                .untilAsserted(() -> assertThat(browser.text("#result .good")).contains("it was not placed again"));
        assertThat(quantity("CarCo")).isEqualTo(before - 1);
    }

    @Test
    void shouldDistinguishAMissingLeaderFromAMissingMajority() {
        open(proxy.port);
        proxy.changeCluster(view -> view.replaceFirst("\"leader\":\"[^\"]*\"", "\"leader\":null")
                .replaceFirst(
                        "\"replicas\":\\[",
                        "\"replicas\":[{\"slot\":2,\"node\":null,\"state\":\"down\",\"lastIndex\":0,\"lag\":0},"
                                + "{\"slot\":3,\"node\":\"n3\",\"state\":\"blank\",\"lastIndex\":1,\"lag\":9},"));
        eventually()
                .untilAsserted(() -> assertThat(browser.text("#banners .bad")).contains("stocks has no leader now"));
        proxy.changeCluster(view -> view.replaceFirst("\"leader\":\"[^\"]*\"", "\"leader\":null")
                .replace("\"state\":\"member\"", "\"state\":\"down\""));
        eventually().untilAsserted(() -> assertThat(browser.text("#banners .bad"))
                .contains("stocks has no majority: 0 of 1 replicas"));
        proxy.changeCluster(view -> view);
        eventually().untilAsserted(() -> assertThat(browser.text("#banners")).isEmpty());
    }

    @Test
    void shouldShowALaggingReplicaAndAnUnreachableNode() {
        open(proxy.port);
        proxy.changeCluster(view -> view.replaceFirst(
                        "\"replicas\":\\[",
                        "\"replicas\":[{\"slot\":2,\"node\":\"n2\",\"state\":\"member\",\"lastIndex\":7,\"lag\":1234},")
                .replaceFirst(
                        "\"nodes\":\\[",
                        "\"nodes\":[{\"node\":\"n2\",\"address\":\"menhir@127.0.0.1:1\",\"http\":\"javascript:alert(1)\","
                                + "\"pid\":1,\"status\":\"unreachable\",\"roles\":[]},"));
        eventually()
                .untilAsserted(() -> assertThat(browser.text("#banners .warn")).contains("n2 is unreachable"));
        assertThat(browser.text("#replication .behind .lag")).isEqualTo("1,234 behind");
        assertThat(browser.count("a[href^=javascript]")).isZero();
        proxy.changeCluster(view -> view);
        eventually()
                .untilAsserted(() -> assertThat(browser.text("#banners .warn")).contains("n2 is gone"));
    }

    @Test
    void shouldShowSinceWhenANodeIsGoneAndHowOldTheViewIs() {
        open(proxy.port);
        proxy.changeCluster(view -> view.replaceFirst("\"ageMillis\":\\d+", "\"ageMillis\":1490")
                .replaceFirst(
                        "\"nodes\":\\[",
                        "\"nodes\":[{\"node\":\"n3\",\"address\":\"menhir@127.0.0.1:2\",\"http\":\"127.0.0.1:3\","
                                + "\"pid\":1,\"status\":\"gone\",\"since\":\"2026-01-01T00:00:05Z\",\"roles\":[]},"));
        eventually().untilAsserted(() -> assertThat(browser.text("#banners .warn"))
                .containsPattern("n3 is gone since \\d\\d:\\d\\d:05"));
        assertThat(browser.text("#replication .facts")).endsWith("as of 1.5 s ago");
        proxy.changeCluster(view -> view);
        eventually().untilAsserted(() -> assertThat(browser.text("#replication .facts"))
                .doesNotContain("as of"));
    }

    @Test
    void shouldShowThatTheNodeIsUnreachableAndContinueWhenItReturns() throws Exception {
        store.kill();
        try {
            eventually().untilAsserted(() -> assertThat(browser.text("#banners .bad"))
                    .contains("This node has not responded since"));
            assertThat(browser.text("#connection")).isEqualTo("No response");
            browser.picture("no-response");
        } finally {
            store.startAgain();
        }
        eventually().untilAsserted(() -> assertThat(browser.text("#banners")).isEmpty());
        long before = quantity("TheaterCo");
        store.send("POST", "/v1/stores/stocks/orders", "{\"type\":\"buy\",\"item\":\"TheaterCo\",\"quantity\":1}");
        eventually().untilAsserted(() -> assertThat(browser.cell("TheaterCo", ".quantity"))
                .isEqualTo(Long.toString(before - 1)));
    }

    @Test
    void shouldFitAPhoneInDarkMode() {
        browser.clickInRow("GameStart", ".cache");
        browser.picture("wide");
        browser.dark(true);
        browser.picture("wide-dark");
        browser.width(390);
        browser.picture("phone-dark");
        Object over = browser.script("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Object overTable = browser.script("(({scrollWidth, clientWidth}) => scrollWidth - clientWidth)"
                + "(document.querySelector('#items-card .scroll'))");
        assertThat(over).isEqualTo(0L);
        assertThat(overTable).isEqualTo(0L);
    }

    /** A browser keeps a page that was left, for its back button, and opens no more than six connections to a server. */
    @Test
    void shouldCloseTheEventStreamOfAPageThatWasLeft() {
        List<Long> loads = new ArrayList<>();
        for (int load = 0; load < 9; load++) {
            long start = System.nanoTime();
            open(store.port);
            loads.add(System.nanoTime() - start);
        }

        assertThat(Collections.max(loads)).isLessThan(20 * Collections.min(loads));
    }

    @Test
    void shouldLabelEveryFieldAndButton() {
        Object unlabelled = browser.script("[...document.querySelectorAll('input, button')].filter((node) =>"
                + "!node.labels?.length && !node.getAttribute('aria-label') && !node.textContent.trim()).length");
        assertThat(unlabelled).isEqualTo(0L);
    }
}
