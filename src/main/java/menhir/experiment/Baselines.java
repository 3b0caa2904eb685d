package menhir.experiment;

import menhir.experiment.report.Table;

/** Measurements of the original systems by their authors, and how far they can be compared. */
final class Baselines {

    static final String HIT_MISS_COMPARABILITY =
            "The bookstore was measured on other hardware, so that absolute values cannot be compared. The ratio of a hit to a"
                    + " miss can: in both systems a miss sends a request to a catalog server. This experiment also checks that"
                    + " the miss shows the quantity after the order.";

    static final String CLASSICS_COMPARABILITY =
            "Same: requests, paths, one client, cache on; the stock bazaar's figures are those of a single machine."
                    + " Different: hardware, language, and guarantees. The originals acknowledged an order before it was"
                    + " replicated; here it is first written to the disks of a majority and removed from every cache. The"
                    + " toy store's queries are not documented; here they are lookups of products.";

    static final String SWEEP_COMPARABILITY =
            "Hardware and guarantees differ: the originals acknowledged an order before it was replicated; here it is first"
                    + " written to the disks of a majority and removed from every cache. The shape of the curves can be"
                    + " compared: how the mean time of a round grows with p, and what the cache saves. Absolute values depend"
                    + " mainly on the machine.";

    static final String CLIENTS_COMPARABILITY =
            "The bookstore's figures are those of one client with the cache on; the toy store's 8.4 ms per query are the mean"
                    + " of 1000 queries. The growth with the number of clients and the shares of the tiers can be compared;"
                    + " absolute values cannot, because hardware, language and guarantees differ. All nodes and clients share"
                    + " one machine: with more clients than cores, they compete for the processor.";

    static final String BALANCE_COMPARABILITY =
            "The originals were not measured with several front-ends. On one machine, a further front-end adds no cores: this"
                    + " experiment shows whether the load is balanced, and what the additional cache invalidations cost."
                    + " Scaling of throughput needs several machines.";

    static final String CRASH_COMPARABILITY =
            "The originals were not measured with crashes. There a replica recovered by copying the largest file of the"
                    + " others, and a crash of the front-end or of the lock server stopped the system; the crash of a leader has"
                    + " no counterpart.";

    static final String CLOCK_COMPARABILITY =
            "The originals' clocks were not measured. The method is the same, the Berkeley algorithm with an elected server;"
                    + " here it also compensates for the round trip, ignores outliers, and slows a clock down instead of setting"
                    + " it back. All nodes share one machine: round trips are short when it is idle and vary when it is busy.";

    static final String RAFFLE_COMPARABILITY =
            "The originals' raffle was not measured. The method is the same, totally ordered multicast with Lamport clocks;"
                    + " here a front-end may also crash: it is removed from the view, and the others continue from a common"
                    + " position. This experiment is about agreement, not about speed.";

    static final String DROP_COMPARABILITY =
            "The originals had no holds and no limits. Clients and nodes share one machine, so the latencies are those of busy"
                    + " cores; the verdict on the log does not depend on the machine.";

    private static final String[] COLUMNS = {"system", "request", "time"};

    private Baselines() {}

    static Table hitMiss() {
        Table.Builder table = builder();
        table.row("bookstore", "lookup, a hit", "1.9 ms");
        table.row("bookstore", "lookup, a miss", "9.0 ms");
        return table.build();
    }

    static Table sweep() {
        Table.Builder table = builder();
        table.row("stock bazaar, one machine", "lookup", "4.55 ms");
        table.row("stock bazaar, one machine", "trade", "19.38 ms");
        table.row("stock bazaar, one machine", "order lookup", "0.90 ms");
        table.row("replicated orders", "lookup plus order, p = 0", "46 ms");
        table.row("replicated orders", "lookup plus order, p = 0.8", "111 ms");
        return table.build();
    }

    static Table clients() {
        Table.Builder table = builder();
        table.row("bookstore, one client, cache", "search", "67 ms");
        table.row("bookstore, one client, cache", "lookup", "90 ms");
        table.row("bookstore, one client, cache", "buy", "397 ms");
        table.row("toy store", "1000 queries", "8.4 s");
        return table.build();
    }

    static Table none() {
        return builder().build();
    }

    private static Table.Builder builder() {
        return new Table.Builder("baselines", "Measurements of the original systems.", COLUMNS);
    }
}
