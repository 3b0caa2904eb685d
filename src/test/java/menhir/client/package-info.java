/** Tests of the client program against small servers of their own: real sockets, real HTTP, a real catalog and order log. */
@NullMarked
package menhir.client;

import org.jspecify.annotations.NullMarked;
