package menhir.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of a server of one process: a cluster of one node with one slot. */
public final class OneProcess {
    private OneProcess() {}

    /** What differs from the settings of a node, by key. */
    public static Map<String, @Nullable Object> overrides() {
        Map<String, @Nullable Object> overrides = new HashMap<>();
        overrides.put("menhir.cluster.nodes", 1);
        overrides.put("menhir.cluster.slots", 1);
        overrides.put("menhir.cluster.seeds", null);
        overrides.put("menhir.node.ordinal", 1);
        // Not node-1: a node of a cluster may have a database with that name in the same folder.
        overrides.put("menhir.node.name", "store");
        overrides.put("menhir.node.slots", List.of(1));
        return overrides;
    }
}
