/**
 * The client program: what a person, a script or a benchmark uses to talk to Menhir over HTTP. It exists to show and to
 * verify what a client can rely on: it sends every order under one idempotency key through any number of retries and
 * fail-overs, and afterwards looks every order up to verify that it is stored as it was sent.
 *
 * <p>It knows the server by its HTTP API only and imports nothing of it, so that both cannot share a misunderstanding.
 * Every server counts as hostile: responses are limited in size and time, parsed strictly, and stripped of control
 * characters before they reach a terminal.
 *
 * <p>This package is the entrance: {@link menhir.client.ClientCommand} is the command line, and
 * {@link menhir.client.Clients} the facade for the experiments. Below it, each package uses only those further down:
 *
 * <ol>
 *   <li>{@code command}: the sub-commands; {@code report}: their results as text and JSON;
 *   <li>{@code run}: clients that order and verify; {@code load}: the load driver; {@code events}: the event stream;
 *   <li>{@code api}: the server's API; {@code metrics}: latencies;
 *   <li>{@code http}: requests with fail-over;
 *   <li>{@code terminal}: safe output.
 * </ol>
 *
 * <p>Reading order, along one order: {@link menhir.client.command.TradeCommand} makes an
 * {@link menhir.client.api.OrderRequest}; {@link menhir.client.run.Session} sends it, through
 * {@link menhir.client.api.CanonicalApi} and {@code Failover}; {@code RandomWalk} and {@code OrderVerifier} do the same
 * many times and compare.
 */
@NullMarked
package menhir.client;

import org.jspecify.annotations.NullMarked;
