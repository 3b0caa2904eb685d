package menhir.node;

import akka.actor.typed.ActorSystem;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import menhir.service.LeaderContact;
import menhir.service.StoreService;
import menhir.service.StoreService.StoreInfo;
import menhir.stats.NodeStats;

/** Ends a sample every second, and looks at the cluster. A look that takes long delays no sample. */
final class StatsSampler {
    private static final Duration EVERY = Duration.ofMillis(NodeStats.SAMPLE_MILLIS);

    private final StoreService service;
    private final NodeStats stats;
    private final AtomicBoolean looking = new AtomicBoolean();

    StatsSampler(StoreService service, NodeStats stats) {
        this.service = service;
        this.stats = stats;
    }

    void start(ActorSystem<?> system) {
        system.scheduler().scheduleWithFixedDelay(EVERY, EVERY, this::sample, system.executionContext());
    }

    private void sample() {
        stats.sample(System.currentTimeMillis(), System.nanoTime());
        if (looking.compareAndSet(false, true)) {
            look();
        }
    }

    private void look() {
        service.cluster()
                .thenCompose(view -> contacts().thenAccept(heard -> stats.see(view, heard, System.currentTimeMillis())))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        stats.seeNothing();
                    }
                    looking.set(false);
                });
    }

    private CompletionStage<Map<String, LeaderContact>> contacts() {
        Map<String, LeaderContact> contacts = new ConcurrentHashMap<>();
        return CompletableFuture.allOf(service.stores().stream()
                        .map(StoreInfo::name)
                        .map(store -> service.leaderContact(store)
                                .thenAccept(contact -> contacts.put(store, contact))
                                .toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .thenApply(done -> contacts);
    }
}
