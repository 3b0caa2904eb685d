package menhir.client.library;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import menhir.client.terminal.TerminalText;

/** A server refused a request, and nothing was changed. */
public final class RejectedException extends MenhirException {
    private static final long serialVersionUID = 1L;
    private static final Set<String> COMMON = Set.of("type", "title", "status", "detail", "instance");
    private static final int DETAIL_LIMIT = 1_000;

    private final int status;
    private final String type;
    private final HashMap<String, String> members;

    RejectedException(int status, String type, String detail, Map<String, String> members) {
        super(detail);
        this.status = status;
        this.type = type;
        this.members = new HashMap<>(members);
    }

    static RejectedException of(int status, String type, ObjectNode problem) {
        Map<String, String> members = new HashMap<>();
        for (Map.Entry<String, JsonNode> member : problem.properties()) {
            if (!COMMON.contains(member.getKey())) {
                members.put(member.getKey(), TerminalText.line(member.getValue().asText(), DETAIL_LIMIT));
            }
        }
        String detail = problem.path("detail").asText(problem.path("title").asText("status " + status));
        return new RejectedException(status, type, TerminalText.line(detail, DETAIL_LIMIT), members);
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
