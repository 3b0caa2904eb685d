package menhir.node;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import menhir.games.Games;
import menhir.games.clock.ClockStatus;
import menhir.games.multicast.Delivery;
import menhir.games.node.NodeClock;
import menhir.games.raffle.RaffleStatus;
import menhir.games.raffle.Winner;
import org.jspecify.annotations.Nullable;

/**
 * The games of the node's current session in the cluster. Between two sessions every call fails at once, but for the clock,
 * which belongs to the node.
 */
final class ReconnectingGames implements Games {
    private final NodeClock clock;
    private final SessionReference<Games> session = new SessionReference<>();
    private final AtomicLong droppedBefore = new AtomicLong();

    ReconnectingGames(NodeClock clock) {
        this.clock = clock;
    }

    /** Sets the games of the session that has joined the cluster, or null at its end. */
    void set(@Nullable Games games) {
        Games before = session.getAndSet(games);
        if (before != null) {
            droppedBefore.addAndGet(before.droppedRequests());
        }
    }

    /** The session has ended: it answers nothing any more. */
    void ended() {
        set(null);
        session.failUnanswered();
    }

    private <T> CompletionStage<T> with(Function<Games, CompletionStage<T>> call) {
        return session.call(call);
    }

    @Override
    public CompletionStage<Optional<String>> dispatchClient() {
        return with(Games::dispatchClient);
    }

    @Override
    public CompletionStage<Boolean> releaseClient(String frontEnd) {
        return with(games -> games.releaseClient(frontEnd));
    }

    @Override
    public CompletionStage<Boolean> registerClient() {
        return with(Games::registerClient);
    }

    @Override
    public CompletionStage<Boolean> unregisterClient() {
        return with(Games::unregisterClient);
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
    public void countRequest(String label) {
        Games games = session.get();
        if (games == null) {
            droppedBefore.incrementAndGet();
        } else {
            games.countRequest(label);
        }
    }

    @Override
    public CompletionStage<RaffleStatus> raffle(int limit) {
        return with(games -> games.raffle(limit));
    }

    @Override
    public CompletionStage<Optional<Winner>> draw() {
        return with(Games::draw);
    }

    @Override
    public CompletionStage<List<Delivery>> deliveries(long after, int limit) {
        return with(games -> games.deliveries(after, limit));
    }

    @Override
    public long droppedRequests() {
        Games games = session.get();
        return droppedBefore.get() + (games == null ? 0 : games.droppedRequests());
    }

    @Override
    public ClockStatus clock() {
        return clock.status();
    }
}
