/** Why a request was not done, and what to do about it (RFC 9457), independent of the format in which a client gets it. */
@NullMarked
package menhir.http.problem;

import org.jspecify.annotations.NullMarked;
