/**
 * What clients reach over HTTP. It translates, and decides nothing: a request is checked for form here, asked of
 * {@link menhir.service.StoreService}, and its answer written as JSON.
 *
 * <p>Everything a client sends is hostile until it is checked, so there is one way in: {@code Router} finds a {@code Route}
 * in the {@code RouteTable}, hands it a {@code RequestContext}, and turns whatever goes wrong into a {@link menhir.http.server.Problem} in
 * the form that the route's clients speak. Low-level on purpose: a request costs one walk through a small tree, and an
 * answer is one buffer that leaves in one write.
 *
 * <p>Reading order: {@code HttpServer}, {@code Router}, {@code RequestContext}, {@code ItemRoutes}, {@code OrderRoutes},
 * {@code StockBazaar}.
 */
@NullMarked
package menhir.http;

import org.jspecify.annotations.NullMarked;
