package menhir.games.multicast;

/**
 * A request that was delivered in the total order.
 *
 * @param position number in the order; the first is 1
 * @param sender the member that submitted the request
 */
public record Delivery(long position, Member sender, String request) {}
