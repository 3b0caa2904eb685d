package menhir.games.node;

import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import menhir.games.Games;
import menhir.games.multicast.Delivered;
import menhir.games.raffle.RaffleRequest;
import menhir.games.raffle.RaffleView;
import menhir.games.raffle.Winner;
import menhir.service.ServiceException;
import org.jspecify.annotations.Nullable;

/** The games of a cluster, seen from one node. */
public final class ClusterGames implements Games {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * Who the nodes are now, as host:port for clients.
     *
     * @param self this node's
     * @param live of the nodes that can be reached
     * @param all of all nodes in the cluster
     */
    public record Addresses(String self, Supplier<List<String>> live, Supplier<List<String>> all) {}

    private final Addresses addresses;
    private final NodeClock clock;
    private final RequestFeed feed;
    private final ActorRef<DispatcherProxy.Command> doorman;
    private final ActorRef<RaffleMember.Command> counter;

    public ClusterGames(
            Addresses addresses,
            NodeClock clock,
            RequestFeed feed,
            ActorRef<DispatcherProxy.Command> doorman,
            ActorRef<RaffleMember.Command> counter) {
        this.addresses = addresses;
        this.clock = clock;
        this.feed = feed;
        this.doorman = doorman;
        this.counter = counter;
    }

    @Override
    public CompletionStage<Optional<String>> sendClient() {
        CompletableFuture<@Nullable String> answer = new CompletableFuture<>();
        doorman.tell(new DispatcherProxy.Send(answer));
        return answer.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).thenApply(Optional::ofNullable);
    }

    @Override
    public CompletionStage<Boolean> releaseClient(String frontEnd) {
        return change(frontEnd, -1, 0);
    }

    @Override
    public CompletionStage<Boolean> registerClient(boolean comes) {
        return change(addresses.self(), 0, comes ? 1 : -1);
    }

    private CompletionStage<Boolean> change(String frontEnd, long sent, long registered) {
        return asked(answer -> doorman.tell(new DispatcherProxy.Change(frontEnd, sent, registered, answer)));
    }

    @Override
    public List<String> frontEnds() {
        return addresses.live().get();
    }

    @Override
    public List<String> servers() {
        return addresses.all().get();
    }

    @Override
    public void requested(String what) {
        String label =
                what.length() <= RaffleRequest.MAX_CHARACTERS ? what : what.substring(0, RaffleRequest.MAX_CHARACTERS);
        feed.offer(new RaffleRequest.Entrant(label).text());
    }

    @Override
    public CompletionStage<RaffleView> raffle(int limit) {
        return asked(answer -> counter.tell(new RaffleMember.ViewRaffle(limit, answer)));
    }

    @Override
    public CompletionStage<Optional<Winner>> draw() {
        return asked(answer -> counter.tell(new RaffleMember.Draw(answer)));
    }

    @Override
    public CompletionStage<List<Delivered>> deliveries(long after, int limit) {
        return asked(answer -> counter.tell(new RaffleMember.ViewDeliveries(after, limit, answer)));
    }

    @Override
    public long leftOut() {
        return feed.leftOut();
    }

    @Override
    public NodeClock.View clock() {
        return clock.view();
    }

    /** An actor that is gone answers nothing. */
    private static <T> CompletionStage<T> asked(Consumer<CompletableFuture<T>> ask) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        ask.accept(answer);
        return answer.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).exceptionallyCompose(failure -> {
            return CompletableFuture.failedFuture(
                    failure instanceof java.util.concurrent.TimeoutException
                            ? new ServiceException(ServiceException.Reason.NO_MAJORITY, "The node is not there now.")
                            : failure);
        });
    }
}
