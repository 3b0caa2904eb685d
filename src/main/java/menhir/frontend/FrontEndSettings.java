package menhir.frontend;

import java.util.List;
import menhir.replica.CatalogReplica;
import menhir.replica.OrderReplica;
import menhir.replica.SlotRefs;
import menhir.replication.Timing;
import menhir.service.ServiceException;

/**
 * What a front-end needs to know.
 *
 * @param frontEnd its name; unlike that of any other, and of any earlier one on this node
 * @param replicas the order replicas
 * @param catalogs the catalog replicas
 * @param nearSlots all slots, those on this node first: the order in which reads are tried
 * @param cacheCapacity most items in the cache; 0 turns it off
 * @param maxPending most requests of each kind that wait
 * @param commandMillis how long a command is carried through fail-overs
 * @param readMillis how long a read is tried
 */
public record FrontEndSettings(
        String store,
        String frontEnd,
        SlotRefs<OrderReplica.Command> replicas,
        SlotRefs<CatalogReplica.Command> catalogs,
        List<Integer> nearSlots,
        Timing timing,
        int cacheCapacity,
        int maxPending,
        long commandMillis,
        long readMillis) {

    public FrontEndSettings {
        nearSlots = List.copyOf(nearSlots);
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
