package menhir.frontend;

import menhir.replica.CatalogQuery;
import menhir.replication.CoherentCache;
import menhir.replication.Protocol;
import menhir.simulation.Mutation;

/** Creates front-ends, with at most one rule broken on purpose. */
public final class FrontEndParts {
    private FrontEndParts() {}

    public static StoreFrontEnd frontEnd(
            Protocol protocol, FrontEndSettings settings, ReplicaSelector selector, StoreFrontEnd.Output output) {
        return new BrokenFrontEnd(protocol, settings, selector, output, protocol.cache(settings.cacheCapacity()));
    }

    private static final class BrokenFrontEnd extends StoreFrontEnd {
        private final Protocol protocol;

        BrokenFrontEnd(
                Protocol protocol,
                FrontEndSettings settings,
                ReplicaSelector selector,
                Output output,
                CoherentCache<CacheValue> cache) {
            super(settings, selector, BackendTimers.NONE, output, cache);
            this.protocol = protocol;
        }

        @Override
        PendingCommands newCommands(FrontEndSettings settings, BackendTimers timers) {
            return new PendingCommands(settings, this::submitTo, timers) {
                @Override
                boolean isLatest(int attempt, int attempts) {
                    return protocol.breaks(Mutation.REJECTION_OF_EARLIER_ATTEMPT) || super.isLatest(attempt, attempts);
                }
            };
        }

        @Override
        PendingLookups newLookups(
                FrontEndSettings settings,
                ReplicaSelector selector,
                CoherentCache<CacheValue> cache,
                BackendTimers timers) {
            return new PendingLookups(settings, selector, cache, this::readFrom, timers) {
                @Override
                boolean mayShare(boolean sent, long generation, long minIndex, CatalogQuery query, long now) {
                    return protocol.breaks(Mutation.OUTDATED_READ_SHARED)
                            || super.mayShare(sent, generation, minIndex, query, now);
                }
            };
        }
    }
}
