package menhir.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseTest {

    private record Line(
            String name,
            BigDecimal price,
            long quantity,
            @JsonSetter(nulls = Nulls.SET) @Nullable String topic) {}

    private record Page(List<Line> lines) {}

    private static Response response(int status, String body) {
        return new Response(
                new ServerAddress("host", 80, false),
                Request.get("/path"),
                status,
                HttpHeaders.of(Map.of(), (name, value) -> true),
                body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldReadRecordsWithExactNumbersAndIgnoreUnknownFields() {
        Page page = response(
                        200,
                        "{\"lines\":[{\"name\":\"a\",\"price\":15.90,\"quantity\":3,\"new\":{}},"
                                + "{\"name\":\"b\",\"price\":\"0.10\",\"quantity\":0,\"topic\":\"t\"}]}")
                .okJson(Page.class);
        assertThat(page.lines())
                .containsExactly(
                        new Line("a", new BigDecimal("15.90"), 3, null), new Line("b", new BigDecimal("0.10"), 0, "t"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"price\":1,\"quantity\":1'|lines[0].name|a string",
                "'\"name\":null,\"price\":1,\"quantity\":1'|lines[0].name|a string",
                "'\"name\":1,\"price\":1,\"quantity\":1'|lines[0].name|a string",
                "'\"name\":\"a\",\"price\":\"\",\"quantity\":1'|lines[0].price|an amount",
                "'\"name\":\"a\",\"price\":true,\"quantity\":1'|lines[0].price|an amount",
                "'\"name\":\"a\",\"price\":1'|lines[0].quantity|a whole number",
                "'\"name\":\"a\",\"price\":1,\"quantity\":1.0'|lines[0].quantity|a whole number",
                "'\"name\":\"a\",\"price\":1,\"quantity\":\"1\"'|lines[0].quantity|a whole number",
                "'\"name\":\"a\",\"price\":1,\"quantity\":9223372036854775808'|lines[0].quantity|a whole number"
            })
    void shouldNameTheFieldAndWhatItMustBe(String line, String field, String expected) {
        assertThatThrownBy(() -> response(200, "{\"lines\":[{" + line + "}]}").okJson(Page.class))
                .isInstanceOf(BadResponseException.class)
                .hasMessage("host:80 answered 200 to GET /path: field '" + field + "' is missing or not " + expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|field 'lines' is missing or not an array",
                "{\"lines\":{}}|field 'lines' is missing or not an array",
                "{\"lines\":[1]}|field 'lines[0]' is missing or not an object",
                "{\"lines\":[null]}|field 'lines",
                "[]|not a single JSON object",
                "5|not a single JSON object",
                "null|not a single JSON object",
                "{\"lines\":[]} {}|not a single JSON object",
                "{\"lines\":[],\"lines\":[]}|malformed JSON",
                "{\"lines\":|malformed JSON"
            })
    void shouldRejectJsonThatDoesNotFit(String body, String reason) {
        assertThatThrownBy(() -> response(200, body).okJson(Page.class))
                .isInstanceOf(BadResponseException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "\"x\"", ""})
    void shouldRequireAnObjectForATree(String body) {
        assertThatThrownBy(() -> response(200, body).okJson(ObjectNode.class))
                .isInstanceOf(BadResponseException.class)
                .hasMessageContaining("not a single JSON object");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"title\":\"t\",\"detail\":\"d\"}|d",
                "{\"title\":\"t\"}|t",
                "{\"error\":{\"code\":404,\"message\":\"m\"}}|m",
                "{\"detail\":5}|{\"detail\":5}",
                "<html>|<html>"
            })
    void shouldShowTheProblemOfAnErrorResponse(String body, String problem) {
        assertThat(response(500, body).problem()).isEqualTo(problem);
        assertThatThrownBy(() -> response(500, body).okJson(Page.class))
                .isInstanceOf(BadResponseException.class)
                .hasMessage("host:80 answered 500 to GET /path: " + problem);
    }
}
