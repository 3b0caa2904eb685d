/**
 * The connections of the HTTP server: how many there may be, and how long the head of a request may take. Akka HTTP limits
 * neither: beyond its maximum, connections wait in the kernel's queue, and a head may arrive as slowly as it likes.
 *
 * <p>{@link menhir.http.connections.ConnectionListener} accepts connections and puts Akka's HTTP layer on each. {@code
 * Admission} decides which place a new one gets; {@code HeadDeadline} is the rule for heads, and {@code BytesStage}
 * applies it to the bytes below Akka's layer, and breaks heads that this layer would fail on ({@code CodedHttp10}). Beyond the
 * limit, {@code SpareHandler} answers health checks, and all else with 503. See
 * docs/decisions/0022-connections-under-overload.md.
 *
 * <p>{@code TlsStage} is outside of all this, on ports with a certificate: {@code TlsRecords} has the engine of one connection,
 * and {@code Handshakes} does what takes long. See docs/decisions/0033-https.md.
 */
@NullMarked
package menhir.http.connections;

import org.jspecify.annotations.NullMarked;
