package menhir.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nodes of the cluster as this node sees them now. */
public interface ClusterNodes {

    /** All nodes, also unreachable ones, by name. */
    List<NodeView> view();

    /** Name of the node with this slot's database, or null if no reachable node has it. */
    @Nullable
    String nodeOfSlot(int slot);
}
