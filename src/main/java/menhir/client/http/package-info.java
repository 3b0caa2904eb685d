/**
 * HTTP with fail-over, without knowledge of the store's API. It exists so that every command gets the same retries, the
 * same limits and the same error messages.
 *
 * <p>A caller describes a {@link menhir.client.http.Request} and how to read its
 * {@link menhir.client.http.Response} as an {@link menhir.client.http.ApiCall}.
 * {@link menhir.client.http.ServerPool} gives each client an {@link menhir.client.http.ApiCaller}: {@code Failover}, which
 * chooses the server of each attempt by its {@link menhir.client.http.RetryPolicy}.
 * {@link menhir.client.http.HttpCaller} does one exchange, limited in time and, by {@code BoundedBody}, in size.
 * {@link menhir.client.http.Json} reads the body strictly; a response that does not fit is a
 * {@link menhir.client.http.BadResponseException}, and a request without any usable response a
 * {@link menhir.client.http.NoServerException}.
 */
@NullMarked
package menhir.client.http;

import org.jspecify.annotations.NullMarked;
