package menhir.http.server;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import menhir.http.problem.Problem;
import menhir.http.problem.ProblemException;
import menhir.http.problem.ProblemType;
import menhir.store.Limits;
import menhir.store.Names;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object from a client. Each getter returns a valid value, or throws a {@link ProblemException} that
 * names the field and the allowed values.
 */
public final class Fields {
    /** Start of the parser's message about a duplicate field. */
    private static final String DUPLICATE = "Duplicate field ";

    private final ObjectNode object;
    private final String prefix;

    /** @param prefix precedes the field's name in problems: {@code lines[2].} */
    private Fields(ObjectNode object, String prefix) {
        this.object = object;
        this.prefix = prefix;
    }

    /** An object without fields. */
    static Fields none() {
        return new Fields(Json.MAPPER.createObjectNode(), "");
    }

    static Fields parse(byte[] body) {
        if (body.length == 0) {
            throw malformed("The body is empty: send a JSON object.").exception();
        }
        if (body[0] == (byte) 0xEF || body[0] == (byte) 0xFE || body[0] == (byte) 0xFF) {
            throw malformed("The body starts with a byte order mark: send UTF-8 without one.")
                    .exception();
        }
        JsonNode node;
        try {
            node = Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw malformed(e).exception();
        } catch (IOException e) {
            throw malformed("The body is not text in UTF-8.").exception();
        }
        if (node instanceof ObjectNode object) {
            return new Fields(object, "");
        }
        throw malformed("The body must be a JSON object: {...}.").exception();
    }

    private static Problem malformed(String detail) {
        return Problem.of(ProblemType.MALFORMED_JSON, detail);
    }

    private static Problem malformed(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        if (message != null && message.startsWith(DUPLICATE)) {
            String field = Names.quoted(message.substring(DUPLICATE.length())).replaceAll("[\"']", "");
            return malformed("The field " + field + " is duplicate: send it once.")
                    .with("field", field);
        }
        JsonLocation location = e.getLocation();
        String position =
                location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        return malformed(
                "The body is not well-formed JSON" + position
                        + ": field names must be quoted and unique, nesting must be shallow, and nothing may follow the object.");
    }

    /** Rejects unknown fields: ignoring a misspelt one would look as if it had worked. */
    public Fields only(String... allowed) {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!Arrays.asList(allowed).contains(name)) {
                String field = prefix + Names.quoted(name).replace("\"", "");
                throw Problem.field(
                                ProblemType.UNKNOWN_FIELD,
                                field,
                                "The field " + field + " is unknown. Known fields: " + String.join(", ", allowed) + ".")
                        .exception();
            }
        }
        return this;
    }

    public boolean has(String field) {
        return object.has(field);
    }

    /** A name of an item, topic, team or medal. */
    public String name(String field) {
        JsonNode value = required(field);
        if (!value.isTextual() || !Names.isValid(value.textValue())) {
            throw invalid(field, "text, " + Names.ALLOWED).exception();
        }
        return value.textValue();
    }

    /** A name, or null if the field is missing. */
    @Nullable
    public String optionalName(String field) {
        return has(field) ? name(field) : null;
    }

    /** One of the allowed words, in the same case. */
    public String word(String field, List<String> allowed) {
        JsonNode value = required(field);
        if (!value.isTextual() || !allowed.contains(value.textValue())) {
            throw invalid(field, "\"" + String.join("\" or \"", allowed) + "\"").exception();
        }
        return value.textValue();
    }

    /** A quantity from {@code min} to {@link Limits#LINE_QUANTITY}. */
    public long quantity(String field, long min) {
        return wholeNumber(field, min, Limits.LINE_QUANTITY);
    }

    /** A whole number from {@code min} to {@code max}. */
    public long wholeNumber(String field, long min, long max) {
        JsonNode value = required(field);
        // Rejects 1.0 and 1e3 too: a client that sends them counts in floating point.
        boolean isLong = value.isIntegralNumber() && value.canConvertToLong();
        if (!isLong || value.longValue() < min || value.longValue() > max) {
            throw invalid(field, WholeNumbers.allowed(min, max)).exception();
        }
        return value.longValue();
    }

    /** A price, exactly as it was sent. */
    public BigDecimal price(String field) {
        JsonNode value = required(field);
        if (!value.isNumber() || !Limits.isPrice(value.decimalValue())) {
            throw invalid(field, Limits.PRICE_ALLOWED).exception();
        }
        return value.decimalValue();
    }

    /** An instant of ISO 8601, in milliseconds since 1970; null if the field is missing. */
    public @Nullable Long optionalInstant(String field) {
        if (!has(field)) {
            return null;
        }
        JsonNode value = required(field);
        Long millis = value.isTextual() ? Instants.parse(value.textValue()) : null;
        if (millis == null) {
            throw invalid(field, Instants.ALLOWED).exception();
        }
        return millis;
    }

    /** The objects of an array of 1 to {@code max} objects. */
    public List<Fields> objects(String field, int max) {
        JsonNode array = required(field);
        if (!array.isArray() || array.isEmpty() || array.size() > max) {
            throw invalid(field, "an array of 1 to " + max + " objects").exception();
        }
        List<Fields> elements = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            String path = prefix + field + "[" + i + "]";
            if (!(array.get(i) instanceof ObjectNode element)) {
                throw Problem.invalidField(path, "an object").exception();
            }
            elements.add(new Fields(element, path + "."));
        }
        return elements;
    }

    private Problem invalid(String field, String allowed) {
        return Problem.invalidField(prefix + field, allowed);
    }

    private JsonNode required(String field) {
        JsonNode value = object.get(field);
        if (value == null) {
            throw Problem.field(
                            ProblemType.MISSING_FIELD, prefix + field, "The field " + prefix + field + " is missing.")
                    .exception();
        }
        return value;
    }
}
