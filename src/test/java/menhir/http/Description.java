package menhir.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The description of the API in the jar, openapi.yaml, as a tree. */
final class Description {
    private static final List<String> METHODS = List.of("get", "put", "post", "delete");
    /** The components are what schemas refer to. */
    private static final JsonMetaSchema META = JsonMetaSchema.builder(JsonMetaSchema.getV202012())
            .keyword(new NonValidationKeyword("components"))
            .build();

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(
            VersionFlag.V202012, builder -> builder.metaSchema(META).defaultMetaSchemaIri(META.getIri()));
    private static final SchemaValidatorsConfig STRICT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    /** An operation of the description. */
    record Operation(String path, String method, JsonNode shared, JsonNode own, JsonNode body) {
        String id() {
            return own.path("operationId").asText();
        }

        /** The first success that it describes: its status. */
        String success() {
            List<String> statuses = new ArrayList<>();
            own.path("responses").fieldNames().forEachRemaining(statuses::add);
            return statuses.stream()
                    .filter(status -> status.startsWith("2"))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public String toString() {
            return method.toUpperCase(Locale.ROOT) + " " + path;
        }
    }

    final JsonNode root;

    private Description(JsonNode root) {
        this.root = root;
    }

    static Description read() {
        return new Description(tree("/menhir/http/openapi.yaml", new ObjectMapper(new YAMLFactory())));
    }

    /** A file of JSON. */
    static JsonNode json(String resource) {
        return tree(resource, new ObjectMapper());
    }

    private static JsonNode tree(String resource, ObjectMapper mapper) {
        try (InputStream in = Objects.requireNonNull(Description.class.getResourceAsStream(resource), resource)) {
            return mapper.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        root.path("paths").properties().forEach(path -> METHODS.stream()
                .filter(path.getValue()::has)
                .forEach(method -> operations.add(new Operation(
                        path.getKey(),
                        method,
                        path.getValue().path("parameters"),
                        path.getValue().path(method),
                        resolved(path.getValue().path(method).path("requestBody"))))));
        return operations;
    }

    /** The parameters of an operation, its own and those of its path. */
    List<JsonNode> parameters(Operation operation) {
        List<JsonNode> parameters = new ArrayList<>();
        operation.shared().forEach(parameter -> parameters.add(resolved(parameter)));
        operation.own().path("parameters").forEach(parameter -> parameters.add(resolved(parameter)));
        return parameters;
    }

    JsonNode response(Operation operation, String status) {
        return resolved(operation.own().path("responses").path(status));
    }

    /** What a reference within the description refers to; anything else itself. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? root.at(node.path("$ref").asText().substring(1)) : node;
    }

    /** What is wrong with a value, by a schema of the description. */
    Set<ValidationMessage> problems(JsonNode schema, JsonNode value) {
        ObjectNode alone = new ObjectMapper().createObjectNode();
        alone.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        alone.putArray("allOf").add(schema);
        alone.set("components", root.path("components"));
        return SCHEMAS.getSchema(alone, STRICT).validate(value);
    }

    /** What is wrong with the whole description, by a schema of descriptions. */
    Set<ValidationMessage> problems(JsonNode schemaOfDescriptions) {
        return SCHEMAS.getSchema(schemaOfDescriptions, STRICT).validate(root);
    }

    /** What is wrong with a schema, by the schema of schemas. */
    static Set<ValidationMessage> problemsOfSchema(JsonNode schema) {
        JsonSchema ofSchemas =
                SCHEMAS.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"), STRICT);
        return ofSchemas.validate(schema);
    }

    /** The media type of a response's content that has an example, or null. */
    static @Nullable String mediaTypeWithExample(JsonNode content) {
        List<String> types = new ArrayList<>();
        content.fieldNames().forEachRemaining(types::add);
        return types.stream()
                .filter(type -> content.path(type).has("example"))
                .findFirst()
                .orElse(null);
    }
}
