package menhir.games.raffle;

/**
 * The result of a draw.
 *
 * @param draw number of the draw; the first is 1
 * @param requests number of client requests before the draw
 * @param entries number of entries that took part
 * @param random the shared random number, 256 bits in hexadecimal; modulo {@code entries} it is the index of the winner,
 *     counted from the oldest entry
 */
public record Winner(long draw, long requests, int entries, String random, RaffleEntry entry) {}
