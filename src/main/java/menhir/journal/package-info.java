/**
 * The disk of a slot: one embedded H2 database, which Akka Persistence uses as journal and snapshot store. The package exists
 * so that "acknowledged" means "on disk": no other package uses the database, and one class, {@link
 * menhir.journal.SlotDatabase}, has the settings that decide what survives a kill or a loss of power.
 *
 * <p>Reading order: {@link menhir.journal.SlotDatabase} and {@link menhir.journal.OpenSlot} (the file, and what it survives),
 * {@link menhir.journal.FailStopFilePath}, {@link menhir.journal.SyncFilePath} and their channels (what a write promises), {@link
 * menhir.journal.Compactor} (its size), {@link menhir.journal.SlotSchema} (tables), {@link menhir.journal.JournalConfig}
 * (Akka's configuration), {@link menhir.journal.ReplicaRecords} (the bytes of an event), {@link menhir.journal.LogReader} and
 * {@link menhir.journal.SegmentReader} (entries back out of the database).
 */
@NullMarked
package menhir.journal;

import org.jspecify.annotations.NullMarked;
