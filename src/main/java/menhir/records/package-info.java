/**
 * Bytes that are kept for years: records with a checksum, and the digest of a log. They are read from disks and backups that
 * may be damaged, so every length is checked before it is used. The package is apart from the database because backups use
 * the same bytes without one. The frequent messages between nodes have the same form ({@link menhir.records.ProtocolMessages}).
 */
@NullMarked
package menhir.records;

import org.jspecify.annotations.NullMarked;
