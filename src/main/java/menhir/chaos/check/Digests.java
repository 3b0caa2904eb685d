package menhir.chaos.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;

/** Compares the replicas of a store. */
public final class Digests {
    private Digests() {}

    /**
     * Whether all replicas have the same: apart from the slot, what they tell must be equal, and not unknown.
     *
     * @param view what a node answers about the digests of a store
     * @param slots number of replicas that must be there
     */
    public static boolean agree(JsonNode view, int slots) {
        Set<JsonNode> distinct = new HashSet<>();
        boolean known = true;
        for (JsonNode replica : view.path("replicas")) {
            known &= replica.path("digest").isTextual()
                    && replica.path("catalog").isTextual();
            distinct.add(replica.isObject() ? ((ObjectNode) replica.deepCopy()).without("slot") : replica);
        }
        return known && distinct.size() == 1 && view.path("replicas").size() == slots;
    }
}
