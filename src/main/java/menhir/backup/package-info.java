/**
 * Copies of a store's log outside of any database: the backup file, its JSON lines, and the check that all who copy a log
 * share. The package exists so that a copy is either whole and proven, or refused; it knows no cluster and no disk layout.
 *
 * <p>A backup file is a sequence of records. Each is its length (4 bytes, big-endian), a body, and a CRC-32C of the body (4
 * bytes, big-endian). Numbers are unsigned LEB128, and blocks a length and that many bytes, as {@link
 * menhir.records.RecordWriter} defines. Texts are blocks of UTF-8.
 *
 * <pre>
 * file    = "MENHIRBK", header, segment..., trailer, end of file
 * header  = kind 1, format (1), store, store kind, cluster, slots, node, release, last index, time (milliseconds since 1970),
 *           forced (0 or 1)
 * segment = kind 2, first index, count, then per entry: epoch, order number or 0, payload
 * trailer = kind 3, last index, last epoch, last order number, digest up to the last index
 * </pre>
 *
 * <p>The entries are those from index 1 to the last index, without a gap. A file that does not end in a trailer that agrees
 * with all records before it is no backup.
 *
 * <p>Reading order: {@link menhir.backup.BackupHeader}, {@link menhir.backup.CopiedLog} (what a copy must be), {@link
 * menhir.backup.BackupEncoder}, {@link menhir.backup.BackupReader}, {@link menhir.backup.BackupFile} and {@link
 * menhir.backup.JsonLines}.
 */
@NullMarked
package menhir.backup;

import org.jspecify.annotations.NullMarked;
