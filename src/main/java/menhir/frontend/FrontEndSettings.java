package menhir.frontend;

import java.util.List;
import menhir.replication.Timing;
import menhir.service.ServiceException;

/**
 * What a front-end must know.
 *
 * @param nearSlots all slots, those on its own node first: the order in which reads are tried
 * @param cacheCapacity most values in the cache; 0 turns it off
 * @param maxPending most requests of each kind that wait; a command about many names counts as several
 * @param commandMillis how long a command is retried through fail-overs
 * @param readMillis how long a read is retried
 */
public record FrontEndSettings(
        String store,
        List<Integer> nearSlots,
        Timing timing,
        int cacheCapacity,
        int maxPending,
        long commandMillis,
        long readMillis) {

    public FrontEndSettings {
        nearSlots = List.copyOf(nearSlots);
    }

    public int slots() {
        return nearSlots.size();
    }

    /** The slot for the n-th attempt, the nearest first. */
    public int slotForAttempt(int attempts) {
        return nearSlots.get(attempts % nearSlots.size());
    }

    /** To a request that was not done because there is no leader, or no majority. */
    public ServiceException noLeader() {
        return new ServiceException(
                ServiceException.Reason.NO_MAJORITY,
                "Not enough replicas of the store are available. Nothing was changed; try again soon.");
    }

    ServiceException overloaded() {
        return new ServiceException(
                ServiceException.Reason.OVERLOADED,
                "Too many requests are waiting. Nothing was changed; try again soon.");
    }
}
