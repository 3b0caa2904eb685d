/**
 * A node's membership in the Akka cluster. It exists because Akka's own seed nodes need the first node of the list, and
 * because a slot must stay on the node that has its database.
 *
 * <p>Reading order: {@link menhir.cluster.JoinRules} and {@link menhir.cluster.ClusterJoiner} (how nodes find each other and
 * rejoin), {@link menhir.cluster.SlotHosts} and {@link menhir.cluster.SlotDirectory} (whose replicas are used, admitted or not),
 * {@link menhir.cluster.DowningRules} and {@link menhir.cluster.SlotMajorityDowning} (who is removed), {@link
 * menhir.cluster.NodeRoles} (what a node tells about itself), {@link menhir.cluster.SlotAllocation} (where
 * the shard of a slot runs), {@link menhir.cluster.ClusterNodes} and {@link menhir.cluster.ClusterMembers} (the nodes as this
 * one sees them), {@link menhir.cluster.ClusterPeers} (messages to the same actor on all of them).
 */
@NullMarked
package menhir.cluster;

import org.jspecify.annotations.NullMarked;
