package menhir.games.node;

import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import menhir.games.Games;
import menhir.games.clock.ClockStatus;
import menhir.games.multicast.Delivery;
import menhir.games.raffle.RaffleRequest;
import menhir.games.raffle.RaffleStatus;
import menhir.games.raffle.Winner;
import menhir.service.ServiceException;
import menhir.service.ServiceException.Reason;

/** The {@link Games} of one node of a cluster, backed by its actors. */
public final class ClusterGames implements Games {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /**
     * The addresses of the nodes, host:port for clients.
     *
     * @param self this node's
     * @param live of the reachable nodes
     * @param all of all nodes in the cluster
     */
    public record Addresses(String self, Supplier<List<String>> live, Supplier<List<String>> all) {}

    private final Addresses addresses;
    private final NodeClock clock;
    private final RequestFeed feed;
    private final ActorRef<DispatcherProxy.Command> dispatcher;
    private final ActorRef<RaffleMember.Command> raffle;

    public ClusterGames(
            Addresses addresses,
            NodeClock clock,
            RequestFeed feed,
            ActorRef<DispatcherProxy.Command> dispatcher,
            ActorRef<RaffleMember.Command> raffle) {
        this.addresses = addresses;
        this.clock = clock;
        this.feed = feed;
        this.dispatcher = dispatcher;
        this.raffle = raffle;
    }

    @Override
    public CompletionStage<Optional<String>> dispatchClient() {
        return ask(Reason.NO_MAJORITY, reply -> dispatcher.tell(new DispatcherProxy.DispatchClient(reply)));
    }

    @Override
    public CompletionStage<Boolean> releaseClient(String frontEnd) {
        return changeCounts(frontEnd, -1, 0);
    }

    @Override
    public CompletionStage<Boolean> registerClient() {
        return changeCounts(addresses.self(), 0, 1);
    }

    @Override
    public CompletionStage<Boolean> unregisterClient() {
        return changeCounts(addresses.self(), 0, -1);
    }

    private CompletionStage<Boolean> changeCounts(String frontEnd, long dispatched, long registered) {
        return ask(
                Reason.NO_MAJORITY,
                reply -> dispatcher.tell(new DispatcherProxy.ChangeCounts(frontEnd, dispatched, registered, reply)));
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
    public void countRequest(String label) {
        feed.offer(RaffleRequest.Entrant.ofLongLabel(label).text());
    }

    @Override
    public CompletionStage<RaffleStatus> raffle(int limit) {
        return ask(Reason.NO_MAJORITY, reply -> raffle.tell(new RaffleMember.GetStatus(limit, reply)));
    }

    @Override
    public CompletionStage<Optional<Winner>> draw() {
        return ask(Reason.OUTCOME_UNKNOWN, reply -> raffle.tell(new RaffleMember.Draw(reply)));
    }

    @Override
    public CompletionStage<List<Delivery>> deliveries(long after, int limit) {
        return ask(Reason.NO_MAJORITY, reply -> raffle.tell(new RaffleMember.GetDeliveries(after, limit, reply)));
    }

    @Override
    public long droppedRequests() {
        return feed.dropped();
    }

    @Override
    public ClockStatus clock() {
        return clock.status();
    }

    /**
     * Sends a message with a future for the reply.
     *
     * @param ifNoReply why the request failed when the actor does not reply, e.g. because the node leaves the cluster
     */
    private static <T> CompletionStage<T> ask(Reason ifNoReply, Consumer<CompletableFuture<T>> send) {
        CompletableFuture<T> reply = new CompletableFuture<>();
        send.accept(reply);
        return reply.orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        failure instanceof TimeoutException
                                ? new ServiceException(ifNoReply, "This node did not reply in time; try again soon.")
                                : failure));
    }
}
