package menhir.experiment;

import menhir.experiment.report.Table;

/** What the authors of the classroom systems measured, and how far it can be compared. */
public final class Baselines {

    static final String HIT_MISS_COMPARABLE =
            "The bookstore's figures are those of another program on hardware that we do not have; their absolute values say"
                    + " little about these. Comparable is the ratio of a hit to a miss, and what is behind a miss: there and"
                    + " here a question to a catalog server. Here it is also checked that the miss shows what the order left.";

    static final String CLASSICS_COMPARABLE =
            "The same requests by the same paths, one client, the cache on; the bazaar's figures are those on one machine."
                    + " Not the same: hardware, language, and the promises. There an order was acknowledged before it was"
                    + " anywhere else; here it is forced to the disks of a majority, and out of every cache, before it is"
                    + " acknowledged. What the toy store's queries were is not known; here they are lookups of products.";

    static final String SWEEP_COMPARABLE =
            "Same question, other hardware, and other promises: the originals acknowledged an order before it was anywhere"
                    + " else. Here it is forced to the disks of a majority, and out of every cache, before it is acknowledged."
                    + " Comparable is the shape: how the mean time of a round grows with p, and what"
                    + " the cache saves. The absolute values depend on the machine above all.";

    static final String CLIENTS_COMPARABLE =
            "The bookstore's figures are of one client with the cache on; the toy store's 8.4 ms for each query are of a"
                    + " run of a thousand. Comparable is how the time grows with the number of clients, and how it is shared between the"
                    + " tiers; not the absolute values, for hardware, language and promises differ. All nodes and all clients"
                    + " share this one machine: from as many clients as it has cores on, they wait for each other.";

    static final String BALANCE_COMPARABLE =
            "There are no original figures for the number of front-ends. On one machine more front-ends do not bring more cores: what can be seen is whether the load"
                    + " is spread evenly and that a further front-end costs no more than its share of the cache's"
                    + " invalidations. How far throughput grows can only be seen on several machines.";

    static final String CRASH_COMPARABLE =
            "There are no original figures for crashes. In the originals a crashed replica came back by copying the largest"
                    + " file of the others, and the death of the front-end or of the lock server stopped everything; so there is"
                    + " nothing to compare the death of the leader with.";

    static final String CLOCK_COMPARABLE =
            "There are no original figures for the clocks. The method is the same, the Berkeley algorithm with an elected"
                    + " server; here the round trip is taken into account, outliers are left out, and clocks are never set"
                    + " back but made slower for a while. All nodes share one machine, so that their round trips are short when"
                    + " it is idle, and uneven when it is busy.";

    static final String RAFFLE_COMPARABLE =
            "There are no original figures for the raffle. The method is the same, totally ordered multicast with Lamport"
                    + " clocks; what is new is that a front-end may die: it is left out of the acknowledgements, and the others"
                    + " go on from one common position. This is about agreement, not about speed.";

    private static final String[] COLUMNS = {"system", "what", "figure"};

    private Baselines() {}

    static Table hitMiss() {
        Table.Builder table = builder();
        table.row("bookstore", "lookup, a hit", "1.9 ms");
        table.row("bookstore", "lookup, a miss", "9.0 ms");
        return table.table();
    }

    static Table sweep() {
        Table.Builder table = builder();
        table.row("stock bazaar, one machine", "lookup", "4.55 ms");
        table.row("stock bazaar, one machine", "trade", "19.38 ms");
        table.row("stock bazaar, one machine", "order lookup", "0.90 ms");
        table.row("replicated orders", "lookup plus order, p = 0", "46 ms");
        table.row("replicated orders", "lookup plus order, p = 0.8", "111 ms");
        return table.table();
    }

    static Table clients() {
        Table.Builder table = builder();
        table.row("bookstore, one client, cache", "search", "67 ms");
        table.row("bookstore, one client, cache", "lookup", "90 ms");
        table.row("bookstore, one client, cache", "buy", "397 ms");
        table.row("toy store", "1000 queries", "8.4 s");
        return table.table();
    }

    static Table none() {
        return builder().table();
    }

    private static Table.Builder builder() {
        return new Table.Builder("originals", "Figures of the original systems.", COLUMNS);
    }
}
