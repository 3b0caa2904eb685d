/**
 * The games on the nodes of a cluster: actors that run the rules of {@link menhir.games.clock}, {@link
 * menhir.games.multicast} and {@link menhir.games.raffle}. They decide nothing themselves, and nothing here is durable.
 * {@link menhir.games.node.ClusterGames} implements {@link menhir.games.Games} on them.
 *
 * <p><em>A client is dispatched.</em> The {@link menhir.games.node.DispatcherProxy} of its node asks the {@link
 * menhir.games.node.Dispatcher}, a cluster singleton, which chooses by its {@link menhir.games.node.DispatcherCounts}. The
 * counts are approximate by nature, since clients leave without notice. So the dispatcher sends each proxy a snapshot twice a
 * second; a new dispatcher recovers from these, and a proxy without a dispatcher decides by its own ({@link
 * menhir.games.node.FallbackCounts}).
 *
 * <p><em>A request is counted for the raffle.</em> It waits in the {@link menhir.games.node.RequestFeed}; the node's {@link
 * menhir.games.node.RaffleMember} submits it to the multicast. The members are agreed on in the scoreboard's log ({@link
 * menhir.games.node.MembershipLog}): each member announces itself to the {@link menhir.games.node.ViewCoordinator} of the
 * first live node, which proposes the views that {@link menhir.games.node.ViewRules} decide.
 *
 * <p><em>The clocks are synchronised.</em> The {@link menhir.games.node.TimeServerActor}, a cluster singleton, polls the
 * {@link menhir.games.node.ClockAgent} of each node, which reads and adjusts the {@link menhir.games.node.NodeClock} of its
 * process.
 */
@NullMarked
package menhir.games.node;

import org.jspecify.annotations.NullMarked;
