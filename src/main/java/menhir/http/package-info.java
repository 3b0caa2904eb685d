/**
 * The HTTP server of a node. It checks the form of requests, calls the services and writes JSON; it decides nothing about
 * stores.
 *
 * <p>{@link HttpServer} assembles the parts: {@code http.connections} accepts connections and limits their number; {@code
 * http.server} routes and limits requests without knowing stores; {@code http.api} has the canonical API, {@code http.dialect} the
 * APIs of the original systems, {@code http.ops} health checks, metrics and the console, {@code http.docs} the description of the
 * API. Each of these depends on {@code
 * http.server}, and dialects also on {@code http.api}, never the other way.
 *
 * <p>The path of one order, {@code POST /v1/stores/stocks/orders}:
 *
 * <ol>
 *   <li>Akka HTTP parses the request within the limits of {@link menhir.http.server.HttpLimits} and calls {@link
 *       menhir.http.server.Router}, which finds the {@link menhir.http.server.Route} in the {@link
 *       menhir.http.server.RouteTable} and makes a {@link menhir.http.server.RequestContext}.
 *   <li>The handler is in {@link menhir.http.api.OrderRoutes}. It takes the store from {@link menhir.http.api.Stores} and the
 *       idempotency key and the JSON {@link menhir.http.server.Fields} from the context, where {@code BodyReader} reads the body.
 *   <li>{@link menhir.http.api.OrderBody} makes the command, and {@link menhir.service.StoreService#submit} does it.
 *   <li>{@link menhir.http.api.Outcomes} takes the order from the outcome. {@link menhir.http.api.RejectionProblems} makes a {@link
 *       menhir.http.problem.Problem} of a rejection; {@code ExceptionMapper} makes one of any other failure.
 *   <li>{@link menhir.http.api.JsonViews} writes the order as JSON, or {@link menhir.http.server.ErrorFormat} the problem. Head and
 *       body leave in one write.
 * </ol>
 */
@NullMarked
package menhir.http;

import org.jspecify.annotations.NullMarked;
