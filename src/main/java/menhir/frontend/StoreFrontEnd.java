package menhir.frontend;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import menhir.leader.CommandReply;
import menhir.leader.SubmittedCommand;
import menhir.replica.CatalogAnswer;
import menhir.replica.CatalogAnswer.TopicRead;
import menhir.replica.CatalogAnswer.ValueRead;
import menhir.replica.CatalogQuery;
import menhir.replica.CatalogRead;
import menhir.replica.LogReplies.LeaderKnown;
import menhir.replica.LogReplies.OrdersRead;
import menhir.replica.LogReplies.OrdersReply;
import menhir.replica.OrderRead;
import menhir.replication.CoherentCache;
import menhir.replication.FrontEndMessage;
import menhir.replication.FrontEndMessage.Invalidate;
import menhir.replication.FrontEndMessage.LeaseGranted;
import menhir.replication.FrontEndMessage.Revoke;
import menhir.service.LeaderContact;
import menhir.service.StoreService.CacheView;
import menhir.service.StoreService.Lookup;
import menhir.service.StoreService.Topic;
import menhir.store.CacheKeys;
import menhir.store.Command;
import org.jspecify.annotations.Nullable;

/**
 * A store's front-end on one node. It keeps the item cache under the leader's lease, sends commands to the leader, and
 * again to the next leader when one fails, each under one key, so that it is done once.
 *
 * <p>Nothing here is durable. All that waits is bounded in number and time: {@link FrontEndSettings}. Requests come with
 * the future to complete. Belongs to one thread.
 */
public class StoreFrontEnd {

    /** What a front-end needs from its environment. Any message may be lost. */
    public interface Output {
        void submit(String leader, long epoch, List<SubmittedCommand> commands);

        void askLease(String leader, long askedAt);

        /** Acknowledges an invalidation. */
        void acknowledge(String leader, long epoch, long index);

        /** Returns the lease that a leader has revoked. */
        void returnLease(String leader, long epoch);

        /** Asks all replicas which leader they know; answered by {@link StoreFrontEnd#onLeaderKnown}. */
        void findLeader();

        void read(int slot, CatalogRead read);

        void readOrders(int slot, OrderRead read);

        void readOrdersAtLeader(String leader, OrderRead read);

        /**
         * Calls {@link StoreFrontEnd#flush} after the requests that have arrived already.
         *
         * @param gather whether to wait about a millisecond for more
         */
        void flushLater(boolean gather);
    }

    /** With at most this many unanswered commands a new one is sent without waiting for others. */
    private static final int FEW = 4;

    private static final long LONGEST_TICK_MILLIS = 200;
    private static final int ASKS_PER_LEASE = 3;

    /** A search without need is repeated after so many cache leases. */
    private static final int IDLE_SEARCH_LEASES = 4;

    private final FrontEndSettings settings;
    private final Output output;
    private final CoherentCache<CacheValue> cache;
    private final PendingCommands commands;
    private final PendingLookups lookups;
    private final LeaseWaiters leaseWaiters;
    private final PendingOrderReads orderReads;
    private final HeardLeaders heard;
    private final MajorityWatch majority;
    private @Nullable KnownLeader leader;
    private long askedLeaseAt = Long.MIN_VALUE / 2;
    private long grantedAt = Long.MIN_VALUE / 2;
    private long grantedMillis;
    private long searchedAt = Long.MIN_VALUE / 2;
    private boolean flushing;
    private long hits;
    private long misses;

    public StoreFrontEnd(FrontEndSettings settings, ReplicaSelector selector, BackendTimers timers, Output output) {
        this(settings, selector, timers, output, new CoherentCache<>(settings.cacheCapacity()));
    }

    /** A front-end with a given cache. */
    protected StoreFrontEnd(
            FrontEndSettings settings,
            ReplicaSelector selector,
            BackendTimers timers,
            Output output,
            CoherentCache<CacheValue> cache) {
        this.settings = settings;
        this.output = output;
        this.cache = cache;
        this.heard = new HeardLeaders(timers::leaderChanged);
        this.commands = newCommands(settings, timers);
        this.lookups = newLookups(settings, selector, cache, timers);
        this.leaseWaiters = new LeaseWaiters(settings, cache);
        this.majority = new MajorityWatch(settings);
        this.orderReads = new PendingOrderReads(settings, new PendingOrderReads.Output() {
            @Override
            public void readOrders(int slot, OrderRead read) {
                output.readOrders(slot, read);
            }

            @Override
            public void readOrdersAtLeader(String leader, OrderRead read) {
                output.readOrdersAtLeader(leader, read);
            }
        });
    }

