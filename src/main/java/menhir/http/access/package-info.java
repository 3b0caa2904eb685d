/**
 * Who may do what. {@link menhir.http.access.Access} knows the API keys and what a caller without one may do; {@link
 * menhir.http.access.SitePolicy} knows which web pages may use the server.
 */
@NullMarked
package menhir.http.access;

import org.jspecify.annotations.NullMarked;
