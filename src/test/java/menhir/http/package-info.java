/** Tests of the HTTP front door: a real server on a loopback port, over stores that really decide, in memory. */
@NullMarked
package menhir.http;

import org.jspecify.annotations.NullMarked;
