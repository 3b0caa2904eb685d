package menhir.client.metrics;

/** The kinds of request whose latencies are measured separately. */
public enum RequestKind {
    LOOKUP_HIT("lookup hit"),
    LOOKUP_MISS("lookup miss"),
    /** A lookup whose response does not say whether it came from a cache. */
    LOOKUP("lookup"),
    ORDER("order"),
    ORDER_LOOKUP("order lookup");

    private final String label;

    RequestKind(String label) {
        this.label = label;
    }

    /** The name in reports and in JSON. */
    public String label() {
        return label;
    }
}
