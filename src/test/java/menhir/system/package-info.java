/**
 * Tests of the store's guarantees on a real cluster: in each scenario something fails (a process is killed or paused, data is
 * lost, a link is cut) while clients send requests, and at the end all replies are checked against the log.
 *
 * <p>They run the packaged jar: {@code mvn verify}, or one of them with {@code mvn verify -Dit.test=NodesAreKilledIT}.
 */
@NullMarked
package menhir.system;

import org.jspecify.annotations.NullMarked;
