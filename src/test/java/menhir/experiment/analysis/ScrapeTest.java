package menhir.experiment.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScrapeTest {
    private static final String FIRST = """
            # HELP menhir_http_requests_seconds HTTP requests answered
            # TYPE menhir_http_requests_seconds histogram
            menhir_http_requests_seconds_count{method="GET",route="/v1/stores/{store}/items/{item}",status="2xx"} 100
            menhir_http_requests_seconds_sum{method="GET",route="/v1/stores/{store}/items/{item}",status="2xx"} 0.2
            menhir_http_requests_seconds_count{method="POST",route="/v1/stores/{store}/orders",status="2xx"} 7
            menhir_catalog_reads_seconds_count 10
            nonsense
            menhir_odd NaN-ish
            """;
    private static final String SECOND = FIRST.replace("} 100", "} 300").replace("} 0.2", "} 1.2");

    @Test
    void shouldSumTheSamplesWithANameAndLabels() {
        Scrape scrape = Scrape.parse(FIRST);

        assertThat(scrape.sum("menhir_http_requests_seconds_count")).isEqualTo(107);
        assertThat(scrape.sum("menhir_http_requests_seconds_count", "method=\"GET\"", "status=\"2xx\""))
                .isEqualTo(100);
        assertThat(scrape.sum("menhir_catalog_reads_seconds_count")).isEqualTo(10);
        assertThat(scrape.sum("menhir_http_requests")).isZero();
    }

    @Test
    void shouldReturnTheMeanSinceAnEarlierScrape() {
        Scrape since = Scrape.parse(SECOND).since(Scrape.parse(FIRST));

        assertThat(since.sum("menhir_http_requests_seconds_count", "method=\"GET\""))
                .isEqualTo(200);
        assertThat(since.meanMillis("menhir_http_requests_seconds", "method=\"GET\""))
                .isCloseTo(5, within(1e-9));
        assertThat(since.meanMillis("menhir_catalog_reads_seconds")).isZero();
    }

    @Test
    void shouldSumScrapesOfNodes() {
        assertThat(Scrape.EMPTY
                        .plus(Scrape.parse(FIRST))
                        .plus(Scrape.parse(SECOND))
                        .sum("menhir_catalog_reads_seconds_count"))
                .isEqualTo(20);
    }
}
