/**
 * The process of a node. Databases and HTTP port belong to the process, and the membership in the cluster to a session, because
 * a node that was removed from the cluster can only rejoin with a new actor system; its clients need not notice more than a
 * few answers 503.
 *
 * <p>Reading order: {@link menhir.node.Node} (start, sessions, stop), {@link menhir.node.InitialCatalogs} (what new stores
 * contain), {@link menhir.node.ClusterSession} (joins, and starts
 * the actors through {@link menhir.node.StoreBootstrap} and {@link menhir.node.GamesBootstrap}), {@link
 * menhir.node.ReplicaRoutes} (how messages reach replicas), {@link
 * menhir.node.ReconnectingStoreService} and {@link menhir.node.ReconnectingGames} (what HTTP calls, whatever the session),
 * {@link menhir.node.NodeConfig} (configuration of Akka).
 */
@NullMarked
package menhir.node;

import org.jspecify.annotations.NullMarked;
