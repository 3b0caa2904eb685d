package menhir.cluster;

import java.util.List;
import menhir.service.StoreService.NodeView;
import org.jspecify.annotations.Nullable;

/** Who is in the cluster, as this node sees it now. */
public interface ClusterNodes {

    List<NodeView> view();

    /** Name of the node with this slot's database, or null while none can be reached. */
    @Nullable
    String nodeOfSlot(int slot);
}
