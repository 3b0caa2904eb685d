/**
 * What the store promises, put to the proof: each test is a story in which something breaks (a process is killed or paused, a
 * disk is lost) while clients go on ordering, and ends with everything they were told being held against the log.
 *
 * <p>They run the packaged jar: {@code mvn verify}, or one of them with {@code mvn verify -Dit.test=LeaderIsLostIT}.
 */
@NullMarked
package menhir.system;

import org.jspecify.annotations.NullMarked;
