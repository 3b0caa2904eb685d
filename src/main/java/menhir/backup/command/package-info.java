/**
 * The commands of backups. Each handles one file or one stopped node, and fails with one line; none leaves half of its work
 * behind under a name that looks whole. They are apart from the format, which a running node uses too.
 */
@NullMarked
package menhir.backup.command;

import org.jspecify.annotations.NullMarked;
