package menhir.cluster;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of the nodes that answer for slots, whether they are members of the cluster or not. {@link ClusterJoiner} keeps
 * it, by the rules of {@link SlotHosts}. Thread-safe.
 */
public final class SlotDirectory {
    private volatile Map<Integer, String> addresses = Map.of();

    /** Remoting address, system@host:port, of the node with this slot, or null if none answers. */
    public @Nullable String addressOf(int slot) {
        return addresses.get(slot);
    }

    void set(Map<Integer, String> addressesBySlot) {
        addresses = Map.copyOf(addressesBySlot);
    }
}
