package menhir.games.raffle;

/**
 * A request that entered the raffle.
 *
 * @param number of the entry; the first is 1
 * @param request number of the request among all client requests, a multiple of {@link Raffle#EVERY}
 * @param frontEnd the front-end that received it
 * @param label what to display for it
 */
public record RaffleEntry(long number, long request, String frontEnd, String label) {}
