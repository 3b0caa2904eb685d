package menhir.console;

import static menhir.console.ConsoleTest.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The console of a real cluster: an administrator moves a leader, and nodes are killed one after the other. */
@ExtendWith(SharedCluster.class)
@DisabledIfSystemProperty(named = "menhir.browser", matches = "off")
class ConsoleClusterIT {

    @Test
    void shouldSayHowTheClusterStandsWhateverHappensToIt(TestCluster cluster, @TempDir Path profile) throws Exception {
        TestNode shown = cluster.node(1);
        List<TestNode> others = cluster.others(shown);
        TestCluster.until("home leads", () -> cluster.awaitLeader().equals(cluster.home()));
        try (Browser browser = new Browser(profile)) {
            browser.open(URI.create("http://" + shown.address() + "/console"));
            awaitVerdict(browser, "Healthy, 1 more failure tolerated");

            signIn(browser);
            browser.clickText("#leader-slot option", "slot 1 (node-1)");
            browser.click("#leader button");
            eventually().untilAsserted(() -> assertThat(browser.text("#admin-result"))
                    .isEqualTo("The leader is to run in slot 1."));
            eventually().untilAsserted(() -> assertThat(browser.text("#matrix tr.here td[data-store=stocks] .word"))
                    .isEqualTo("leads"));
            eventually().untilAsserted(() -> assertThat(browser.texts("#timeline li"))
                    .anyMatch(entry -> entry.contains("stocks: node-1 leads")));
            browser.clickText("#leader-slot option", "its home");
            browser.click("#leader button");
            eventually().untilAsserted(() -> assertThat(browser.text("#admin-result"))
                    .isEqualTo("The leader is to run at home."));

            others.get(0).kill9();
            awaitVerdict(
                    browser,
                    "Degraded, no further failure tolerated, " + others.get(0).name() + " is");
            others.get(1).kill9();
            awaitVerdict(browser, "Stopped, 1 of 3 replicas");
            assertThat(browser.text("#order-off")).startsWith("Ordering is off: 1 of 3 replicas");
            assertThat(browser.texts("#matrix tr")).hasSize(3);
            assertThat(browser.check().found()).isEmpty();

            others.forEach(TestNode::start);
            awaitVerdict(browser, "Healthy, 1 more failure tolerated");
            assertThat(browser.count("#place:disabled")).isZero();
        }
        cluster.awaitReady();
        cluster.awaitSameLogs();
    }

    private static void awaitVerdict(Browser browser, String text) {
        eventually()
                .untilAsserted(() -> assertThat(browser.text("#verdict-text")).startsWith(text));
    }

    private static void signIn(Browser browser) {
        browser.click("#sign-in");
        browser.type("#key", TestCluster.ADMIN_TOKEN);
        browser.click("#key-send");
        eventually().untilAsserted(() -> assertThat(browser.text("#sign-in")).isEqualTo("Sign out"));
    }
}
