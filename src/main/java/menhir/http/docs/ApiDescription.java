package menhir.http.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The description of the API as a tree, in which references are looked up. */
final class ApiDescription {
    private static final List<String> METHODS = List.of("get", "put", "post", "delete");
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A request that the server answers.
     *
     * @param method in lower case
     * @param parameters those of the path and its own
     * @param bodies the content of its body by media type; empty if it has no body
     */
    record Operation(String method, String path, JsonNode node, List<JsonNode> parameters, JsonNode bodies) {
        String id() {
            return node.path("operationId").asText();
        }
    }

    private final JsonNode root;

    private ApiDescription(JsonNode root) {
        this.root = root;
    }

    /** @param yaml of this server; not of anybody else */
    static ApiDescription parse(byte[] yaml) {
        try {
            return new ApiDescription(new ObjectMapper(new YAMLFactory()).readTree(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException("the description of the API is no YAML", e);
        }
    }

    byte[] json() {
        return (text(root) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** A value as JSON on one line. */
    static String text(JsonNode value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a tree that cannot be written", e);
        }
    }

    /** A value as JSON on several lines, for people. */
    static String indented(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toPrettyString();
    }

    JsonNode info() {
        return root.path("info");
    }

    /** The groups of operations, in their order, each with what it is about. */
    Map<JsonNode, List<Operation>> groups() {
        Map<JsonNode, List<Operation>> groups = new LinkedHashMap<>();
        List<Operation> all = operations();
        for (JsonNode tag : root.path("tags")) {
            String name = tag.path("name").asText();
            groups.put(
                    tag,
                    all.stream()
                            .filter(each ->
                                    each.node().path("tags").path(0).asText().equals(name))
                            .toList());
        }
        return groups;
    }

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
            for (String method : METHODS) {
                JsonNode node = path.getValue().path(method);
                if (!node.isMissingNode()) {
                    List<JsonNode> parameters = new ArrayList<>();
                    path.getValue().path("parameters").forEach(each -> parameters.add(resolved(each)));
                    node.path("parameters").forEach(each -> parameters.add(resolved(each)));
                    operations.add(new Operation(
                            method,
                            path.getKey(),
                            node,
                            parameters,
                            resolved(node.path("requestBody")).path("content")));
                }
            }
        }
        return operations;
    }

    /** What a reference refers to; anything else itself. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? resolved(root.at(node.path("$ref").asText().substring(1))) : node;
    }
}
