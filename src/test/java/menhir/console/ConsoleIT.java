package menhir.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The web console as a customer sees it. */
class ConsoleIT extends ConsoleTest {

    @Test
    void shouldShowNodesReplicasAndItemsWithoutBrowserWarnings() {
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.text("#verdict-text")).isEqualTo("Healthy, one replica");
        assertThat(browser.text("#node")).isEqualTo("store");
        assertThat(browser.text("#matrix th")).contains("store", "this node");
        assertThat(browser.texts("#matrix td")).hasSize(4).allMatch(cell -> cell.endsWith("leads"));
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
        eventually().untilAsserted(() -> assertThat(browser.text("#looked-up")).contains(HOSTILE));
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
    void shouldFindItemsByTheBeginningOfTheirNames() {
        browser.type("#lookup-name", "C");
        eventually()
                .untilAsserted(() -> assertThat(browser.texts("#items .name")).containsExactly("CarCo", "ConStock"));
        browser.type("#lookup-name", "CarCo");
        eventually()
                .untilAsserted(() -> assertThat(browser.texts("#items .name")).containsExactly("CarCo"));
        browser.type("#lookup-name", "carco");
        eventually()
                .untilAsserted(() -> assertThat(browser.text("#items-note")).isEqualTo("No name begins like this."));
    }

    @Test
    void shouldListTheNewestOrdersFirstAndFilterThem() throws Exception {
        for (int i = 0; i < 12; i++) {
            order(i % 4 == 0 ? "STRStock" : "Wheely", "sell");
        }
        String newest = order("STRStock", "sell");
        eventually()
                .untilAsserted(() -> assertThat(browser.text("#orders-newest")).contains("more"));
        browser.click("#orders-newest");
        eventually()
                .untilAsserted(() -> assertThat(browser.text("#orders tr th")).isEqualTo(newest));
        assertThat(browser.count("#orders tr")).isEqualTo(10);
        browser.click("#orders-older");
        eventually().untilAsserted(() -> assertThat(browser.texts("#orders th"))
                .doesNotContain(newest)
                .isNotEmpty());

        browser.type("#orders-item", "STRStock");
        browser.click("#orders-filter button");
        eventually().untilAsserted(() -> assertThat(browser.texts("#orders .lines"))
                .hasSizeGreaterThanOrEqualTo(4)
                .allMatch("1 × STRStock"::equals));
        browser.script("document.getElementById('orders-to').value = '2020-01-01T00:00'");
        browser.click("#orders-filter button");
        eventually()
                .untilAsserted(() -> assertThat(browser.text("#orders-note")).isEqualTo("No order to show."));
    }

    private String order(String item, String type) throws Exception {
        String order = store.send(
                        "POST",
                        "/v1/stores/stocks/orders",
                        "{\"type\":\"" + type + "\",\"item\":\"" + item + "\",\"quantity\":1}")
                .body();
        return order.replaceAll("(?s).*\"number\":(\\d+).*", "$1");
    }

    @Test
    void shouldShowManyOrdersOfASecondAsOneLineAndSeldomMoveTheFeed() throws Exception {
        browser.script("(window.drawn = 0, new MutationObserver(() => window.drawn++)"
                + ".observe(document.getElementById('feed'), {childList: true}), 0)");
        long start = System.nanoTime();
        int orders = 300;
        for (int i = 0; i < orders; i++) {
            order("ConStock", i % 2 == 0 ? "sell" : "buy");
        }
        eventually().untilAsserted(() -> assertThat(browser.texts("#feed .order .lines"))
                .anyMatch(line -> line.matches("\\d+ orders, \\d+ units")));
        long seconds = (System.nanoTime() - start) / 1_000_000_000 + 1;
        long drawn = (Long) browser.script("window.drawn");
        // One redraw is one call of the observer, whatever it changes.
        assertThat(drawn).isBetween(1L, 3 * seconds + 3).isLessThan(orders / 4);
    }

    @Test
    void shouldHoldTheFeedWhileItIsPaused() throws Exception {
        browser.click("#feed-pause");
        String newest = browser.text("#feed li");
        order("DishCo", "sell");
        eventually()
                .untilAsserted(() -> assertThat(browser.text("#orders .lines")).isEqualTo("1 × DishCo"));
        assertThat(browser.text("#feed li")).isEqualTo(newest);
        browser.click("#feed-pause");
        eventually().untilAsserted(() -> assertThat(browser.text("#feed li")).contains("1 × DishCo"));
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
        Object title = browser.script("document.querySelector('#matrix td[data-store=books]').title");
        return Long.parseLong(title.toString()
                .replaceAll(".*?([0-9,]+) catalog reads.*", "$1")
                .replace(",", ""));
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
    void shouldShowThatTheNodeIsUnreachableAndContinueWhenItReturns() throws Exception {
        store.kill();
        try {
            eventually().untilAsserted(() -> assertThat(browser.text("#verdict.lost"))
                    .contains("No response from this node since"));
            assertThat(browser.text("#live")).startsWith("No response from this node since");
            assertThat(browser.count(".unconfirmed .quantity")).isPositive();
            assertThat(browser.text("#order-off")).startsWith("Ordering is off");
            assertThat(browser.count("#place:disabled")).isOne();
        } finally {
            store.startAgain();
        }
        eventually().untilAsserted(() -> assertThat(browser.count("#verdict.healthy"))
                .isOne());
        eventually().untilAsserted(() -> assertThat(browser.count(".unconfirmed, #place:disabled"))
                .isZero());
        long before = quantity("TheaterCo");
        store.send("POST", "/v1/stores/stocks/orders", "{\"type\":\"buy\",\"item\":\"TheaterCo\",\"quantity\":1}");
        eventually().untilAsserted(() -> assertThat(browser.cell("TheaterCo", ".quantity"))
                .isEqualTo(Long.toString(before - 1)));
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
