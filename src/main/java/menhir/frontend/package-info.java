/**
 * The front door of a node, behind HTTP: {@link menhir.service.StoreService} is what the routes see,
 * {@code FrontEnd} the one actor per store and node that keeps the cache under its lease and carries orders through a
 * fail-over.
 */
@NullMarked
package menhir.frontend;

import org.jspecify.annotations.NullMarked;