    PendingCommands newCommands(FrontEndSettings settings, BackendTimers timers) {
        return new PendingCommands(settings, this::submitTo, timers);
    }

    PendingLookups newLookups(
            FrontEndSettings settings,
            ReplicaSelector selector,
            CoherentCache<CacheValue> cache,
            BackendTimers timers) {
        return new PendingLookups(settings, selector, cache, this::readFrom, timers);
    }

    final void submitTo(KnownLeader to, List<SubmittedCommand> submitted) {
        output.submit(to.address(), to.epoch(), submitted);
    }

    final void readFrom(int slot, CatalogRead read) {
        output.read(slot, read);
    }

    /** How often {@link #tick} should be called, in milliseconds: less often while it has a long lease, as in an idle store. */
    public long tickMillis(long now) {
        long often = settings.timing().shortestHeartbeatMillis();
        boolean isLong =
                cache.leaseRunning(now) && grantedMillis >= settings.timing().cacheLeaseMillis();
        return isLong ? Math.max(often, Math.min(2 * often, LONGEST_TICK_MILLIS)) : often;
    }

    // ---- lookups ----------------------------------------------------------------------------------------------------

    /** Looks up the value of a name. */
    public void lookup(String name, CompletableFuture<Lookup> reply, long now) {
        if (cache.get(CacheKeys.ofValue(name), now) instanceof CacheValue.OfName cached) {
            hits++;
            reply.complete(cached.hit());
        } else if (mayWait(reply)) {
            misses++;
            lookups.begin(new CatalogQuery.ByName(name), new PendingReply<>(reply, StoreFrontEnd::miss), now);
        }
    }

    /** Looks up the item with a number. */
    public void lookupNumber(long number, CompletableFuture<Lookup> reply, long now) {
        if (cache.get(CacheKeys.ofNumber(number), now) instanceof CacheValue.OfNumber cached) {
            if (cached.name() != null) {
                lookup(cached.name(), reply, now);
            } else {
                hits++;
                reply.complete(new Lookup(null, true));
            }
        } else if (mayWait(reply)) {
            misses++;
            lookups.begin(new CatalogQuery.ByNumber(number), new PendingReply<>(reply, StoreFrontEnd::miss), now);
        }
    }

    private static Lookup miss(CatalogAnswer answer) {
        return new Lookup(((ValueRead) answer).value(), false);
    }

    /** Looks up the items of a topic. */
    public void lookupTopic(String topic, CompletableFuture<Topic> reply, long now) {
        if (cache.get(CacheKeys.ofTopic(topic), now) instanceof CacheValue.OfTopic cached) {
            hits++;
            reply.complete(new Topic(cached.items(), cached.complete(), true));
        } else if (mayWait(reply)) {
            misses++;
            PendingReply<Topic> pending = new PendingReply<>(reply, answer -> {
                TopicRead read = (TopicRead) answer;
                return new Topic(read.items(), read.complete(), false);
            });
            lookups.begin(new CatalogQuery.ByTopic(topic), pending, now);
        }
    }

    /** A catalog replica's answer. */
    public void onAnswer(CatalogAnswer answer, long now) {
        lookups.onAnswer(answer, now);
    }

    /** Completes with the index from which on a read of the whole catalog is current. */
    public void minIndexForAll(CompletableFuture<Long> reply, long now) {
        if (mayWait(reply)) {
            leaseWaiters.await(reply, now);
        }
    }

    /** Whether a request may be done soon. Otherwise its client is told so at once. */
    private boolean mayWait(CompletableFuture<?> reply) {
        if (majority.isLost()) {
            reply.completeExceptionally(settings.noLeader());
            return false;
        }
        return true;
    }

    // ---- commands ---------------------------------------------------------------------------------------------------

    /** Has a command done, once; the reply is {@code Done}, {@code Replayed} or {@code Rejected}. */
    public void submit(Command command, CompletableFuture<CommandReply> reply, long now) {
        if (!mayWait(reply)) {
            return;
        }
        commands.begin(command, reply, now);
        if (!flushing) {
            flushing = true;
            output.flushLater(commands.count() > FEW);
        }
    }

    /** Answers {@link Output#flushLater}. */
    public void flush(long now) {
        flushing = false;
        commands.send(leader, now);
    }

