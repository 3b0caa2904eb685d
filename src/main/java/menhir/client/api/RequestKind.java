package menhir.client.api;

/** The kinds of request that are measured apart from each other. */
public enum RequestKind {
    LOOKUP_HIT("lookup hit"),
    LOOKUP_MISS("lookup miss"),
    /** A lookup whose answer does not say whether a cache had it. */
    LOOKUP("lookup"),
    ORDER("order"),
    ORDER_LOOKUP("order lookup");

    private final String label;

    RequestKind(String label) {
        this.label = label;
    }

    /** For people. */
    public String label() {
        return label;
    }
}
