package menhir.client.http;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import menhir.client.terminal.TerminalText;
import org.jspecify.annotations.Nullable;

/**
 * The program's JSON mapper. It reads servers' responses into records strictly: a missing or null field, a wrong type, a
 * number that does not fit, a duplicate field and trailing text are errors, and size and nesting are limited. Unknown
 * fields are ignored, so that a newer server may send more. A field that may be missing is annotated with
 * {@code @JsonSetter(nulls = Nulls.SET)}.
 */
public final class Json {

    private static final int NESTING_LIMIT = 64;
    private static final int NUMBER_DIGITS_LIMIT = 64;

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
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
                .withCoercionConfig(
                        LogicalType.Integer,
                        whole -> fail(
                                whole,
                                CoercionInputShape.Float,
                                CoercionInputShape.String,
                                CoercionInputShape.EmptyString))
                // A decimal number may come as a string: that is how some write money exactly.
                .withCoercionConfig(LogicalType.Float, decimal -> fail(decimal, CoercionInputShape.EmptyString))
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> fail(
                                text, CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean))
                // Money keeps its digits: 15.90 stays 15.90 in trees, too.
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    private static void fail(MutableCoercionConfig config, CoercionInputShape... shapes) {
        for (CoercionInputShape shape : shapes) {
            config.setCoercion(shape, CoercionAction.Fail);
        }
    }

    /** An empty JSON object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A record as a JSON object. */
    public static ObjectNode object(Record value) {
        return MAPPER.valueToTree(value);
    }

    /** A record as JSON text. */
    public static String write(Record value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("a record without a JSON form: " + value, impossible);
        }
    }

    /** What is wrong with a field, in the words of JSON rather than of Java. */
    static String describe(JsonMappingException mismatch) {
        String path = path(mismatch.getPath());
        if (path.isEmpty()) {
            // Another type, an empty body, or trailing text.
            return "not a single JSON object";
        }
        Class<?> expected = expectedType(mismatch);
        return expected == null
                ? "field '" + path + "': " + TerminalText.line(mismatch.getOriginalMessage(), 200)
                : "field '" + path + "' is missing or not " + describe(expected);
    }

    private static String path(List<JsonMappingException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : references) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        return path.toString();
    }

    private static @Nullable Class<?> expectedType(JsonMappingException mismatch) {
        if (mismatch instanceof MismatchedInputException input) {
            return input.getTargetType();
        }
        return mismatch.getCause() instanceof InputCoercionException number ? number.getTargetType() : null;
    }

    private static String describe(Class<?> type) {
        if (type == String.class) {
            return "a string";
        }
        if (type == BigDecimal.class) {
            return "an amount";
        }
        if (type == long.class || type == Long.class) {
            return "a whole number";
        }
        return Collection.class.isAssignableFrom(type) ? "an array" : "an object";
    }
}
