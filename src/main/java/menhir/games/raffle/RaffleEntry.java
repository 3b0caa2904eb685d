package menhir.games.raffle;

/**
 * A request that entered the raffle.
 *
 * @param number 1 for the first that entered
 * @param request its place among all client requests: a multiple of a hundred
 * @param frontEnd where it came in
 * @param label what to show for it
 */
public record RaffleEntry(long number, long request, String frontEnd, String label) {}
