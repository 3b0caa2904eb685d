package menhir.http.access;

/** What a caller may do. Each role includes those before it. */
public enum Role {
    /** Asks whether the node is well, and reads its description. */
    NONE,
    /** Looks up items, orders, events and the state of the cluster. */
    READ,
    /** Places orders. */
    ORDER,
    /** Changes catalogs and scores, and reads backups and caches. */
    ADMINISTER;

    boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
