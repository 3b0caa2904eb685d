/**
 * {@code run/chaos}: a cluster of several processes under random faults and load, whose history is judged at the end. It
 * exists so that anybody can look for violations of the guarantees for as long as they like, on any machine.
 *
 * <p>Reading order: {@link menhir.chaos.ChaosCommand} reads the options; {@link menhir.chaos.ChaosRun} runs the load and the
 * {@link menhir.chaos.Nemesis}, which takes one {@link menhir.chaos.Fault} after the other from a {@link
 * menhir.chaos.FaultPlan} and does them to a {@link menhir.chaos.ChaosCluster}; {@link menhir.chaos.Judgement} judges what
 * the clients were told, with the checkers of {@link menhir.chaos.check}.
 */
@NullMarked
package menhir.chaos;

import org.jspecify.annotations.NullMarked;
