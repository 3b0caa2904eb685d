/**
 * Starts and stops the nodes of experiments and tests: processes of the packaged jar, on free ports of the loopback address,
 * with folders of their own. It exists so that everything that runs a real cluster does it in one way, and leaves no process
 * behind.
 *
 * <p>Reading order: {@link menhir.experiment.lab.Lab} creates a {@link menhir.experiment.lab.LabCluster} from a {@link
 * menhir.experiment.lab.ClusterSpec}; the cluster starts its {@link menhir.experiment.lab.LabNode}s on {@link
 * menhir.experiment.lab.FreePorts}; each node is a {@link menhir.experiment.lab.GuardedProcess}, whose command line comes
 * from a {@link menhir.experiment.lab.NodeCommand}. The links of a cluster can be cut if they are {@link
 * menhir.experiment.lab.Wires}: {@link menhir.experiment.lab.Namespaces} or {@link menhir.experiment.lab.Relays}.
 */
@NullMarked
package menhir.experiment.lab;

import org.jspecify.annotations.NullMarked;
