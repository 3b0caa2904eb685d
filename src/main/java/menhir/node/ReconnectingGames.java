package menhir.node;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import menhir.games.Games;
import menhir.games.multicast.Delivered;
import menhir.games.node.NodeClock;
import menhir.games.raffle.RaffleView;
import menhir.games.raffle.Winner;
import org.jspecify.annotations.Nullable;

/**
 * The games of the node's current session in the cluster. Between two sessions every call fails at once, but for the clock,
 * which belongs to the node.
 */
final class ReconnectingGames implements Games {
    private final NodeClock clock;
    private final SessionReference<Games> session = new SessionReference<>();
    private final AtomicLong leftOutByEarlierSessions = new AtomicLong();

    ReconnectingGames(NodeClock clock) {
        this.clock = clock;
    }

    /** Sets the games of the session that has joined the cluster, or null at its end. */
    void set(@Nullable Games games) {
        Games earlier = session.getAndSet(games);
        if (earlier != null) {
            leftOutByEarlierSessions.addAndGet(earlier.leftOut());
        }
    }

    @Override
    public CompletionStage<Optional<String>> sendClient() {
        return session.call(Games::sendClient);
    }

    @Override
    public CompletionStage<Boolean> releaseClient(String frontEnd) {
        return session.call(games -> games.releaseClient(frontEnd));
    }

    @Override
    public CompletionStage<Boolean> registerClient(boolean comes) {
        return session.call(games -> games.registerClient(comes));
    }

    @Override
    public List<String> frontEnds() {
        Games games = session.get();
        return games == null ? List.of() : games.frontEnds();
    }

    @Override
    public List<String> servers() {
        Games games = session.get();
        return games == null ? List.of() : games.servers();
    }

    @Override
    public void requested(String what) {
        Games games = session.get();
        if (games == null) {
            leftOutByEarlierSessions.incrementAndGet();
        } else {
            games.requested(what);
        }
    }

    @Override
    public CompletionStage<RaffleView> raffle(int limit) {
        return session.call(games -> games.raffle(limit));
    }

    @Override
    public CompletionStage<Optional<Winner>> draw() {
        return session.call(Games::draw);
    }

    @Override
    public CompletionStage<List<Delivered>> deliveries(long after, int limit) {
        return session.call(games -> games.deliveries(after, limit));
    }

    @Override
    public long leftOut() {
        Games games = session.get();
        return leftOutByEarlierSessions.get() + (games == null ? 0 : games.leftOut());
    }

    @Override
    public NodeClock.View clock() {
        return clock.view();
    }
}
