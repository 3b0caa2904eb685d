package menhir.games;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import menhir.games.clock.ClockStatus;
import menhir.games.multicast.Delivery;
import menhir.games.multicast.Member;
import menhir.games.node.NodeClock;
import menhir.games.raffle.Raffle;
import menhir.games.raffle.RaffleRequest;
import menhir.games.raffle.RaffleStatus;
import menhir.games.raffle.Winner;

/** The games of a node without a cluster: the real raffle, with a list as its total order. */
public final class MemoryGames implements Games {
    private final Member self = new Member("n1", 7);
    private final NodeClock clock = new NodeClock("n1", 0, 0);
    private final List<Delivery> order = new ArrayList<>();
    private final Raffle raffle = new Raffle();
    private long clients;

    private synchronized void deliver(RaffleRequest request) {
        order.add(new Delivery(order.size() + 1, self, request.text()));
        raffle.deliver(self.name(), request.text());
    }

    /** Clients that were assigned or registered and are not gone. */
    public synchronized long clients() {
        return clients;
    }

    private synchronized CompletionStage<Boolean> change(boolean found, long by) {
        clients += found ? by : 0;
        return CompletableFuture.completedFuture(found);
    }

    @Override
    public CompletionStage<Optional<String>> dispatchClient() {
        return change(true, 1).thenApply(known -> Optional.of("127.0.0.1:8080"));
    }

    @Override
    public CompletionStage<Boolean> releaseClient(String frontEnd) {
        return change(frontEnd.equals("127.0.0.1:8080"), -1);
    }

    @Override
    public CompletionStage<Boolean> registerClient() {
        return change(true, 1);
    }

    @Override
    public CompletionStage<Boolean> unregisterClient() {
        return change(true, -1);
    }

    @Override
    public List<String> frontEnds() {
        return List.of("127.0.0.1:8080");
    }

    @Override
    public List<String> servers() {
        return List.of("127.0.0.1:8080", "127.0.0.1:8081");
    }

    @Override
    public void countRequest(String label) {
        deliver(new RaffleRequest.Entrant(label));
    }

    @Override
    public synchronized CompletionStage<RaffleStatus> raffle(int limit) {
        return CompletableFuture.completedFuture(new RaffleStatus(
                self.toString(),
                1,
                true,
                1,
                raffle.requests(),
                raffle.entered(),
                order.size(),
                raffle.digest(),
                raffle.entries(),
                raffle.winners(),
                0));
    }

    @Override
    public CompletionStage<Optional<Winner>> draw() {
        deliver(new RaffleRequest.Draw("nonce"));
        return CompletableFuture.completedFuture(Optional.ofNullable(raffle.winner()));
    }

    @Override
    public synchronized CompletionStage<List<Delivery>> deliveries(long after, int limit) {
        return CompletableFuture.completedFuture(order.stream()
                .filter(delivered -> delivered.position() > after)
                .limit(limit)
                .toList());
    }

    @Override
    public long droppedRequests() {
        return 0;
    }

    @Override
    public ClockStatus clock() {
        return clock.status();
    }
}
