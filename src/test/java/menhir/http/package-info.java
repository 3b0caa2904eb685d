/**
 * Tests of the whole HTTP server: {@link menhir.http.TestServer} runs it on a loopback port over {@link
 * menhir.service.MemoryStoreService}. Tests of routes are in the packages of the routes.
 */
@NullMarked
package menhir.http;

import org.jspecify.annotations.NullMarked;
