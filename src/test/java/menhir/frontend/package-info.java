/** Tests of a node's front-end, between a leader and replicas that do as the test says. */
@NullMarked
package menhir.frontend;

import org.jspecify.annotations.NullMarked;
