/** Tests of the journal on real H2 databases on disk, killed and reopened. */
@NullMarked
package menhir.journal;

import org.jspecify.annotations.NullMarked;
