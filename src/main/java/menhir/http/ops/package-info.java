/**
 * Routes for operators: {@link NodeRoutes} for health checks and metrics, {@link ConsoleRoutes} for the web console. They need no store but the one question whether this node is ready.
 */
@NullMarked
package menhir.http.ops;

import org.jspecify.annotations.NullMarked;
