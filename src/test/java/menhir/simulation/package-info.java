/**
 * The protocol under fire: a whole cluster in one thread, with simulated time, disks, clocks and network, all of it
 * drawn from one seed. It drives the very classes of {@code menhir.replication} and {@code menhir.store} that the server
 * runs, breaks everything around them, and holds each answer against what a store must promise.
 *
 * <p>Reading order: {@link menhir.simulation.World} (what there is), {@link menhir.simulation.Faults} (what goes wrong),
 * {@link menhir.simulation.Truth} (what must hold), {@link menhir.simulation.SimulationTest}.
 */
@NullMarked
package menhir.simulation;

import org.jspecify.annotations.NullMarked;
