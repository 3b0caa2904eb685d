/**
 * What lives in a slot, as rules without Akka: {@link menhir.replica.SlotLog}, the replica of a store's log, and {@link
 * menhir.replica.SlotCatalog}, what the log's released entries add up to. The actors of {@code menhir.replica.actor} are thin
 * shells over these two, and the simulation drives the same classes.
 *
 * <p>An Append of the leader arrives at {@link menhir.replica.SlotLog#onMessage}, waits in its queue while another is being
 * persisted, and is answered when it is on disk. When a later Append says that its entries are released, the catalog reads
 * them ({@link menhir.replica.SlotLog#readReleased}), applies them ({@link menhir.replica.SlotCatalog#onReleased}) and
 * answers the lookups that waited for them.
 */
@NullMarked
package menhir.replica;

import org.jspecify.annotations.NullMarked;
