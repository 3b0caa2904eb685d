package menhir.frontend.actor;

import menhir.frontend.RecentOrders;
import menhir.replica.actor.LocalOrders;

/**
 * A store's released orders, as far as a node has them without asking anyone.
 *
 * @param recent the newest ones, in memory
 * @param local those in a database of the node
 */
public record NodeOrders(RecentOrders recent, LocalOrders local) {}
