/**
 * The server's API as the client program knows it: it imports nothing of the server, so that both cannot share a
 * misunderstanding.
 *
 * <p>{@link menhir.client.api.Dialect} chooses a {@link menhir.client.api.StoreApi}:
 * {@link menhir.client.api.CanonicalApi}, or one of the classical {@link menhir.client.api.StocksDialect},
 * {@link menhir.client.api.BooksDialect} and {@code ToysDialect}. It turns an {@link menhir.client.api.OrderRequest}
 * into an {@link menhir.client.http.ApiCall}, and the response into an {@link menhir.client.api.OrderOutcome}; likewise
 * items into {@link menhir.client.api.LookupResult} and {@link menhir.client.api.ItemView}, and placed orders into
 * {@link menhir.client.api.OrderView}. Scoreboards have an API of their own, {@link menhir.client.api.GamesDialect}.
 */
@NullMarked
package menhir.client.api;

import org.jspecify.annotations.NullMarked;
