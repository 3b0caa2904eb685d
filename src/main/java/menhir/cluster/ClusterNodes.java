package menhir.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nodes of the cluster as this node sees them now. */
public interface ClusterNodes {

    /** All nodes by name, also those that are unreachable or gone. */
    List<NodeView> known();

    /** Name of the node with this slot's database, or null if no reachable node has it. */
    @Nullable
    String nodeOfSlot(int slot);

    /** The same, or else the node that had the slot last, or null if none is known. */
    @Nullable
    String lastNodeOfSlot(int slot);
}
