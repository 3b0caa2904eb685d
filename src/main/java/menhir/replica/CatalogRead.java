package menhir.replica;

/**
 * A read of the catalog at index {@code minIndex} or later, within {@code waitMillis} or not at all.
 *
 * @param request repeated in the answer; {@link #PROBE} only asks whether the replica has reached {@code minIndex}
 */
public record CatalogRead(long request, CatalogQuery query, long minIndex, long waitMillis) {

    /** The request of a read whose answer nobody waits for. */
    public static final long PROBE = 0;
}
