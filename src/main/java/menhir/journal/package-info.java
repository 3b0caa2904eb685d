/**
 * The durable side of a slot: one embedded H2 database per slot, which Akka Persistence uses as journal and snapshot
 * store. It exists so that "acknowledged" means "on disk": nothing else in the code talks to the database, and the
 * settings that decide whether a kill or a power cut loses data are in one place, {@link menhir.journal.SlotDatabase}.
 *
 * <p>Reading order: {@link menhir.journal.SlotDatabase} (which file, how safe), {@link menhir.journal.JournalConfig}
 * (what Akka is told), {@link menhir.journal.LogReader} (entries out of the database again). The bytes of a record are
 * {@link menhir.journal.ReplicaRecords}.
 */
@NullMarked
package menhir.journal;

import org.jspecify.annotations.NullMarked;
