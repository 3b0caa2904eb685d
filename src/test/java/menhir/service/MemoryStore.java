package menhir.service;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import menhir.service.StoreService.CacheView;
import menhir.service.StoreService.DigestView;
import menhir.service.StoreService.LogEvent;
import menhir.service.StoreService.LogEvents;
import menhir.service.StoreService.Outcome;
import menhir.service.StoreService.ReplicaDigest;
import menhir.store.CancelOrder;
import menhir.store.Command;
import menhir.store.Decider;
import menhir.store.Decision;
import menhir.store.Entry;
import menhir.store.EntryCodec;
import menhir.store.Item;
import menhir.store.Line;
import menhir.store.Order;
import menhir.store.OrderCancelled;
import menhir.store.StoreKind;
import menhir.store.StoreRules;
import menhir.store.StoreState;
import menhir.store.Value;

/** One store of {@link MemoryStoreService}: its log, its state, and a cache of keys. Its owner synchronises. */
final class MemoryStore {
    private static final int KEY_WINDOW = 100_000;
    private static final int CACHE_CAPACITY = 1000;

    final StoreKind kind;
    final Decider decider;
    final List<Entry> log = new ArrayList<>();
    final TreeSet<String> cached = new TreeSet<>();
    CompletableFuture<Void> changed = new CompletableFuture<>();
    long hits;
    long misses;
    long invalidations;

    MemoryStore(StoreKind kind, StoreRules rules) {
        this.kind = kind;
        this.decider = new Decider(new StoreState(KEY_WINDOW), rules);
    }

    StoreState state() {
        return decider.state();
    }

    void append(Entry entry) {
        for (String key : decider.affectedKeys(entry)) {
            invalidations += cached.remove(key) ? 1 : 0;
        }
        log.add(entry);
        decider.apply(log.size(), entry);
        CompletableFuture<Void> before = changed;
        changed = new CompletableFuture<>();
        before.complete(null);
    }

    /** Whether the cache had the key. It has it from now on. */
    boolean hit(String key) {
        boolean hit = !cached.add(key);
        hits += hit ? 1 : 0;
        misses += hit ? 0 : 1;
        return hit;
    }

    List<Order> orders() {
        return log.stream()
                .filter(Entry.OrderPlaced.class::isInstance)
                .map(entry -> ((Entry.OrderPlaced) entry).order())
                .toList();
    }

    Outcome decide(Command command) {
        Decision decision = decider.decide(command, System.currentTimeMillis());
        if (decision instanceof Decision.Accepted accepted) {
            append(accepted.entry());
            return outcome(accepted.entry(), log.size(), false);
        } else if (decision instanceof Decision.Replayed replayed) {
            return outcome(log.get((int) replayed.index() - 1), replayed.index(), true);
        }
        return new Outcome.Rejected(((Decision.Rejected) decision).why());
    }

    /** Cancels an order, of which the command has only the number. */
    Outcome cancel(String key, long number, List<Line> lines) {
        Order order = null;
        long index = 0;
        for (int i = 0; i < log.size(); i++) {
            if (log.get(i) instanceof Entry.OrderPlaced placed && placed.number() == number) {
                order = placed.order();
                index = i + 1L;
            }
        }
        return decide(new CancelOrder(key, number, lines, order, index));
    }

    private Outcome outcome(Entry entry, long index, boolean replayed) {
        if (entry instanceof Entry.OrderPlaced placed) {
            return new Outcome.OrderPlaced(placed.order(), replayed);
        } else if (entry instanceof Entry.OrderRejected rejected) {
            return new Outcome.Rejected(rejected.why(), replayed);
        } else if (entry instanceof OrderCancelled cancelled) {
            Order order = orders().get((int) cancelled.order() - 1);
            return new Outcome.OrderCancelled(order, cancelled.cancellation(index), replayed);
        }
        String name = entry.affectedNames().iterator().next();
        Value value = Objects.requireNonNull(state().value(name));
        return value instanceof Item item
                ? new Outcome.ItemChanged(item, entry instanceof Entry.ItemAdded && !replayed, replayed)
                : new Outcome.ValueChanged(value, replayed);
    }

    LogEvents released(long after, int limit) {
        List<LogEvent> events = new ArrayList<>();
        long last = after;
        while (last < log.size() && events.size() < limit) {
            last++;
            events.add(new LogEvent(last, log.get((int) last - 1)));
        }
        return new LogEvents(events, last);
    }

    DigestView digest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            log.forEach(entry -> sha.update(EntryCodec.encode(entry)));
            String digest = HexFormat.of().formatHex(sha.digest());
            long last = log.size();
            String catalog = HexFormat.of().toHexDigits(state().digest());
            return new DigestView(
                    last, List.of(new ReplicaDigest(1, last, digest, catalog), new ReplicaDigest(2, last, null, null)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    CacheView cacheView(String name) {
        // Keys of topics and numbers begin with a tab.
        List<String> names =
                cached.stream().filter(key -> !key.startsWith("\t")).toList();
        return new CacheView(
                name, cached.size(), CACHE_CAPACITY, true, hits, misses, invalidations, names, List.of(), List.of());
    }
}
