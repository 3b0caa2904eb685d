package menhir.frontend;

import akka.cluster.sharding.typed.javadsl.EntityRef;
import java.util.List;
import menhir.replica.CatalogReplica;
import menhir.replica.OrderReplica;
import menhir.replication.Timing;

/**
 * What a front-end needs to know.
 *
 * @param frontEnd its name; unlike that of any other, and of any earlier one on this node
 * @param replicas the order replicas, slot 1 first
 * @param catalogs the catalog replicas, slot 1 first
 * @param nearSlots all slots, those on this node first: the order in which reads are tried
 * @param cacheCapacity most items in the cache; 0 turns it off
 * @param maxPending most requests of each kind that wait
 * @param commandMillis how long a command is carried through fail-overs
 * @param readMillis how long a read is tried
 */
public record FrontEndSettings(
        String store,
        String frontEnd,
        List<EntityRef<OrderReplica.Command>> replicas,
        List<EntityRef<CatalogReplica.Command>> catalogs,
        List<Integer> nearSlots,
        Timing timing,
        int cacheCapacity,
        int maxPending,
        long commandMillis,
        long readMillis) {

    public FrontEndSettings {
        replicas = List.copyOf(replicas);
        catalogs = List.copyOf(catalogs);
        nearSlots = List.copyOf(nearSlots);
    }

    EntityRef<OrderReplica.Command> replica(int slot) {
        return replicas.get(slot - 1);
    }

    EntityRef<CatalogReplica.Command> catalog(int slot) {
        return catalogs.get(slot - 1);
    }

    /** The slot for the n-th try, the nearest first. */
    int slotForTry(int tries) {
        return nearSlots.get(tries % nearSlots.size());
    }

    ServiceException noLeader() {
        return new ServiceException(
                ServiceException.Reason.NO_MAJORITY,
                "No majority of the store's replicas can be reached now. Nothing was changed; try again soon.");
    }

    ServiceException overloaded() {
        return new ServiceException(
                ServiceException.Reason.OVERLOADED,
                "Too many requests wait here. Nothing was changed; try again soon.");
    }
}
