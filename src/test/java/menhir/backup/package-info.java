/** Tests of backup files and their JSON lines. */
@NullMarked
package menhir.backup;

import org.jspecify.annotations.NullMarked;
