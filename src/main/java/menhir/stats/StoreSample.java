package menhir.stats;

import org.jspecify.annotations.Nullable;

/**
 * What a store did at this node in one sample, and how it stood.
 *
 * @param orders orders that were placed, and other changes that were done
 * @param rejections orders and changes that were rejected for what they asked
 * @param failures orders and changes without an outcome in time
 * @param orderP50Micros time to their outcome; null if there was none
 * @param orderP99Micros null if there was none
 * @param lookups lookups of items, numbers and topics
 * @param hits lookups that this node's cache answered
 * @param lookupP50Micros null if there was no lookup
 * @param lookupP99Micros null if there was no lookup
 * @param released index up to which the log is released; null if it is not known
 * @param lag released entries that the replica has not that lacks most of all that can be reached; null if it is not known
 */
public record StoreSample(
        long orders,
        long rejections,
        long failures,
        @Nullable Long orderP50Micros,
        @Nullable Long orderP99Micros,
        long lookups,
        long hits,
        @Nullable Long lookupP50Micros,
        @Nullable Long lookupP99Micros,
        @Nullable Long released,
        @Nullable Long lag) {}
