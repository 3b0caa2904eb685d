package menhir.games.clock;

import org.jspecify.annotations.Nullable;

/**
 * The state of a node's clock.
 *
 * @param timeMicros what it shows, microseconds since 1970
 * @param correctionMicros the sum of all adjustments since the clock's start
 * @param pendingMicros the part of it that readers do not see yet
 * @param server node of the time server of {@code round}, or null
 * @param round the last round that this node was told of, or null
 */
public record ClockStatus(
        String node,
        long timeMicros,
        long correctionMicros,
        long pendingMicros,
        @Nullable String server,
        @Nullable Round round) {}
