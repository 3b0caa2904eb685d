package menhir.games.raffle;

/**
 * What a draw came to.
 *
 * @param draw 1 for the first draw
 * @param requests how many client requests there had been
 * @param entries how many entries took part
 * @param random the shared random number, 256 bits in hexadecimal; the winner is this number modulo the entries, counted
 *     from the oldest
 */
public record Winner(long draw, long requests, int entries, String random, RaffleEntry entry) {}
