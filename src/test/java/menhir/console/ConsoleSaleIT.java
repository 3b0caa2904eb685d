package menhir.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** What the console shows while limited stock is sold: terms, holds and cancelled orders. */
class ConsoleSaleIT extends ConsoleTest {
    private static final String STOCKS = "/v1/stores/stocks";

    private String sent(String method, String path, String body) throws Exception {
        HttpResponse<String> response = store.send(method, STOCKS + path, body);
        assertThat(response.statusCode()).as(response.body()).isLessThan(300);
        return response.headers().firstValue("Location").orElse("").replace(STOCKS, "");
    }

    @Test
    void shouldShowHowAnItemIsSold() throws Exception {
        sent("PUT", "/items/BoarCo/terms", "{\"limitPerCustomer\":4,\"onSaleFrom\":\"2999-12-24T17:00:00Z\"}");

        eventually().untilAsserted(() -> assertThat(browser.cell("BoarCo", ".terms"))
                .startsWith("on sale from ")
                .contains("2999")
                .endsWith("at most 4 for each customer"));
        eventually().untilAsserted(() -> assertThat(browser.text("#feed .terms .lines"))
                .startsWith("BoarCo: on sale from"));
        sent("PUT", "/items/BoarCo/terms", "{}");
        eventually().untilAsserted(() -> assertThat(browser.cell("BoarCo", ".terms"))
                .isEmpty());
    }

    @Test
    void shouldShowWhatIsHeldForWhomAndUntilWhen() throws Exception {
        long before = quantity("CarCo");
        assertThat(browser.count("#holds-card[hidden]")).isOne();
        String hold = sent(
                "POST",
                "/holds",
                "{\"lines\":[{\"item\":\"CarCo\",\"quantity\":2}],\"seconds\":600,\"customer\":\"ann\"}");
        String other = sent("POST", "/holds", "{\"lines\":[{\"item\":\"CarCo\",\"quantity\":1}],\"seconds\":600}");

        eventually().untilAsserted(() -> assertThat(browser.texts("#holds tr")).hasSize(2));
        assertThat(browser.text("#holds tr")).contains("2 × CarCo", "ann");
        assertThat(browser.text("#holds .until")).matches("\\d\\d:\\d\\d:\\d\\d");
        assertThat(browser.text("#holds-count")).isEqualTo("2");
        eventually().untilAsserted(() -> assertThat(browser.cell("CarCo", ".quantity"))
                .isEqualTo((before - 3) + " (3 held)"));

        sent("DELETE", other, "");
        eventually().untilAsserted(() -> assertThat(browser.texts("#holds tr")).hasSize(1));
        eventually().untilAsserted(() -> assertThat(browser.cell("CarCo", ".quantity"))
                .isEqualTo((before - 2) + " (2 held)"));
        checkAll("sale");
        sent("POST", hold + "/confirm", "");
        eventually().untilAsserted(() -> assertThat(browser.count("#holds-card[hidden]"))
                .isOne());
        eventually().untilAsserted(() -> assertThat(browser.cell("CarCo", ".quantity"))
                .isEqualTo(Long.toString(before - 2)));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldShowWhichOrdersAreCancelled() throws Exception {
        long before = quantity("DishCo");
        String order = sent("POST", "/orders", "{\"type\":\"buy\",\"item\":\"DishCo\",\"quantity\":3}");
        eventually().untilAsserted(() -> assertThat(browser.text("#orders tr .lines"))
                .isEqualTo("3 × DishCo"));
        sent("POST", order + "/cancel", "{\"lines\":[{\"item\":\"DishCo\",\"quantity\":1}]}");

        eventually().untilAsserted(() -> assertThat(browser.cell("DishCo", ".quantity"))
                .isEqualTo(Long.toString(before - 2)));
        eventually().untilAsserted(() -> assertThat(browser.text("#orders tr .what"))
                .isEqualTo("cancelled"));
        assertThat(browser.text("#feed .cancellation .lines")).endsWith("1 × DishCo");
        browser.type("#order-number", order.replaceAll(".*/", ""));
        browser.click("#find-order button");
        eventually().untilAsserted(() -> assertThat(browser.text("#found tfoot"))
                .contains("Cancelled", "1 × DishCo", "100.12"));
    }
}
