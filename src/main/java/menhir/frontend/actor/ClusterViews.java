package menhir.frontend.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import menhir.cluster.ClusterNodes;
import menhir.frontend.LastAnswer;
import menhir.frontend.MissingLeader;
import menhir.frontend.actor.ClusterStoreService.Store;
import menhir.leader.LeaderStatus;
import menhir.leader.actor.OrderLeader;
import menhir.replica.CatalogDigest;
import menhir.replica.LogReplies.DigestRead;
import menhir.replica.LogReplies.LogSummary;
import menhir.replica.actor.CatalogReplica;
import menhir.replica.actor.CatalogReplica.ReadsCounted;
import menhir.replica.actor.OrderReplica;
import menhir.replica.actor.SlotRefs;
import menhir.replication.Leader.ReplicaStatus;
import menhir.service.StoreService.DigestView;
import menhir.service.StoreService.ReplicaDigest;
import menhir.service.StoreService.ReplicaView;
import menhir.service.StoreService.StoreView;
import org.jspecify.annotations.Nullable;

/**
 * How stores and their replicas stand: asked of the leader, and of each replica. Who asks for a view or for readiness does not wait
 * for those that are gone: see {@link LastAnswer}.
 */
final class ClusterViews {
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration VIEW_TIMEOUT = Duration.ofMillis(500);
    private static final long RETRY_MILLIS = 50;
    private static final long DIGEST_MILLIS = 30_000;

    private final ActorSystem<?> system;
    private final ClusterNodes nodes;
    private final Map<String, LastAnswer<Standing>> standings = new ConcurrentHashMap<>();

    /**
     * How a store stands.
     *
     * @param notReady why it takes no orders; null if it does
     */
    private record Standing(StoreView view, @Nullable String notReady) {}

    ClusterViews(ActorSystem<?> system, ClusterNodes nodes) {
        this.system = system;
        this.nodes = nodes;
    }

    /** How a store and its replicas stand, as far as they can be asked. */
    CompletionStage<StoreView> of(Store store) {
        return standing(store).thenApply(known -> known.answer().view().withAge(known.ageMillis()));
    }

    /** Why the store takes no orders now; null if it does. */
    CompletionStage<@Nullable String> notReady(Store store) {
        return standing(store).thenApply(known -> known.answer().notReady());
    }

    private CompletionStage<LastAnswer.Aged<Standing>> standing(Store store) {
        return standings
                .computeIfAbsent(
                        store.info().name(), name -> new LastAnswer<>(() -> askStanding(store), System::nanoTime))
                .get();
    }

    private CompletionStage<Standing> askStanding(Store store) {
        CompletionStage<Map<Integer, ReadsCounted>> reads = fromEach(
                store.refs().catalogs(), (ActorRef<ReadsCounted> replyTo) -> new CatalogReplica.CountReads(replyTo));
        CompletionStage<Map<Integer, LogSummary>> summaries = fromEach(
                store.refs().replicas(), (ActorRef<LogSummary> replyTo) -> new OrderReplica.GetSummary(replyTo));
        return status(store, STATUS_TIMEOUT)
                .thenCompose(status -> summaries.thenCombine(
                        reads,
                        (summary, counted) -> status == null
                                ? standingWithoutLeader(store, summary, counted)
                                : standingOf(store, status, summary, counted)));
    }

    /** What each replica says, by slot; without those that do not answer soon. */
    private static <C, R> CompletionStage<Map<Integer, R>> fromEach(
            SlotRefs<C> replicas, Function<ActorRef<R>, C> question) {
        CompletionStage<Map<Integer, R>> gathered = CompletableFuture.completedFuture(new HashMap<>());
        for (int i = 1; i <= replicas.count(); i++) {
            int slot = i;
            CompletionStage<@Nullable R> answered =
                    replicas.ask(slot, question, VIEW_TIMEOUT).handle((answer, failure) -> answer);
            gathered = gathered.thenCombine(answered, (answers, answer) -> {
                if (answer != null) {
                    answers.put(slot, answer);
                }
                return answers;
            });
        }
        return gathered;
    }

    /** What the leader says. Why a replica does not answer the leader, only the replica itself could tell. */
    private Standing standingOf(
            Store store, LeaderStatus status, Map<Integer, LogSummary> summaries, Map<Integer, ReadsCounted> reads) {
        List<ReplicaView> replicas = new ArrayList<>();
        for (ReplicaStatus replica : status.replicas()) {
            LogSummary summary = summaries.get(replica.slot());
            String failure = summary == null ? null : summary.failure();
            String state = failure != null ? "failed" : !replica.up() ? "down" : replica.member() ? "member" : "blank";
            Long lag = replica.up() && status.knowsReleased()
                    ? Math.max(0, status.released() - replica.lastIndex())
                    : null;
            replicas.add(replicaView(replica.slot(), state, replica.lastIndex(), lag, reads, failure));
        }
        String name = store.info().name();
        return new Standing(
                new StoreView(name, status.node(), status.epoch(), status.lastIndex(), status.released(), 0, replicas),
                status.opened() ? null : name + ": the first catalog is being written");
    }

