package menhir.replication;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The latest position of each slot's member that anyone has told of. Leaders collect positions from replies and pass them on
 * with their Appends; replicas keep them on their disks. So the majority that elects a leader knows which of its voters came
 * back with an older disk, as long as one voter was told.
 *
 * <p>Immutable.
 */
public final class KnownPositions {
    /** Nothing is known. */
    public static final KnownPositions NONE = new KnownPositions(new TreeMap<>());

    private static final int FIELDS = 6;

    private final SortedMap<Integer, LogPosition> positions;

    private KnownPositions(SortedMap<Integer, LogPosition> positions) {
        this.positions = positions;
    }

    /** What is known of a slot's member; null if nothing is. */
    public @Nullable LogPosition of(int slot) {
        return positions.get(slot);
    }

    /** Whether the member in this slot has lost something that it had. */
    public boolean hasForgotten(int slot, LogPosition position) {
        LogPosition known = positions.get(slot);
        return known != null && position.isBehind(known);
    }

    /** These positions and what one more adds to them. */
    KnownPositions with(int slot, LogPosition position) {
        LogPosition known = positions.get(slot);
        LogPosition merged = known == null ? position : known.with(position);
        if (merged.equals(known)) {
            return this;
        }
        TreeMap<Integer, LogPosition> more = new TreeMap<>(positions);
        more.put(slot, merged);
        return new KnownPositions(more);
    }

    /** All that is known by these positions and others. */
    KnownPositions with(KnownPositions others) {
        KnownPositions merged = this;
        for (var each : others.positions.entrySet()) {
            merged = merged.with(each.getKey(), each.getValue());
        }
        return merged;
    }

    /** Whether these name an incarnation that {@code others} do not. */
    boolean nameOtherIncarnationsThan(KnownPositions others) {
        return positions.entrySet().stream().anyMatch(each -> {
            LogPosition other = others.of(each.getKey());
            return other == null || !other.incarnation().equals(each.getValue().incarnation());
        });
    }

    /** Six numbers for each slot: slot, joined at, start, nonce, accepted epoch, last index. */
    public long[] toArray() {
        long[] fields = new long[FIELDS * positions.size()];
        int i = 0;
        for (var each : positions.entrySet()) {
            LogPosition position = each.getValue();
            fields[i++] = each.getKey();
            fields[i++] = position.incarnation().joinedAt();
            fields[i++] = position.incarnation().start();
            fields[i++] = position.incarnation().nonce();
            fields[i++] = position.acceptedEpoch();
            fields[i++] = position.lastIndex();
        }
        return fields;
    }

    /**
     * Reads what {@link #toArray} made.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static KnownPositions of(long[] fields) {
        if (fields.length % FIELDS != 0) {
            throw new IllegalArgumentException("positions have " + FIELDS + " numbers each, not " + fields.length);
        }
        TreeMap<Integer, LogPosition> positions = new TreeMap<>();
        for (int i = 0; i < fields.length; i += FIELDS) {
            long slot = fields[i];
            if (slot < 1 || slot > Integer.MAX_VALUE || (!positions.isEmpty() && slot <= positions.lastKey())) {
                throw new IllegalArgumentException("positions must be in the order of their slots");
            }
            for (int j = 1; j < FIELDS; j++) {
                if (fields[i + j] < 0) {
                    throw new IllegalArgumentException("a position must not have a negative number: " + fields[i + j]);
                }
            }
            positions.put(
                    (int) slot,
                    new LogPosition(
                            new Incarnation(fields[i + 1], fields[i + 2], fields[i + 3]),
                            fields[i + 4],
                            fields[i + 5]));
        }
        return positions.isEmpty() ? NONE : new KnownPositions(positions);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KnownPositions known && positions.equals(known.positions);
    }

    @Override
    public int hashCode() {
        return positions.hashCode();
    }

    @Override
    public String toString() {
        return positions.toString();
    }
}
