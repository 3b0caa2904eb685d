package menhir.client.library;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import menhir.client.terminal.TerminalText;

/** A server refused a request, and nothing was changed. */
public final class RejectedException extends MenhirException {
    private static final long serialVersionUID = 1L;
    private static final String PREFIX = "urn:menhir:problem:";
    private static final Set<String> COMMON = Set.of("type", "title", "status", "detail", "instance");
    private static final int DETAIL_LIMIT = 1_000;

    private final int status;
    private final String type;
    private final transient Map<String, String> members;

    RejectedException(int status, String type, String detail, Map<String, String> members) {
        super(detail);
        this.status = status;
        this.type = type;
        this.members = members;
    }

    static RejectedException of(int status, ObjectNode problem) {
        String type = problem.path("type").asText("");
        Map<String, String> members = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : problem.properties()) {
            if (!COMMON.contains(member.getKey())) {
                members.put(member.getKey(), member.getValue().asText());
            }
        }
        String detail = problem.path("detail").asText(problem.path("title").asText("status " + status));
        return new RejectedException(
                status,
                type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : type,
                TerminalText.line(detail, DETAIL_LIMIT),
                Map.copyOf(members));
    }

    /** The status of HTTP. */
    public int status() {
        return status;
    }

    /** The type of the problem, which never changes: {@code not-enough-stock}. The table of problems lists them. */
    public String type() {
        return type;
    }

    /** A member of the problem, such as {@code available}; empty if it has none of this name. */
    public String member(String name) {
        return members.getOrDefault(name, "");
    }
}
