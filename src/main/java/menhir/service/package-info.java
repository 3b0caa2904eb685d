/**
 * What a node offers to its clients, independent of HTTP and of the cluster behind it: {@link StoreService} for all stores,
 * {@link ServiceException} for requests that cannot be answered now, and {@link IdempotencyKeys} for the keys of commands.
 *
 * <p>The package separates both sides. HTTP needs only this interface, so its tests run on a store in memory; {@code
 * menhir.frontend} implements it with the cluster. Every command ends in one {@link StoreService.Outcome}.
 */
@NullMarked
package menhir.service;

import org.jspecify.annotations.NullMarked;
