/**
 * Clients of a cluster that record what they were told: {@link menhir.chaos.load.OrderLoad} places orders and looks items up
 * through a {@link menhir.chaos.load.RecordingClient}. It exists so that tests and {@code run/chaos} load a cluster in one
 * way, and judge all replies.
 */
@NullMarked
package menhir.chaos.load;

import org.jspecify.annotations.NullMarked;
