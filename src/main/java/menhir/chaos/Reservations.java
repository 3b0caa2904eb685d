package menhir.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides which faults may happen at a time: few, each node in one fault only, and never so many disks that forget something
 * that a majority of them might.
 */
final class Reservations {
    private static final int MOST_FAULTS = 2;

    private final int slots;
    private final List<Claim> claims = new ArrayList<>();

    /**
     * What a fault needs for itself.
     *
     * @param nodes the nodes that it ends or pauses
     * @param disk the node whose disk forgets something; 0 if none does
     * @param exclusive whether there may be no other fault
     */
    record Claim(List<Integer> nodes, int disk, boolean exclusive) {
        Claim {
            nodes = List.copyOf(nodes);
        }
    }

    Reservations(int slots) {
        this.slots = slots;
    }

    /** Reserves, if nothing contradicts. */
    synchronized boolean reserve(Claim wanted) {
        if (!isFree(wanted)) {
            return false;
        }
        claims.add(wanted);
        return true;
    }

    private boolean isFree(Claim wanted) {
        boolean alone = claims.isEmpty();
        if ((wanted.exclusive() && !alone) || claims.size() >= MOST_FAULTS) {
            return false;
        }
        int forgetful = wanted.disk() == 0 ? 0 : 1;
        for (Claim claim : claims) {
            if (claim.exclusive() || claim.nodes().stream().anyMatch(wanted.nodes()::contains)) {
                return false;
            }
            forgetful += claim.disk() == 0 ? 0 : 1;
        }
        return forgetful <= (slots - 1) / 2;
    }

    synchronized void release(Claim claim) {
        claims.remove(claim);
    }
}
