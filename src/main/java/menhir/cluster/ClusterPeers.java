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
 * References to the same-named actor on every live node, this one included. Messages may be lost, as always between actors.
 * Not thread-safe: belongs to one actor. docs/decisions/0013-peers-without-receptionist.md says why the references are
 * resolved by name.
 *
 * @param <M> type of the messages that such an actor receives
 */
public final class ClusterPeers<M> {
    private final Function<String, ActorRef<M>> resolve;
    private final Supplier<SortedMap<String, String>> liveNodes;
    private final Map<String, ActorRef<M>> byAddress = new HashMap<>();
    private SortedMap<String, String> live = new TreeMap<>();

    /**
     * Creates the references; there are none before the first {@link #refresh}.
     *
     * @param actorName name of the guardian's child on each node
     * @param liveNodes the remoting addresses, system@host:port, of the live nodes by name
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

    /** Updates the live nodes. */
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

    /** The first live node by name, or null if none is known. Nodes that see the same live nodes agree on it. */
    public @Nullable String first() {
        return live.isEmpty() ? null : live.firstKey();
    }

    /** Sends a message to the actor on a node; does nothing if the node is not live. */
    public void tell(String node, M message) {
        String address = live.get(node);
        if (address != null) {
            byAddress.computeIfAbsent(address, resolve).tell(message);
        }
    }

    /** Sends a message to the actor on every live node. */
    public void tellAll(M message) {
        live.keySet().forEach(node -> tell(node, message));
    }

    private static <M> ActorRef<M> resolve(ActorSystem<?> system, String address, String actorName) {
        return ActorRefResolver.get(system).resolveActorRef("akka://" + address + "/user/" + actorName);
    }
}
