package menhir.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The actors of one name on all live nodes, this one included. What is sent to a node that is gone is lost, as anything may
 * be on the way. Belongs to one thread.
 *
 * @param <M> what such an actor takes
 */
public final class ClusterPeers<M> {
    private final Function<String, ActorRef<M>> resolve;
    private final Supplier<SortedMap<String, String>> liveNodes;
    private final Map<String, ActorRef<M>> byAddress = new HashMap<>();
    private SortedMap<String, String> live = new TreeMap<>();

    /**
     * Peers, none of them known before the first {@link #refresh}.
     *
     * @param actorName of the guardian's child on each node
     * @param liveNodes the names of the nodes that can be reached now, and their addresses: system@host:port
     */
    public ClusterPeers(ActorSystem<?> system, String actorName, Supplier<SortedMap<String, String>> liveNodes) {
        this(address -> resolve(system, address, actorName), liveNodes);
    }

    /**
     * Peers with other references.
     *
     * @param resolve makes a reference from an address
     */
    public ClusterPeers(Function<String, ActorRef<M>> resolve, Supplier<SortedMap<String, String>> liveNodes) {
        this.resolve = resolve;
        this.liveNodes = liveNodes;
    }

    /** Takes in who is there now. */
    public void refresh() {
        live = liveNodes.get();
        byAddress.keySet().retainAll(live.values());
    }

    /** The names of the live nodes, in order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(live.keySet());
    }

    /** Whether the node was live at the last {@link #refresh}. */
    public boolean has(String node) {
        return live.containsKey(node);
    }

    /** The first of the live nodes: all who see the same ones agree on it. Null before any is known. */
    public @Nullable String first() {
        return live.isEmpty() ? null : live.firstKey();
    }

    public void tell(String node, M message) {
        String address = live.get(node);
        if (address != null) {
            byAddress.computeIfAbsent(address, resolve).tell(message);
        }
    }

    /** To all, this node included. */
    public void tellAll(M message) {
        live.keySet().forEach(node -> tell(node, message));
    }

    private static <M> ActorRef<M> resolve(ActorSystem<?> system, String address, String actorName) {
        return ActorRefResolver.get(system).resolveActorRef("akka://" + address + "/user/" + actorName);
    }
}
