package menhir.games.raffle;

import java.util.List;

/**
 * The raffle as one front-end sees it.
 *
 * @param member the front-end's life that tells
 * @param roster number of the roster that it is in
 * @param counting whether it takes part now; otherwise all this is a little old
 * @param founding number of the roster with which the order began
 * @param requests client requests counted
 * @param entered how many of them entered
 * @param digest SHA-256 over all that was delivered: equal where {@code position} is equal
 * @param position how many requests, draws included, were delivered
 * @param entries the newest, oldest first
 * @param winners the newest, oldest first
 * @param leftOut requests at this front-end that came too fast to be counted
 */
public record RaffleView(
        String member,
        long roster,
        boolean counting,
        long founding,
        long requests,
        long entered,
        long position,
        String digest,
        List<RaffleEntry> entries,
        List<Winner> winners,
        long leftOut) {}
