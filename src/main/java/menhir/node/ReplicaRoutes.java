package menhir.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.RecipientRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import menhir.cluster.ClusterMembers;
import menhir.cluster.SlotDirectory;
import menhir.replica.actor.SlotEntity;
import org.jspecify.annotations.Nullable;

/**
 * Where a message to a store's replica goes: to the node that answers for the slot, over the sender's own link; else through
 * sharding, to the member that has the slot; else nowhere. Thread-safe.
 *
 * @param <M> the messages that such a replica accepts
 */
final class ReplicaRoutes<M> implements IntFunction<@Nullable RecipientRef<M>> {
    private record Route<M>(String address, ActorRef<M> replica) {}

    private final ActorSystem<?> system;
    private final EntityTypeKey<M> key;
    private final String store;
    private final SlotDirectory directory;
    private final ClusterMembers members;
    private final Map<Integer, Route<M>> routes = new ConcurrentHashMap<>();

    ReplicaRoutes(
            ActorSystem<?> system,
            EntityTypeKey<M> key,
            String store,
            SlotDirectory directory,
            ClusterMembers members) {
        this.system = system;
        this.key = key;
        this.store = store;
        this.directory = directory;
        this.members = members;
    }

    @Override
    public @Nullable RecipientRef<M> apply(int slot) {
        String address = directory.addressOf(slot);
        if (address != null) {
            return direct(slot, address);
        }
        return members.reachesSlot(slot)
                ? ClusterSharding.get(system).entityRefFor(key, new SlotEntity(store, slot).entityId())
                : null;
    }

    private ActorRef<M> direct(int slot, String address) {
        Route<M> known = routes.get(slot);
        if (known != null && known.address().equals(address)) {
            return known.replica();
        }
        String path = "akka://" + address + "/user/" + new SlotEntity(store, slot).actorName(key);
        ActorRef<M> replica = ActorRefResolver.get(system).resolveActorRef(path);
        routes.put(slot, new Route<>(address, replica));
        return replica;
    }
}
