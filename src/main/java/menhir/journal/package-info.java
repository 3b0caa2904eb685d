/**
 * The disk of a slot: a database, which Akka Persistence uses as journal and snapshot store. It is a file of H2, or a schema on
 * a PostgreSQL server. The package exists so that "acknowledged" means "on disk": no other package uses the database, and one
 * class for each kind has what decides what survives a kill or a loss of power.
 *
 * <p>Reading order: {@link menhir.journal.SlotDatabase}, {@link menhir.journal.SlotPlace} and {@link menhir.journal.OpenSlot};
 * {@link menhir.journal.H2Folder} (the file, and what it survives), {@link menhir.journal.FailStopFilePath}, {@link
 * menhir.journal.SyncFilePath} and their channels (what a write promises), {@link menhir.journal.Compactor} (its size); {@link
 * menhir.journal.PostgresSchema}, {@link menhir.journal.ServerFacts}, {@link menhir.journal.SchemaLock} and {@link
 * menhir.journal.PostgresKeeper} (the same on a server); {@link menhir.journal.SlotSchema} (tables), {@link
 * menhir.journal.JournalConfig} (Akka's configuration), {@link menhir.journal.ReplicaRecords} (the bytes of an event), {@link
 * menhir.journal.LogReader} and {@link menhir.journal.SegmentReader} (entries back out of the database).
 */
@NullMarked
package menhir.journal;

import org.jspecify.annotations.NullMarked;
