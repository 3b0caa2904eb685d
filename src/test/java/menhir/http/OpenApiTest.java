package menhir.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import menhir.http.Description.Operation;
import menhir.http.TestServer.Reply;
import menhir.http.access.Role;
import menhir.http.server.ErrorFormat;
import menhir.http.server.PathSegments;
import menhir.http.server.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The description is valid OpenAPI 3.1, says who may do what, and has examples that a node answers as it says. */
class OpenApiTest {
    private static final Description DESCRIPTION = Description.read();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Content that is no example to anybody. */
    private static final Set<String> WITHOUT_EXAMPLE = Set.of(
            "text/html",
            "text/css",
            "text/javascript",
            "image/svg+xml",
            "application/yaml",
            "application/octet-stream");

    static Stream<Operation> operations() {
        return DESCRIPTION.operations().stream();
    }

    @Test
    void shouldBeValid() {
        assertThat(DESCRIPTION.problems(Description.json("/menhir/http/openapi-3.1-schema.json")))
                .isEmpty();
        assertThat(schemas(DESCRIPTION.root)).hasSizeGreaterThan(200).allSatisfy(schema -> assertThat(
                        Description.problemsOfSchema(schema))
                .isEmpty());
    }

    private static List<JsonNode> schemas(JsonNode node) {
        List<JsonNode> found = new ArrayList<>(node.findValues("schema"));
        node.at("/components/schemas").forEach(found::add);
        return found;
    }

    /** A comma in an unquoted text of a flow mapping begins another key, which has no value. */
    @Test
    void shouldHaveAValueForEachKeyAndATargetForEachReference() {
        check(DESCRIPTION.root, "");
    }

    private static void check(JsonNode node, String path) {
        node.properties().forEach(field -> {
            String at = path + "/" + field.getKey();
            if (!field.getKey().equals("example")) {
                assertThat(field.getValue().isNull()).as(at).isFalse();
                check(field.getValue(), at);
            }
        });
        if (node.isArray()) {
            node.forEach(element -> check(element, path + "[]"));
        }
        if (node.has("$ref")) {
            assertThat(DESCRIPTION.resolved(node).isMissingNode()).as(path).isFalse();
        }
    }

    // ---- who may do what --------------------------------------------------------------------------------------------

    private static Map<String, Route> routes() {
        Map<String, Route> routes = new HashMap<>();
        TestServer.routes().forEach(route -> routes.put(route.method() + " " + route.pattern(), route));
        return routes;
    }

    private static Route routeOf(Map<String, Route> routes, Operation operation) {
        return Objects.requireNonNull(routes.get(operation.toString()), operation::toString);
    }

    @Test
    void shouldSayWhichKeyEachOperationNeeds() {
        Map<String, Route> routes = routes();
        for (Operation operation : DESCRIPTION.operations()) {
            Role role = routeOf(routes, operation).role();
            String security = operation.own().path("security").toString();
            String expected =
                    switch (role) {
                        case NONE -> "[]";
                        case READ, ORDER -> "[{\"client\":[]},{}]";
                        case ADMINISTER -> "[{\"admin\":[]}]";
                    };
            assertThat(security).as("%s", operation).isEqualTo(expected);
        }
    }

    @Test
    void shouldDescribeEveryRefusalThatAnOperationCanGet() {
        Map<String, Route> routes = routes();
        for (Operation operation : DESCRIPTION.operations()) {
            Route route = routeOf(routes, operation);
            List<String> refusals = new ArrayList<>();
            if (route.role() != Role.NONE) {
                refusals.addAll(List.of("401", "421", "429"));
            }
            if (!route.safe()) {
                refusals.add("403");
            }
            if (DESCRIPTION.parameters(operation).stream()
                    .anyMatch(parameter -> parameter.path("name").asText().equals("If-Match"))) {
                refusals.add("412");
            }
            if (operation.path().startsWith("/v1/stores")) {
                refusals.add("503");
            }
            for (String refusal : refusals) {
                JsonNode content = DESCRIPTION.response(operation, refusal).path("content");
                String mediaType = route.errorFormat() == ErrorFormat.PROBLEM_JSON
                        ? "application/problem+json"
                        : "application/json";
                assertThat(content.has(mediaType))
                        .as("%s of %s", refusal, operation)
                        .isTrue();
            }
        }
    }

    // ---- examples ---------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("operations")
    void shouldHaveExamplesThatFitTheirSchemas(Operation operation) {
        if (!operation.body().isMissingNode()) {
            checkExample(operation.body().path("content"), operation + ", request");
        }
        checkExample(DESCRIPTION.response(operation, operation.success()).path("content"), operation + ", response");
        for (JsonNode parameter : DESCRIPTION.parameters(operation)) {
            if (parameter.path("required").asBoolean()) {
                assertThat(parameter.has("example"))
                        .as("%s, %s", operation, parameter)
                        .isTrue();
            }
            if (parameter.has("example")) {
                assertThat(DESCRIPTION.problems(parameter.path("schema"), parameter.path("example")))
                        .isEmpty();
            }
        }
    }

