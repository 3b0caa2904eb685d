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
import menhir.store.Limits;
import menhir.store.Names;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object that a client sent. Each getter gives a value that is allowed, or throws a
 * {@link ProblemException} that names the field and what is allowed.
 */
public final class Fields {
    /** How the parser's message about a name that stands twice begins. */
    private static final String DUPLICATE = "Duplicate field ";

    private final ObjectNode object;
    private final String prefix;

    /** @param prefix what goes before a field's name in errors: {@code lines[2].} */
    private Fields(ObjectNode object, String prefix) {
        this.object = object;
        this.prefix = prefix;
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
            return malformed("The field " + field + " stands twice: send it once.")
                    .with("field", field);
        }
        JsonLocation location = e.getLocation();
        String place =
                location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        return malformed("The body is not well-formed JSON" + place
                + ": names must be quoted and stand once, nothing may follow, and nesting must be shallow.");
    }

    /** Refuses fields that would be ignored: a misspelt one must not look as if it had worked. */
    public Fields only(String... allowed) {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!Arrays.asList(allowed).contains(name)) {
                String field = prefix + Names.quoted(name).replace("\"", "");
                throw Problem.field(
                                ProblemType.UNKNOWN_FIELD,
                                field,
                                "The field " + field + " is not known here; there are " + String.join(", ", allowed)
                                        + ".")
                        .exception();
            }
        }
        return this;
    }

    public boolean has(String field) {
        return object.has(field);
    }

    public String name(String field) {
        JsonNode value = required(field);
        if (!value.isTextual() || !Names.isValid(value.textValue())) {
            throw invalid(field, "text, " + Names.ALLOWED).exception();
        }
        return value.textValue();
    }

    @Nullable
    public String optionalName(String field) {
        return has(field) ? name(field) : null;
    }

    /** One of these words, written exactly so. */
    public String word(String field, List<String> allowed) {
        JsonNode value = required(field);
        if (!value.isTextual() || !allowed.contains(value.textValue())) {
            throw invalid(field, "\"" + String.join("\" or \"", allowed) + "\"").exception();
        }
        return value.textValue();
    }

    public long quantity(String field, long least) {
        return whole(field, least, Limits.LINE_QUANTITY);
    }

    public long whole(String field, long least, long most) {
        JsonNode value = required(field);
        // 1.0 and 1e3 are refused as well: whoever sends them counts in floating point.
        boolean fits = value.isIntegralNumber() && value.canConvertToLong();
        if (!fits || value.longValue() < least || value.longValue() > most) {
            throw invalid(field, WholeNumbers.allowed(least, most)).exception();
        }
        return value.longValue();
    }

    public BigDecimal price(String field) {
        JsonNode value = required(field);
        if (!value.isNumber()) {
            throw invalid(field, Limits.PRICE_ALLOWED).exception();
        }
        BigDecimal price = value.decimalValue();
        if (!Limits.isPrice(price)) {
            throw invalid(field, Limits.PRICE_ALLOWED).exception();
        }
        return price;
    }

    public List<Fields> objects(String field, int most) {
        JsonNode array = required(field);
        if (!array.isArray() || array.isEmpty() || array.size() > most) {
            throw invalid(field, "an array of 1 to " + most + " objects").exception();
        }
        List<Fields> elements = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            String place = prefix + field + "[" + i + "]";
            if (!(array.get(i) instanceof ObjectNode element)) {
                throw Problem.invalidField(place, "an object").exception();
            }
            elements.add(new Fields(element, place + "."));
        }
        return elements;
    }

    /** A problem with a field of this object. */
    Problem invalid(String field, String allowed) {
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
