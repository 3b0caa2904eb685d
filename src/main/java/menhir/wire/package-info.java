/**
 * What messages between nodes have in common: the marker {@link menhir.wire.CborMessage}, which selects the serializer of most of them, and
 * {@link menhir.wire.MessageBatches}, which keeps them below the frame limit. The protocol uses both, so nothing here depends
 * on Akka.
 */
@NullMarked
package menhir.wire;

import org.jspecify.annotations.NullMarked;
