package menhir.games;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import menhir.games.multicast.Delivered;
import menhir.games.node.NodeClock;
import menhir.games.raffle.RaffleView;
import menhir.games.raffle.Winner;

/**
 * What every node can do for the games' clients. Every stage completes within a bounded time, with a result or a {@link
 * menhir.service.ServiceException}. Thread-safe.
 */
public interface Games {

    /** Sends a client to the live front-end with the fewest: host:port, empty if none is live. */
    CompletionStage<Optional<String>> sendClient();

    /** A client that was sent to this front-end is gone. False if no such front-end is live. */
    CompletionStage<Boolean> releaseClient(String frontEnd);

    /** A client says at this node that it has come, or that it is gone. */
    CompletionStage<Boolean> registerClient(boolean comes);

    /** Addresses of the live front-ends. */
    List<String> frontEnds();

    /** Addresses of all nodes in the cluster, also those that cannot be reached now. */
    List<String> servers();

    /** A client's request was answered: it takes part in the raffle. Never waits. */
    void requested(String what);

    /** The raffle, with at most so many of the newest entries and of the newest winners. */
    CompletionStage<RaffleView> raffle(int limit);

    /** Draws a winner, the same at all front-ends; empty if there is no entry yet. */
    CompletionStage<Optional<Winner>> draw();

    /** Requests as they were delivered here, of places above {@code after}, as far as they are remembered. */
    CompletionStage<List<Delivered>> deliveries(long after, int limit);

    /** How many requests at this node came too fast to take part. */
    long leftOut();

    NodeClock.View clock();
}
