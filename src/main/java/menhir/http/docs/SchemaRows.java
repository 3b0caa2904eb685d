package menhir.http.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The fields of a schema as rows of a table, also those within: {@code lines[].item}. */
final class SchemaRows {
    private static final int DEEPEST = 5;

    /**
     * A field.
     *
     * @param name with the names of the fields around it
     * @param type for people: "integer, 1 to 100"
     */
    record Row(String name, String type, boolean required, String description) {}

    private final ApiDescription description;
    private final List<Row> rows = new ArrayList<>();

    private SchemaRows(ApiDescription description) {
        this.description = description;
    }

    static List<Row> of(ApiDescription description, JsonNode schema) {
        SchemaRows all = new SchemaRows(description);
        all.add("", schema, 0);
        return all.rows;
    }

    private void add(String prefix, JsonNode reference, int depth) {
        JsonNode schema = description.resolved(reference);
        if (depth > DEEPEST) {
            return;
        }
        schema.path("oneOf").forEach(each -> add(prefix, each, depth + 1));
        for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
            String name = prefix + field.getKey();
            boolean required = false;
            for (JsonNode each : schema.path("required")) {
                required |= each.asText().equals(field.getKey());
            }
            Row row = new Row(name, type(field.getValue()), required, describe(field.getValue()));
            if (!rows.contains(row)) {
                rows.add(row);
            }
            add(name + ".", field.getValue(), depth + 1);
        }
        if (schema.has("items")) {
            add(
                    prefix.isEmpty() ? "[]." : prefix.substring(0, prefix.length() - 1) + "[].",
                    schema.path("items"),
                    depth + 1);
        }
    }

    private String describe(JsonNode reference) {
        String own = reference.path("description").asText();
        return own.isEmpty()
                ? description.resolved(flat(reference)).path("description").asText()
                : own;
    }

    /** A schema with one alternative is that alternative. */
    private static JsonNode flat(JsonNode schema) {
        return schema.path("allOf").size() == 1 ? schema.path("allOf").path(0) : schema;
    }

    /** The type of a value, and which values are allowed. */
    String type(JsonNode reference) {
        JsonNode schema = description.resolved(flat(reference));
        if (schema.has("const")) {
            return ApiDescription.text(schema.path("const"));
        }
        if (schema.has("enum")) {
            List<String> values = new ArrayList<>();
            schema.path("enum").forEach(value -> values.add(value.asText()));
            return values.size() > 8 ? "one of " + values.size() : String.join(" | ", values);
        }
        List<String> types = new ArrayList<>();
        if (schema.path("type").isArray()) {
            schema.path("type").forEach(type -> types.add(type.asText()));
        } else {
            types.add(schema.path("type").asText("any"));
        }
        return String.join(" or ", types) + bounds(schema);
    }

    private static String bounds(JsonNode schema) {
        String lowest = schema.path("minimum").asText(schema.path("minLength").asText());
        String highest = schema.path("maximum").asText(schema.path("maxLength").asText());
        String bounds = lowest.isEmpty()
                ? highest.isEmpty() ? "" : ", up to " + highest
                : highest.isEmpty() ? ", from " + lowest : ", " + lowest + " to " + highest;
        return bounds + (schema.has("maxLength") ? " characters" : "");
    }

    /** The type of a schema by itself. */
    static String typeOf(ApiDescription description, JsonNode schema) {
        return new SchemaRows(description).type(schema);
    }
}
