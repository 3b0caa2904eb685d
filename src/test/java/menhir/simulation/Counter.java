package menhir.simulation;

/** What happened in a run: a simulation that never meets a case proves nothing about it. */
enum Counter {
    STEPS,
    COMMITS,
    LEADERS,
    FAIL_OVERS,
    FENCED,
    RESIGNED,
    CRASHES,
    TORN_WRITES,
    PAUSES,
    PARTITIONS,
    WIPES,
    REJOINS,
    TRUNCATIONS,
    FETCHES,
    LOADS,
    LEASES_LAPSED,
    CACHE_HITS,
    CACHE_MISSES,
    CACHED_VALUES_INVALIDATED,
    LOOKUPS_UNAVAILABLE,
    ORDERS_STAND,
    ORDERS_REPLAYED,
    CHANGES_STAND,
    REFUSALS,
    KEYS_REUSED,
    OVERLOADS,
    RETRIES
}
