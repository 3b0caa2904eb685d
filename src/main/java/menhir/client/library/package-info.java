/**
 * The client library: orders, holds and events of a Menhir cluster for programs in Java, with fail-over, retries and idempotency
 * keys.
 *
 * <p>{@link menhir.client.library.MenhirClient} knows the servers and gives {@link menhir.client.library.Store}s, whose methods
 * are the requests. What a server refuses is a {@link menhir.client.library.RejectedException}; what no server has answered a
 * {@link menhir.client.library.NoAnswerException}, with the key under which a change can be repeated.
 *
 * <pre>{@code
 * MenhirClient client = MenhirClient.of("10.0.0.1:8080", "10.0.0.2:8080", "10.0.0.3:8080").build();
 * Store tickets = client.store("tickets");
 * Hold hold = tickets.hold(Basket.of("Seat", 2).forCustomer("ann"), Duration.ofMinutes(10));
 * Order order = tickets.confirm(hold.id());
 * }</pre>
 */
@NullMarked
package menhir.client.library;

import org.jspecify.annotations.NullMarked;
