package menhir.client.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import menhir.client.TerminalText;
import menhir.client.http.HttpCaller;
import menhir.client.http.Response;

/** Strict, bounded reading of what servers send; each failure names the server, the request and the field. */
public final class Json {

    private static final int NESTING_LIMIT = 64;
    private static final int NUMBER_DIGITS_LIMIT = 64;
    private static final int PROBLEM_LIMIT = 300;

    public static final ObjectMapper MAPPER = mapper();

    private Json() {}

    private static ObjectMapper mapper() {
        StreamReadConstraints limits = StreamReadConstraints.builder()
                .maxNestingDepth(NESTING_LIMIT)
                .maxNumberLength(NUMBER_DIGITS_LIMIT)
                .maxDocumentLength(HttpCaller.BODY_LIMIT_BYTES)
                .build();
        JsonFactory factory =
                JsonFactory.builder().streamReadConstraints(limits).build();
        return JsonMapper.builder(factory)
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The body as a JSON object. */
    public static JsonNode object(Response answer) {
        JsonNode node;
        try {
            node = MAPPER.readTree(answer.body());
        } catch (JsonProcessingException malformed) {
            throw answer.bad("malformed JSON: " + TerminalText.line(malformed.getOriginalMessage(), 200));
        } catch (IOException unexpected) {
            throw answer.bad("unreadable JSON");
        }
        if (!node.isObject()) {
            throw answer.bad("not a JSON object");
        }
        return node;
    }

    /** The body as a JSON object, of an answer that must say 200. */
    static JsonNode okObject(Response answer) {
        if (answer.status() != 200) {
            throw answer.bad(problem(answer));
        }
        return object(answer);
    }

    /** What is under "data" in the answers of the stock bazaar and the toy store. */
    static JsonNode okData(Response answer) {
        return child(answer, okObject(answer), "data");
    }

    static JsonNode child(Response answer, JsonNode node, String field) {
        JsonNode child = node.path(field);
        if (!child.isObject()) {
            throw answer.bad("field '" + field + "' is missing or not an object");
        }
        return child;
    }

    static JsonNode array(Response answer, JsonNode node, String field) {
        JsonNode child = node.path(field);
        if (!child.isArray()) {
            throw answer.bad("field '" + field + "' is missing or not an array");
        }
        return child;
    }

    static String text(Response answer, JsonNode node, String field) {
        JsonNode child = node.path(field);
        if (!child.isTextual()) {
            throw answer.bad("field '" + field + "' is missing or not a string");
        }
        return child.textValue();
    }

    static long whole(Response answer, JsonNode node, String field) {
        JsonNode child = node.path(field);
        if (!child.isIntegralNumber() || !child.canConvertToLong()) {
            throw answer.bad("field '" + field + "' is missing or not a whole number");
        }
        return child.longValue();
    }

    /** An amount of money, exact; a JSON number or a string that holds one. */
    static BigDecimal money(Response answer, JsonNode node, String field) {
        JsonNode child = node.path(field);
        if (child.isNumber()) {
            return child.decimalValue();
        }
        if (child.isTextual() && child.textValue().length() <= NUMBER_DIGITS_LIMIT) {
            try {
                return new BigDecimal(child.textValue());
            } catch (NumberFormatException wrong) {
                throw answer.bad("field '" + field + "' is not an amount");
            }
        }
        throw answer.bad("field '" + field + "' is missing or not an amount");
    }

    /** A string, number or boolean for showing; "-" when there is none. */
    public static String shown(JsonNode node, String field) {
        JsonNode child = node.path(field);
        return child.isValueNode() && !child.isNull() ? TerminalText.line(child.asText()) : "-";
    }

    /** What an error answer says, in either form of the API's errors; else the beginning of its body. */
    public static String problem(Response answer) {
        String raw = new String(answer.body(), StandardCharsets.UTF_8);
        try {
            JsonNode node = MAPPER.readTree(answer.body());
            for (JsonNode said : new JsonNode[] {
                node.path("detail"), node.path("title"), node.path("error").path("message")
            }) {
                if (said.isTextual() && !said.textValue().isBlank()) {
                    return TerminalText.line(said.textValue(), PROBLEM_LIMIT);
                }
            }
        } catch (IOException notJson) {
            return TerminalText.line(raw, PROBLEM_LIMIT);
        }
        return TerminalText.line(raw, PROBLEM_LIMIT);
    }
}
