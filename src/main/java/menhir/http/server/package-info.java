/**
 * The HTTP server without routes of its own: routing, checks of requests, and limits.
 *
 * <p>Every byte from a client is untrusted until it has been checked, so there is one way in. {@link Router} finds the {@link
 * Route} of a request in the {@link RouteTable} and passes a {@link RequestContext} to the route's handler. The handler reads
 * checked values from the context: path parameters, {@link QueryParameters}, and the {@link Fields} of a JSON body that {@link
 * BodyReader} has read within its limits. A request that cannot be done ends in a {@link menhir.http.problem.ProblemException}; {@link
 * ExceptionMapper} maps any other exception to a {@link menhir.http.problem.Problem}. The route's {@link ErrorFormat} writes the problem as its
 * clients expect it. Bytes that are not HTTP never reach a route: {@link MalformedRequests} answers them.
 *
 * <p>docs/decisions/0011-route-table.md says why this is not Akka HTTP's routing DSL.
 */
@NullMarked
package menhir.http.server;

import org.jspecify.annotations.NullMarked;
