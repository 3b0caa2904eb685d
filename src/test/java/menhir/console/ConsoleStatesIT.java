package menhir.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import menhir.console.ThreeNodes.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/**
 * The console in each state of a cluster of three, in light and dark, on a desk and on a phone: what it says, that it fits, and that
 * axe finds nothing. {@code -Dmenhir.console.pictures=true} keeps its pictures in docs/console.
 */
class ConsoleStatesIT extends ConsoleTest {
    private void show(State state) {
        proxy.change("/v1/cluster", view -> ThreeNodes.cluster(view, state));
        proxy.change("/v1/stats", stats -> ThreeNodes.stats(stats, state));
        browser.open(proxy.port, "");
        String kind = state.name().toLowerCase(Locale.ROOT);
        eventually().untilAsserted(() -> assertThat(browser.count("#verdict." + kind))
                .isOne());
        eventually().untilAsserted(() -> assertThat(browser.count("#items tr")).isEqualTo(11));
        eventually()
                .untilAsserted(() -> assertThat(browser.count("#timeline li")).isPositive());
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void shouldBeUsableByEveryoneInEachState(State state) throws Exception {
        show(state);
        checkAll(state.name().toLowerCase(Locale.ROOT));
        assertThat(browser.complaints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"books", "games", "toys"})
    void shouldBeUsableByEveryoneForEachKindOfStore(String name) throws Exception {
        show(State.HEALTHY);
        browser.clickText("#stores button", name);
        eventually().untilAsserted(() -> assertThat(browser.count("#items tr, #medals tbody tr"))
                .isPositive());
        eventually().untilAsserted(() -> assertThat(browser.count("#feed li")).isPositive());
        checkAll(name);
    }

    @Test
    void shouldSayOnceInOneLineHowTheClusterStands() {
        show(State.HEALTHY);
        assertThat(browser.text("#verdict-text")).isEqualTo("Healthy, 1 more failure tolerated");
        assertThat(browser.text("#verdict-numbers")).contains("orders/s", "p99");
        assertThat(browser.count("[role=status], [aria-live], [role=alert]")).isOne();

        show(State.DEGRADED);
        assertThat(browser.text("#verdict-text")).isEqualTo("Degraded, no further failure tolerated, node-3 is gone");
        assertThat(browser.script("document.getElementById('live').textContent"))
                .isEqualTo("Degraded, no further failure tolerated, node-3 is gone");

        show(State.CHOOSING);
        // A screen reader need not hear the seconds.
        assertThat(browser.text("#verdict-text")).isEqualTo("Choosing a leader, 1.4 s");
        assertThat(browser.script("document.getElementById('live').textContent"))
                .isEqualTo("Choosing a leader");

        show(State.STOPPED);
        assertThat(browser.text("#verdict-text")).isEqualTo("Stopped, 1 of 3 replicas");
    }

    @Test
    void shouldSayWhichStoresHaveNoLeaderIfOthersHave() {
        proxy.change("/v1/cluster", view -> ThreeNodes.cluster(view, State.HEALTHY)
                .replaceFirst("\"leader\":\"[^\"]*\"", "\"leader\":null"));
        browser.open(proxy.port, "");
        eventually().untilAsserted(() -> assertThat(browser.text("#verdict.choosing"))
                .contains("Stocks: choosing a leader"));
    }

    @Test
    void shouldShowAllNodesAndStoresInTheMatrix() {
        show(State.HEALTHY);
        assertThat(browser.texts("#matrix-head th")).contains("stocks", "books", "games", "toys");
        assertThat(browser.texts("#matrix tr")).hasSize(3);
        assertThat(browser.texts("#matrix td[data-store=books] .word")).containsExactly("in step", "leads", "in step");

        show(State.DEGRADED);
        assertThat(browser.texts("#matrix th").get(2)).containsPattern("node-3.*down since \\d\\d:\\d\\d:05");
        assertThat(browser.texts("#matrix td[data-store=stocks] .word")).containsExactly("leads", "in step", "down");
        assertThat(browser.texts("#matrix td[data-store=books] .word").get(1)).startsWith("catching up, 12,345 left");
        assertThat(browser.texts("#matrix-foot td")).allMatch("0 replicas"::equals);
        assertThat(browser.count("a[href^=javascript]")).isZero();

        show(State.STOPPED);
        assertThat(browser.texts("#matrix tr")).hasSize(3);
        assertThat(browser.texts("#matrix td[data-store=stocks] .word").get(0)).startsWith("has ");
    }

    @Test
    void shouldShowASlotThatNoNodeHasBeenSeenWith() {
        proxy.change(
                "/v1/cluster",
                view -> view.replace(
                        "\"replicas\":[",
                        "\"replicas\":[{\"slot\":3,\"node\":null,\"state\":\"down\",\"lastIndex\":0,\"lag\":null,\"reads\":null},"));
        browser.open(proxy.port, "");
        eventually().untilAsserted(() -> assertThat(browser.texts("#matrix th"))
                .anyMatch(head -> head.matches("Slot 3\\s+not seen yet")));
    }

    @Test
    void shouldHatchQuantitiesAndTakeNoOrdersWhileNothingIsConfirmed() {
        show(State.CHOOSING);
        eventually().untilAsserted(() -> assertThat(browser.count("#place:disabled"))
                .isOne());
        assertThat(browser.text("#order-off")).isEqualTo("Ordering is off while a leader is chosen.");
        assertThat(browser.count(".unconfirmed .quantity")).isEqualTo(11);
        eventually()
                .untilAsserted(() -> assertThat(browser.text("#items-age.old")).startsWith("as of"));

        proxy.passAll();
        eventually().untilAsserted(() -> assertThat(browser.count("#place:disabled, .unconfirmed .quantity"))
                .isZero());
        assertThat(browser.text("#items-age")).isEqualTo("live");
    }

    @Test
    void shouldShowHowOldTheViewIs() {
        proxy.change("/v1/cluster", view -> view.replaceFirst("\"ageMillis\":\\d+", "\"ageMillis\":4490"));
        browser.open(proxy.port, "");
        eventually()
                .untilAsserted(() -> assertThat(browser.text("#matrix-age.old")).matches("as of \\d s ago"));
    }

    @Test
    void shouldDrawFiveMinutesWithALineForEachChangeOfLeaders() {
        show(State.HEALTHY);
        eventually().untilAsserted(() -> assertThat(browser.count("#charts .changes line"))
                .isEqualTo(5));
        assertThat(browser.text("#changes-note")).endsWith("1 change of leader");
        assertThat(browser.script("document.querySelector('#charts svg').getAttribute('aria-label')")
                        .toString())
                .matches("Orders per second: orders [\\d.]+, rejected [\\d.]+ now, at most 16\\d in five minutes");
        // The order times have a gap, where no order was done.
        Object moves =
                browser.script("document.querySelectorAll('#charts .line')[2].getAttribute('d').split('M').length");
        assertThat(moves).isEqualTo(3L);
        assertThat(browser.texts("#timeline li"))
                .anyMatch(entry -> entry.endsWith("stocks: node-1 leads, no leader for 1.4 s"));
        browser.clickText("#stores button", "books");
        eventually().untilAsserted(() -> assertThat(browser.count("#charts .changes line"))
                .isZero());
    }

    @Test
    void shouldNotMoveMoreThanTheUserLikes() throws Exception {
        browser.media(false, true);
        store.send("POST", "/v1/stores/stocks/orders", "{\"type\":\"sell\",\"item\":\"DishCo\",\"quantity\":1}");
        eventually().untilAsserted(() -> assertThat(browser.text("#feed li")).contains("DishCo"));
        assertThat(browser.script("document.getAnimations().length")).isEqualTo(0L);
    }

    @Test
    void shouldBeUsableWithTheKeyboard() {
        browser.press(Keys.TAB);
        assertThat(browser.script("document.activeElement.textContent")).isEqualTo("Skip to the store");
        browser.press(Keys.ENTER);
        assertThat(browser.script("document.activeElement.id")).isEqualTo("store");
        List<Object> reached = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            browser.press(Keys.TAB);
            reached.add(browser.script("document.activeElement.textContent.trim()"));
        }
        assertThat(reached).startsWith("stocks", "books", "games", "toys", "Compare digests");
        // What scrolls can be scrolled with keys.
        assertThat(browser.script("[...document.querySelectorAll('.scroll, .moments, .feed')]"
                        + ".every((node) => node.tabIndex === 0)"))
                .isEqualTo(true);
    }
}