    /** A leader's replies to commands. */
    public void onReplies(List<CommandReply> replies) {
        replies.forEach(commands::onReply);
    }

    // ---- orders -----------------------------------------------------------------------------------------------------

    /** Reads orders with numbers above {@code afterNumber}. */
    public void readOrders(long afterNumber, int limit, CompletableFuture<OrdersRead> reply, long now) {
        orderReads.begin(afterNumber, limit, reply, now);
    }

    public void onOrders(OrdersReply reply, long now) {
        orderReads.onReply(reply, leader, now);
    }

    // ---- the leader -------------------------------------------------------------------------------------------------

    /** A leader's message about the cache. */
    public void onCacheMessage(FrontEndMessage message, long now) {
        heard.heard(message.epoch(), now);
        long generation = cache.generation();
        KnownLeader from = leader != null && leader.epoch() == message.epoch() ? leader : null;
        if (message instanceof LeaseGranted granted) {
            cache.onGranted(granted, now);
            grantedAt = now;
            grantedMillis = granted.durationMillis();
            if (leader != null && granted.epoch() > leader.epoch()) {
                search(now);
            }
        } else if (message instanceof Invalidate invalidate && cache.onInvalidate(invalidate)) {
            if (from != null) {
                output.acknowledge(from.address(), invalidate.epoch(), invalidate.index());
            }
        } else if (message instanceof Revoke revoke) {
            cache.onRevoke(revoke);
            if (from != null) {
                output.returnLease(from.address(), revoke.epoch());
            }
        }
        if (generation != cache.generation()) {
            lookups.sendAllAgain(now);
        } else {
            lookups.onLease(now);
        }
        leaseWaiters.tick(now);
    }

    /** What a replica knows about the leader. */
    public void onLeaderKnown(LeaderKnown known, long now) {
        majority.heard(known.slot(), now);
        commands.onReleased(known.released());
        if (known.leader() != null && (leader == null || known.epoch() > leader.epoch())) {
            leader = new KnownLeader(known.leader(), known.epoch());
            askLease(now);
            commands.sendAllAgain(leader, now);
        }
    }

    private void askLease(long now) {
        askedLeaseAt = now;
        if (leader != null) {
            output.askLease(leader.address(), now);
        }
    }

    /** To be called every {@link #tickMillis}. */
    public void tick(long now) {
        long lease = settings.timing().cacheLeaseMillis();
        boolean leased = cache.leaseRunning(now);
        if (now - askedLeaseAt >= (leased ? grantedMillis / ASKS_PER_LEASE : lease / 16)) {
            askLease(now);
        }
        boolean silent = !leased || now - grantedAt >= grantedMillis * 3 / 4;
        if (now - searchedAt >= (silent ? lease / 16 : IDLE_SEARCH_LEASES * lease)) {
            search(now);
        }
        commands.tick(leader, now);
        lookups.tick(now);
        leaseWaiters.tick(now);
        orderReads.tick(leader, now);
        majority.tick(contact(now), now);
    }

    /**
     * Looks for a leader. It does so now and then without need, so that sharding learns where all replicas are: when the
     * node that knows has failed, it is too late to ask.
     */
    private void search(long now) {
        searchedAt = now;
        output.findLeader();
    }

    /** Address of the leader's actor; null if none is known. */
    public @Nullable String leader() {
        return leader == null ? null : leader.address();
    }

    /** What it has heard of the leaders. */
    public LeaderContact contact(long now) {
        return heard.contact(now);
    }

    /** Fails all requests that wait: the front-end stops. */
    public void stop() {
        commands.failAll();
        lookups.failAll();
        leaseWaiters.failAll();
        orderReads.failAll();
    }

    // ---- views ------------------------------------------------------------------------------------------------------

    public CoherentCache<CacheValue> cache() {
        return cache;
    }

    public CacheView cacheView(long now) {
        List<String> items = new ArrayList<>();
        List<String> topics = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        cache.forEach((key, cached) -> {
            if (cached instanceof CacheValue.OfTopic topic) {
                topics.add(topic.topic());
            } else if (cached instanceof CacheValue.OfNumber number) {
                numbers.add(number.number());
            } else if (CacheKeys.isGivenName(key)) {
                items.add(key);
            }
        });
        return new CacheView(
                settings.store(),
                cache.size(),
                cache.capacity(),
                cache.leaseRunning(now),
                hits,
                misses,
                cache.invalidations(),
                items,
                topics,
                numbers);
    }
}
