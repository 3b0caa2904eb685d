/**
 * Judges what a cluster did under faults, from records only: {@link menhir.chaos.check.HistoryChecker} compares the replies
 * that clients got with the store's log, and {@link menhir.chaos.check.Availability} the times of acknowledged orders with
 * the times at which a majority was connected. It exists apart from what makes the faults, so that each kind of violation
 * has a test with a history written by hand.
 */
@NullMarked
package menhir.chaos.check;

import org.jspecify.annotations.NullMarked;
