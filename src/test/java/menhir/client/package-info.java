/**
 * Tests of the client program as a user runs it, against small servers of its own: {@code TestServer} is a correct server
 * with an injected {@code Fault}, over a {@code TestStore}; {@code ScriptedServer} sends any bytes.
 */
@NullMarked
package menhir.client;

import org.jspecify.annotations.NullMarked;
