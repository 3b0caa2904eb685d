package menhir.replica;

import java.util.List;
import java.util.function.Consumer;
import menhir.replica.LogReplies.OrdersReply;
import menhir.replication.Protocol;
import menhir.replication.ReplicaState;
import menhir.replication.Timing;
import menhir.simulation.Mutation;
import menhir.store.CancelledOrders;
import menhir.store.CustomerCount;
import menhir.store.StoreState;
import menhir.store.Value;

/** Creates what lives in a slot, with at most one rule broken on purpose. */
public final class SlotParts {
    private SlotParts() {}

    public static SlotLog log(
            Protocol protocol, int slot, Timing timing, SlotLog.ReplicaFactory factory, SlotLog.Output output) {
        return new SlotLog(slot, timing, factory, output) {
            @Override
            public long released() {
                ReplicaState state = state();
                return protocol.breaks(Mutation.UNRELEASED_SHOWN) && state != null
                        ? state.lastIndex()
                        : super.released();
            }

            @Override
            public void readOrders(OrderRead read, Consumer<OrdersReply> reply) {
                boolean alone = protocol.breaks(Mutation.END_OF_ORDERS_UNVOUCHED) && released() > 0;
                super.readOrders(
                        alone ? new OrderRead(read.request(), read.afterNumber(), read.limit(), released()) : read,
                        reply);
            }
        };
    }

    private static StoreState without(Class<? extends Value> forgotten, StoreState state) {
        List<Value> values = state.values().stream()
                .filter(value -> !forgotten.isInstance(value))
                .toList();
        StoreState copy =
                new StoreState(state.keys().capacity(), state.index(), state.lastNumber(), state.opened(), values);
        state.keys().forEach(copy::rememberKey);
        return copy;
    }

    public static SlotCatalog catalog(
            Protocol protocol, int slot, int keyCapacity, SlotCatalog.Output output, long now) {
        return new SlotCatalog(slot, keyCapacity, output, now) {
            /** Small ones, so that there are several. */
            @Override
            List<StateChunk> chunksOf(StoreState state) {
                return StateExport.of(slot, exported(state), epoch(), 2, 25);
            }

            private StoreState exported(StoreState state) {
                if (protocol.breaks(Mutation.LIMITS_FORGOTTEN)) {
                    return without(CustomerCount.class, state);
                }
                return protocol.breaks(Mutation.CANCELLATIONS_FORGOTTEN)
                        ? without(CancelledOrders.class, state)
                        : state;
            }

            @Override
            List<CatalogCheckpoint.KeyBatch> keysOf(CatalogCheckpoint checkpoint) {
                return protocol.breaks(Mutation.CHECKPOINT_WITHOUT_KEYS) ? List.of() : super.keysOf(checkpoint);
            }
        };
    }
}
