/** Tests of the journal with real H2 databases on disk, which are killed and reopened. */
@NullMarked
package menhir.journal;

import org.jspecify.annotations.NullMarked;
