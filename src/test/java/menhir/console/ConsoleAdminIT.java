package menhir.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The web console as an administrator sees it, and the scoreboard. */
class ConsoleAdminIT extends ConsoleTest {

    private void signIn(String key) {
        browser.click("#sign-in");
        eventually().untilAsserted(() -> assertThat(browser.count("#sign-in-box[open]"))
                .isOne());
        browser.type("#key", key);
        browser.click("#key-send");
    }

    private void signIn() {
        signIn(StoreProcess.TOKEN);
        eventually().untilAsserted(() -> assertThat(browser.text("#sign-in")).isEqualTo("Sign out"));
    }

    @Test
    void shouldKeepTheKeyInMemoryOnly() {
        signIn();
        assertThat(browser.text("#admin-card h3")).isEqualTo("Administration");
        assertThat(browser.script(
                                "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie,"
                                        + " document.documentElement.outerHTML, [...document.querySelectorAll('input')].map((field) => field.value)])")
                        .toString())
                .doesNotContain(StoreProcess.TOKEN);
        browser.reload();
        eventually().untilAsserted(() -> assertThat(browser.count("#verdict.healthy"))
                .isOne());
        assertThat(browser.text("#sign-in")).isEqualTo("Sign in");
        assertThat(browser.text("#admin-card")).isEmpty();
    }

    @Test
    void shouldSayWhyAKeyIsRefused() {
        signIn("no-such-key");
        eventually().untilAsserted(() -> assertThat(browser.text("#key-problem"))
                .isEqualTo("The key in the Authorization header is unknown."));
        assertThat(browser.check().found()).isEmpty();
        browser.click("#key-cancel");
        assertThat(browser.text("#admin-card")).isEmpty();
        // The browser says of itself that a request got 401.
        assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("401"));
    }

    @Test
    void shouldRestockRepriceAndAddItems() throws Exception {
        signIn();
        assertThat(browser.check().found()).isEmpty();
        long before = quantity("CarCo");
        browser.type("#restock [name=item]", "CarCo");
        browser.type("#restock [name=quantity]", "7");
        browser.click("#restock button");
        eventually()
                .untilAsserted(() -> assertThat(browser.text("#admin-result")).startsWith("CarCo was restocked"));
        assertThat(quantity("CarCo")).isEqualTo(before + 7);
        eventually().untilAsserted(() -> assertThat(browser.cell("CarCo", ".quantity"))
                .isEqualTo(Long.toString(before + 7)));
        eventually().untilAsserted(() -> assertThat(browser.text("#timeline li"))
                .contains("POST /v1/stores/stocks/items/CarCo/restock: 200"));

        // A number of JavaScript would change this price.
        browser.type("#reprice [name=item]", "CarCo");
        browser.type("#reprice [name=price]", "999999999999.9999");
        browser.click("#reprice button");
        eventually()
                .untilAsserted(() -> assertThat(browser.cell("CarCo", ".price")).isEqualTo("999,999,999,999.9999"));

        browser.type("#new-item [name=item]", "CarCo");
        browser.type("#new-item [name=price]", "1");
        browser.type("#new-item [name=quantity]", "1");
        browser.click("#new-item button");
        eventually().untilAsserted(() -> assertThat(browser.count("#admin-result .bad"))
                .isOne());
        store.send("PUT", "/v1/stores/stocks/items/CarCo", "{\"price\":45.00}");
    }

    @Test
    void shouldShowTheCacheOfTheNode() throws Exception {
        store.send("GET", "/v1/stores/stocks/items/Wheely", "");
        signIn();
        browser.click("#show-cache");
        eventually()
                .untilAsserted(() -> assertThat(browser.text("#admin-result")).contains("the lease runs", "Wheely"));
    }

    @Test
    void shouldShowAScoreboardAsOneAndNotAsAShop() {
        browser.clickText("#stores button", "games");
        eventually().untilAsserted(() -> assertThat(browser.texts("#medals tbody th"))
                .containsExactly("Gaul", "Rome"));
        eventually().untilAsserted(() -> assertThat(browser.texts("#scores tbody th"))
                .containsExactly("Luge", "Stone Curling", "Stone Skating"));
        eventually()
                .untilAsserted(() -> assertThat(browser.text("#raffle-facts")).contains("requests in order"));
        assertThat(browser.text("#shop")).isEmpty();
        signIn();
        browser.type("#medal [name=team]", "Gaul");
        browser.type("#medal [name=medal]", "Gold");
        browser.click("#medal button");
        eventually().untilAsserted(() -> assertThat(browser.text("#feed li")).contains("medal", "Gold for Gaul"));
        eventually()
                .untilAsserted(() ->
                        assertThat(browser.texts("#medals tbody tr").get(0)).startsWith("Gaul 0 0 1"));
        browser.type("#score [name=event]", "Stone Curling");
        browser.type("#score [name=team]", "Rome");
        browser.type("#score [name=score]", "12");
        browser.click("#score button");
        eventually()
                .untilAsserted(() ->
                        assertThat(browser.texts("#scores tbody tr").get(1)).startsWith("Stone Curling 0 12"));
        browser.click("#draw button");
        eventually().untilAsserted(() -> assertThat(browser.text("#admin-result"))
                .contains("The raffle has no entries yet"));
        assertThat(browser.check().found()).isEmpty();
    }
}
