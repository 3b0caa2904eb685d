/**
 * The client program: what a person, a script or a benchmark uses to talk to Menhir over HTTP. It exists to show, and to
 * check, what a client may count on: it sends every order under one idempotency key through any number of retries and
 * fail-overs, and afterwards looks every order up to see that it stands as it was sent.
 *
 * <p>It knows the server by its HTTP API only and imports nothing of it, so that it cannot share a misunderstanding
 * with the code it checks. Everything a server sends is taken as hostile: answers are bounded in size and in time,
 * parsed strictly, and stripped of control characters before they reach a terminal.
 *
 * <p>Reading order: {@link menhir.client.ClientCommand} lists the verbs; {@code RandomWalk} is what a client does;
 * {@code Session} and {@code Failover} carry a request to whichever server answers; {@code OrderCheck} compares.
 */
@NullMarked
package menhir.client;

import org.jspecify.annotations.NullMarked;
