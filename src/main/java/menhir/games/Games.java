package menhir.games;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import menhir.games.clock.ClockStatus;
import menhir.games.multicast.Delivery;
import menhir.games.raffle.RaffleStatus;
import menhir.games.raffle.Winner;

/**
 * The services of a node for the games' clients: dispatcher, raffle and clock. Every stage completes within a bounded time,
 * with a result or a {@link menhir.service.ServiceException}. Thread-safe.
 */
public interface Games {

    /** Assigns a client to the live front-end with the fewest clients: host:port, empty if none is live. */
    CompletionStage<Optional<String>> dispatchClient();

    /** A client that was dispatched to this front-end has left. False if no such front-end is live. */
    CompletionStage<Boolean> releaseClient(String frontEnd);

    /** A client registers with this node. False if this node is not a live front-end. */
    CompletionStage<Boolean> registerClient();

    /** A client of this node unregisters. False if this node is not a live front-end. */
    CompletionStage<Boolean> unregisterClient();

    /** Addresses of the live front-ends. */
    List<String> frontEnds();

    /** Addresses of all nodes in the cluster, including unreachable ones. */
    List<String> servers();

    /**
     * Counts an answered client request for the raffle. Never blocks.
     *
     * @param label what to display if the request enters the raffle
     */
    void countRequest(String label);

    /**
     * The raffle at this node.
     *
     * @param limit most entries, and most winners
     */
    CompletionStage<RaffleStatus> raffle(int limit);

    /** Draws a winner, the same at all front-ends; empty if there is no entry yet. */
    CompletionStage<Optional<Winner>> draw();

    /** Requests in the order of their delivery, with positions above {@code after}, as far as they are kept. */
    CompletionStage<List<Delivery>> deliveries(long after, int limit);

    /** Number of requests at this node that were not counted because its queue was full. */
    long droppedRequests();

    ClockStatus clock();
}