    private static void checkExample(JsonNode content, String what) {
        List<String> types = new ArrayList<>();
        content.fieldNames().forEachRemaining(types::add);
        if (WITHOUT_EXAMPLE.containsAll(types)) {
            return;
        }
        String type = Description.mediaTypeWithExample(content);
        assertThat(type).as(what).isNotNull();
        JsonNode media = content.path(type);
        assertThat(DESCRIPTION.problems(media.path("schema"), media.path("example")))
                .as(what)
                .isEmpty();
    }

    /** What the examples are about: an order and a hold, and requests for the raffle. */
    private static TestServer server() throws Exception {
        TestServer server = TestServer.start();
        String order = "{\"type\":\"buy\",\"item\":\"%s\",\"quantity\":2}";
        server.post("/v1/stores/stocks/orders", order.formatted("GameStart"));
        server.post(
                "/v1/stores/stocks/holds",
                "{\"lines\":[{\"item\":\"FishCo\",\"quantity\":1}],\"seconds\":600,\"customer\":\"c-4711\"}");
        server.post("/v1/stores/toys/orders", order.formatted("Whale"));
        for (int i = 0; i < 100; i++) {
            server.games.countRequest("score/Luge");
        }
        return server;
    }

    @ParameterizedTest
    @MethodSource("operations")
    void shouldAnswerTheExampleAsDescribed(Operation operation) throws Exception {
        try (TestServer server = server()) {
            JsonNode described = DESCRIPTION.response(operation, operation.success());
            HttpResponse<InputStream> response = send(server, operation);
            assertThat(Integer.toString(response.statusCode())).isEqualTo(operation.success());
            String type =
                    response.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
            JsonNode media = described.path("content").path(type);
            assertThat(media.isMissingNode()).as(type).isFalse();
            described.path("headers").properties().forEach(header -> {
                if (DESCRIPTION.resolved(header.getValue()).path("required").asBoolean()) {
                    assertThat(response.headers().firstValue(header.getKey()))
                            .as(header.getKey())
                            .isPresent();
                }
            });
            try (InputStream body = response.body()) {
                if (!type.equals("text/event-stream")) {
                    byte[] bytes = body.readAllBytes();
                    JsonNode value = type.equals("application/json")
                            ? MAPPER.readTree(bytes)
                            : new TextNode(new String(bytes, StandardCharsets.ISO_8859_1));
                    assertThat(DESCRIPTION.problems(media.path("schema"), value))
                            .isEmpty();
                }
            }
        }
    }

    private static HttpResponse<InputStream> send(TestServer server, Operation operation) throws Exception {
        List<String> headers = new ArrayList<>();
        if (operation.own().path("security").toString().contains("admin")) {
            headers.addAll(List.of("Authorization", "Bearer " + TestServer.TOKEN));
        }
        String body = null;
        if (!operation.body().isMissingNode()) {
            JsonNode content = operation.body().path("content");
            String type = content.fieldNames().next();
            JsonNode example = content.path(type).path("example");
            boolean form = type.equals("application/x-www-form-urlencoded");
            headers.addAll(List.of("Content-Type", form ? type : "application/json"));
            body = form ? form(example) : example.toString();
        }
        return server.open(
                operation.method().toUpperCase(Locale.ROOT), uri(operation), body, headers.toArray(String[]::new));
    }

    private static String form(JsonNode example) {
        return String.join(
                "&",
                example.properties().stream()
                        .map(field -> field.getKey() + "=" + field.getValue().asText())
                        .toList());
    }

    private static String uri(Operation operation) {
        String path = operation.path();
        List<String> query = new ArrayList<>();
        for (JsonNode parameter : DESCRIPTION.parameters(operation)) {
            String name = parameter.path("name").asText();
            String example = name.equals("authId")
                    ? TestServer.AUTH_ID
                    : parameter.path("example").asText();
            String in = parameter.path("in").asText();
            if (in.equals("path")) {
                path = path.replace("{" + name + "}", PathSegments.encoded(example));
            } else if (in.equals("query") && parameter.has("example")) {
                query.add(name + "=" + URLEncoder.encode(example, StandardCharsets.UTF_8));
            }
        }
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    // ---- problems ---------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "/v1/stores/stocks/items/GameStrat, 404",
        "/v1/stores/stock, 404",
        "/v1/stores/stocks/events?after=9999, 400",
        "/v1/stores/stocks/orders?limit=0, 400",
        "/v1/cache, 401",
    })
    void shouldAnswerProblemsAsDescribed(String path, int status) throws Exception {
        try (TestServer server = server()) {
            Reply reply = server.get(path);
            assertThat(reply.status()).isEqualTo(status);
            JsonNode schema = DESCRIPTION.root.at("/components/schemas/Problem");
            assertThat(DESCRIPTION.problems(schema, reply.json())).isEmpty();
        }
    }
}
