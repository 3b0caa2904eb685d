/**
 * A whole cluster in one thread, with simulated time, disks, clocks and network, all drawn from one seed. It drives the
 * very classes that the server runs, the whole way of a request: {@link menhir.frontend.StoreFrontEnd}, {@link
 * menhir.leader.StoreLeader}, {@link menhir.leader.StandbyPolicy}, {@link menhir.replica.SlotLog}, {@link
 * menhir.replica.SlotCatalog}, and under them {@code menhir.replication} and {@code menhir.store}. The {@code *Host} classes
 * stand in the place of the actors. Everything around them fails, and each answer is compared with what a store promises.
 *
 * <p>Reading order: {@link menhir.simulation.World} (what there is), {@link menhir.simulation.Faults} and {@link
 * menhir.simulation.Nemesis} (what fails), {@link menhir.simulation.Truth} (what must hold), {@link
 * menhir.simulation.SimulationTest}, {@link menhir.simulation.MutationTest}.
 */
@NullMarked
package menhir.simulation;

import org.jspecify.annotations.NullMarked;
