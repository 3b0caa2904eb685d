package menhir.games.raffle;

import java.util.List;

/**
 * The raffle as one front-end shows it.
 *
 * @param member the front-end's current member of the group: name and incarnation
 * @param view number of the newest group view that the member learned of; 0 if none
 * @param installed whether that view is installed; otherwise the front-end does not take part and its raffle is out of date
 * @param firstView number of the view in which the total order began
 * @param requests number of client requests
 * @param entered number of requests that entered the raffle
 * @param position number of requests delivered, draws included
 * @param digest SHA-256 over all deliveries: equal for equal {@code firstView} and {@code position}
 * @param entries the newest, oldest first
 * @param winners the newest, oldest first
 * @param dropped number of requests at this front-end that found no room in its queue and are not in the order
 */
public record RaffleStatus(
        String member,
        long view,
        boolean installed,
        long firstView,
        long requests,
        long entered,
        long position,
        String digest,
        List<RaffleEntry> entries,
        List<Winner> winners,
        long dropped) {}
