/**
 * The canonical API under {@code /v1}: routes that read a checked request, call {@link menhir.service.StoreService} or {@link
 * menhir.games.Games}, and write the result as JSON.
 *
 * <p>Reading order: {@link ItemRoutes} for lookups and changes of items; {@link OrderRoutes} for orders, with {@link OrderBody}
 * for their body; {@link HoldRoutes} for holds; {@link Outcomes} and {@link RejectionProblems} for the result; {@link JsonViews} for the JSON of items and
 * orders; {@link EventRoutes} and {@link EventFrames} for the event stream. {@link ClusterRoutes}, {@link ScoreRoutes} and {@link
 * GamesRoutes} are for nodes, scoreboards and the games beside them. Dialects use the public classes here, so that no rule is
 * written twice.
 */
@NullMarked
package menhir.http.api;

import org.jspecify.annotations.NullMarked;
