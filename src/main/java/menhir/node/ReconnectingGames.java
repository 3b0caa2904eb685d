package menhir.node;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
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
    private final AtomicLong leftOutBefore = new AtomicLong();

    ReconnectingGames(NodeClock clock) {
        this.clock = clock;
    }

    /** Sets the games of the session that has joined the cluster, or null at its end. */
    void set(@Nullable Games games) {
        Games before = session.getAndSet(games);
        if (before != null) {
            leftOutBefore.addAndGet(before.leftOut());
        }
    }

    private <T> CompletionStage<T> with(Function<Games, CompletionStage<T>> call) {
        return session.call(call);
    }

    @Override
    public CompletionStage<Optional<String>> sendClient() {
        return with(Games::sendClient);
    }

    @Override
    public CompletionStage<Boolean> releaseClient(String frontEnd) {
        return with(games -> games.releaseClient(frontEnd));
    }

    @Override
    public CompletionStage<Boolean> registerClient(boolean comes) {
        return with(games -> games.registerClient(comes));
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
            leftOutBefore.incrementAndGet();
        } else {
            games.requested(what);
        }
    }

    @Override
    public CompletionStage<RaffleView> raffle(int limit) {
        return with(games -> games.raffle(limit));
    }

    @Override
    public CompletionStage<Optional<Winner>> draw() {
        return with(Games::draw);
    }

    @Override
    public CompletionStage<List<Delivered>> deliveries(long after, int limit) {
        return with(games -> games.deliveries(after, limit));
    }

    @Override
    public long leftOut() {
        Games games = session.get();
        return leftOutBefore.get() + (games == null ? 0 : games.leftOut());
    }

    @Override
    public NodeClock.View clock() {
        return clock.view();
    }
}
