package menhir.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import menhir.http.access.SitePolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages of other sites can do through the browser of somebody who reaches a node. */
class SitesTest {
    private static final String OWN_NAME = "shop.example";
    private static final String PARTNER = "https://partner.example";
    private static final String LOOKUP = "GET /v1/stores/stocks/items/CarCo";
    private static final String ORDER = "{\"type\":\"buy\",\"item\":\"CarCo\",\"quantity\":1}";

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TestServer(TestServer.settings().withSites(new SitePolicy(Set.of(OWN_NAME), Set.of(PARTNER))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String send(String methodAndPath, String host, String headers, String body) throws Exception {
        return server.raw(methodAndPath + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "Content-Length: "
                + body.length() + "\r\nConnection: close\r\n\r\n" + body);
    }

    private String order(String host, String headers) throws Exception {
        return send("POST /v1/stores/stocks/orders", host, "Content-Type: application/json\r\n" + headers, ORDER);
    }

    private String quantity() throws Exception {
        String response = send(LOOKUP, "localhost", "", "");
        return response.substring(response.indexOf("\"quantity\":"), response.indexOf(",\"version\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:8080",
                "192.168.1.7",
                "[::1]:8080",
                "LocalHost:1",
                "menhir.localhost",
                "Shop.example:80"
            })
    void shouldAnswerToItsAddressesAndNames(String host) throws Exception {
        assertThat(send(LOOKUP, host, "", "")).startsWith("HTTP/1.1 200 ");
    }

    /** Probes may use any name. */
    @Test
    void shouldTellWhetherItIsWellByAnyName() throws Exception {
        assertThat(send("GET /alive", "menhir-0.cluster.local", "", "")).startsWith("HTTP/1.1 200 ");
        assertThat(send("GET /ready", "menhir-0.cluster.local", "", "")).startsWith("HTTP/1.1 200 ");
    }

    /** A site that gives its own name the address of this node. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "127.0.0.1.evil.example",
                "0.0.0.0:8080",
                "[::]:8080",
                "localhost.evil.example"
            })
    void shouldNotAnswerToOtherNames(String host) throws Exception {
        assertThat(send(LOOKUP, host, "", "")).startsWith("HTTP/1.1 421 ").contains("unknown-host");
        assertThat(order(host, "Origin: http://" + host + "\r\n")).startsWith("HTTP/1.1 421 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://evil.example",
                "Origin: null",
                "Origin: http://shop.example:81",
                "Origin: https://partner.example.evil.example",
                "Sec-Fetch-Site: cross-site",
                "Origin: https://shop.example\r\nSec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site"
            })
    void shouldRefuseAChangeForAPageOfAnotherSite(String header) throws Exception {
        String before = quantity();
        assertThat(order(OWN_NAME, header + "\r\n")).startsWith("HTTP/1.1 403 ").contains("foreign-site");
        assertThat(send("POST /orders", OWN_NAME, "Content-Type: text/plain\r\n" + header + "\r\n", ORDER))
                .startsWith("HTTP/1.1 403 ")
                .doesNotContain("Access-Control-");
        assertThat(quantity()).isEqualTo(before);
    }

    /** The Olympics' paths change scores by GET: a picture's address is enough. */
    @Test
    void shouldRefuseAGetThatChangesForAPageOfAnotherSite() throws Exception {
        String path = "GET /incrementMedalTally/Gaul/Gold/" + TestServer.AUTH_ID;
        assertThat(send(path, "localhost", "Sec-Fetch-Site: cross-site\r\n", ""))
                .startsWith("HTTP/1.1 403 ");
        assertThat(send(path, "localhost", "Sec-Fetch-Site: none\r\n", "")).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Origin: https://shop.example\r\n",
                "Origin: http://SHOP.example\r\nSec-Fetch-Site: same-origin\r\n",
                "Sec-Fetch-Site: none\r\n",
                "Origin: https://name-at-the-proxy.example\r\nSec-Fetch-Site: same-origin\r\n",
                "Origin: https://partner.example\r\nSec-Fetch-Site: cross-site\r\n"
            })
    void shouldTakeOrdersOfItsOwnPagesOfAllowedSitesAndOfOtherClients(String headers) throws Exception {
        assertThat(order(OWN_NAME, headers)).startsWith("HTTP/1.1 201 ");
    }

    @Test
    void shouldTellBrowsersWhatAnAllowedSiteMayDo() throws Exception {
        String preflight = "Access-Control-Request-Method: POST\r\n";
        assertThat(send("OPTIONS /v1/stores/stocks/orders", OWN_NAME, "Origin: " + PARTNER + "\r\n" + preflight, ""))
                .startsWith("HTTP/1.1 204 ")
                .contains("Access-Control-Allow-Origin: " + PARTNER + "\r\n")
                .contains("Access-Control-Allow-Methods: GET, HEAD, PUT, POST, DELETE\r\n")
                .contains("Idempotency-Key");
        assertThat(send(LOOKUP, OWN_NAME, "Origin: " + PARTNER + "\r\n", ""))
                .contains("Access-Control-Allow-Origin: " + PARTNER + "\r\n")
                .contains("Vary: Origin\r\n");
        assertThat(send(LOOKUP, OWN_NAME, "Origin: https://evil.example\r\n", ""))
                .startsWith("HTTP/1.1 200 ")
                .doesNotContain("Access-Control-");
    }
}
