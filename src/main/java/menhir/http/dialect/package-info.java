/**
 * The dialects: paths and JSON of the systems whose clients Menhir serves unchanged. {@link Dialect} says what a dialect is and
 * collects the routes of all; {@link StockBazaar}, {@link Bookstore}, {@link ToyStore} and {@link Olympics} translate between
 * their clients and the service that the canonical API uses too. {@link DataEnvelope} is the JSON that two of them share.
 */
@NullMarked
package menhir.http.dialect;

import org.jspecify.annotations.NullMarked;
