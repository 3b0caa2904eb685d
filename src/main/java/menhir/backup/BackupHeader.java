package menhir.backup;

import java.time.Instant;

/**
 * What a backup says of itself before its entries.
 *
 * @param kind label of the store's kind
 * @param lastIndex index of its last entry, from 1; the first is 1
 * @param timeMillis when the copy began: milliseconds since 1970. All changes that were acknowledged before are in it, unless
 *     it was forced
 * @param forced whether it was recovered from the disk of one replica: it may lack acknowledged changes, and may have some
 *     that were never acknowledged
 */
public record BackupHeader(String store, String kind, Origin origin, long lastIndex, long timeMillis, boolean forced) {

    /** The file on one line, for people. */
    public String describe() {
        return (forced ? "forced recovery of " : "backup of ") + store + " (" + kind + ") in cluster "
                + origin.cluster() + ", from " + origin.node() + " at " + Instant.ofEpochMilli(timeMillis);
    }
}