    /** What the replicas say of themselves. How far they lag, only a leader could tell. */
    private Standing standingWithoutLeader(
            Store store, Map<Integer, LogSummary> summaries, Map<Integer, ReadsCounted> reads) {
        List<ReplicaView> replicas = new ArrayList<>();
        for (int slot = 1; slot <= store.refs().replicas().count(); slot++) {
            LogSummary summary = summaries.get(slot);
            if (summary == null) {
                replicas.add(replicaView(slot, "down", 0, null, reads, null));
            } else {
                String state = summary.failure() != null ? "failed" : summary.member() ? "member" : "blank";
                replicas.add(replicaView(slot, state, summary.lastIndex(), null, reads, summary.failure()));
            }
        }
        String name = store.info().name();
        return new Standing(
                new StoreView(name, null, 0, 0, 0, 0, replicas),
                MissingLeader.reason(name, store.refs().replicas().count(), summaries.values()));
    }

    private ReplicaView replicaView(
            int slot,
            String state,
            long lastIndex,
            @Nullable Long lag,
            Map<Integer, ReadsCounted> reads,
            @Nullable String failure) {
        ReadsCounted counted = reads.get(slot);
        return new ReplicaView(
                slot,
                nodes.lastNodeOfSlot(slot),
                state,
                lastIndex,
                lag,
                counted == null ? null : counted.reads(),
                failure);
    }

    /** The leader's view, or null while there is no leader that has a majority. */
    private CompletionStage<@Nullable LeaderStatus> status(Store store, Duration timeout) {
        CompletableFuture<@Nullable ActorRef<OrderLeader.Message>> leader = new CompletableFuture<>();
        store.frontEnd().tell(new FrontEnd.GetLeader(leader));
        return leader.thenCompose(ref -> ref == null
                        ? CompletableFuture.<@Nullable LeaderStatus>completedFuture(null)
                        : AskPattern.ask(
                                ref,
                                (ActorRef<LeaderStatus> replyTo) -> new OrderLeader.GetStatus(replyTo),
                                timeout,
                                system.scheduler()))
                .handle((status, failure) ->
                        failure != null || status == null || !status.leaseRunning() ? null : status);
    }

    /**
     * Up to which index the log is released. A leader that has just taken over knows it only when its first entry is released, and
     * one that has just retired does not answer: asks again for a while, and then fails.
     */
    CompletionStage<Long> released(Store store) {
        return released(store, System.nanoTime() + ASK_TIMEOUT.toNanos());
    }

    private CompletionStage<Long> released(Store store, long deadlineNanos) {
        return status(store, VIEW_TIMEOUT).thenCompose(status -> {
            if (status != null && status.knowsReleased()) {
                return CompletableFuture.completedFuture(status.released());
            } else if (System.nanoTime() - deadlineNanos >= 0) {
                return CompletableFuture.failedFuture(store.settings().noLeader());
            }
            return CompletableFuture.supplyAsync(
                            () -> released(store, deadlineNanos),
                            CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS))
                    .thenCompose(Function.identity());
        });
    }

    /** The digests of each replica's log and catalog, at what is released now. */
    CompletionStage<DigestView> digest(Store store) {
        return released(store).thenCompose(released -> {
            List<CompletableFuture<ReplicaDigest>> digests = new ArrayList<>();
            for (int slot = 1; slot <= store.refs().replicas().count(); slot++) {
                digests.add(digestOf(store, slot, released));
            }
            return CompletableFuture.allOf(digests.toArray(CompletableFuture[]::new))
                    .thenApply(done -> new DigestView(
                            released,
                            digests.stream().map(CompletableFuture::join).toList()));
        });
    }

    private CompletableFuture<ReplicaDigest> digestOf(Store store, int slot, long index) {
        if (nodes.nodeOfSlot(slot) == null) {
            return CompletableFuture.completedFuture(new ReplicaDigest(slot, index, null, null));
        }
        CompletionStage<@Nullable String> log = store.refs()
                .replicas()
                .ask(
                        slot,
                        (ActorRef<DigestRead> replyTo) ->
                                new OrderReplica.ReadDigest(index, ASK_TIMEOUT.toMillis(), replyTo),
                        Duration.ofMillis(DIGEST_MILLIS))
                .handle((read, failure) -> failure == null ? read.digest() : null);
        CompletionStage<@Nullable String> catalog = store.refs()
                .catalogs()
                .ask(
                        slot,
                        (ActorRef<CatalogDigest> replyTo) ->
                                new CatalogReplica.ReadDigest(index, ASK_TIMEOUT.toMillis(), replyTo),
                        ASK_TIMEOUT.plus(VIEW_TIMEOUT))
                .handle((read, failure) -> failure == null ? read.digest() : null);
        return log.thenCombine(catalog, (ofLog, ofCatalog) -> new ReplicaDigest(slot, index, ofLog, ofCatalog))
                .toCompletableFuture();
    }
}
