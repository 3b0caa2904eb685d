package menhir.games.multicast;

/**
 * A request at its place in the total order.
 *
 * @param position 1 for the first
 * @param sender the member that it was submitted to
 */
public record Delivered(long position, Member sender, String request) {}
