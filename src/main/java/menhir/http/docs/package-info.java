/**
 * The description of the API, {@code openapi.yaml}: for programs as it is and as JSON, and for people as a page with examples. The page is
 * made from the description when somebody asks for it first, so that both say the same. It loads nothing from other servers.
 */
@NullMarked
package menhir.http.docs;

import org.jspecify.annotations.NullMarked;
