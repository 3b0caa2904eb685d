/** Tests of how nodes find each other. */
@NullMarked
package menhir.cluster;

import org.jspecify.annotations.NullMarked;
