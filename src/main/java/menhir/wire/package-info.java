/** What crosses between nodes: one marker, bound to one serializer. */
@NullMarked
package menhir.wire;

import org.jspecify.annotations.NullMarked;
