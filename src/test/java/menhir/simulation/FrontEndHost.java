package menhir.simulation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import menhir.frontend.FrontEndParts;
import menhir.frontend.FrontEndSettings;
import menhir.frontend.ReplicaSelector;
import menhir.frontend.StoreFrontEnd;
import menhir.leader.CommandReply;
import menhir.leader.SubmittedCommand;
import menhir.replica.CatalogRead;
import menhir.replica.LogReplies.OrdersRead;
import menhir.replica.LogReplies.OrdersReply;
import menhir.replica.OrderRead;
import menhir.replication.FrontEndMessage;
import menhir.replication.FrontEndMessage.LeaseGranted;
import menhir.replication.HolderClock;
import menhir.service.StoreService.Lookup;
import menhir.service.StoreService.Topic;
import menhir.store.Command;
import org.jspecify.annotations.Nullable;

/** A front-end. In the place of its actor. */
final class FrontEndHost implements StoreFrontEnd.Output {
    private static final int MAX_PENDING = 200;

    private final World world;
    private final Machine process;
    private final SplittableRandom random;
    private final boolean balanced;
    private FrontEndSettings settings;
    private HolderClock clock;
    private StoreFrontEnd frontEnd;

    FrontEndHost(World world, Machine process, SplittableRandom random) {
        this.world = world;
        this.process = process;
        this.random = random;
        this.balanced = random.nextBoolean();
        this.settings = newSettings();
        this.clock = newClock();
        this.frontEnd = newFrontEnd();
        beat();
    }

    private FrontEndSettings newSettings() {
        int slots = world.scenario().slots();
        long lease = world.timing().leaseMillis();
        List<Integer> near = IntStream.range(0, slots)
                .map(i -> (process.site() + i) % slots + 1)
                .boxed()
                .toList();
        return new FrontEndSettings(
                "simulated", near, world.timing(), world.scenario().cacheCapacity(), MAX_PENDING, 5 * lease, 4 * lease);
    }

    private HolderClock newClock() {
        return world.protocol()
                .holderClock(
                        world.timing(), process::millis, process::wallMillis, Mutation.SUSPENSION_UNNOTICED_BY_CACHE);
    }

    private StoreFrontEnd newFrontEnd() {
        settings = newSettings();
        return FrontEndParts.frontEnd(
                world.protocol(), settings, new ReplicaSelector(slot -> true, settings.nearSlots(), balanced), this);
    }

    Machine process() {
        return process;
    }

    /** A restarted front-end has another name: what is meant for the old one must not reach it. */
    String name() {
        return process.name() + "#" + process.incarnation();
    }

    void crash() {
        process.crash();
        world.count(Counter.CRASHES);
        world.count(Counter.CACHED_VALUES_INVALIDATED, frontEnd.cache().invalidations());
    }

    void restart() {
        process.start();
        clock = newClock();
        frontEnd = newFrontEnd();
        beat();
    }

    void finish() {
        world.count(Counter.CACHED_VALUES_INVALIDATED, frontEnd.cache().invalidations());
    }

    private void beat() {
        process.after(frontEnd.tickMillis(clock.millis()) * 1000 + random.nextLong(2_000), () -> {
            frontEnd.tick(clock.millis());
            beat();
        });
    }

    // ---- requests of clients; null for one that failed --------------------------------------------------------------

    void lookup(String item, Consumer<@Nullable Lookup> answer) {
        CompletableFuture<Lookup> reply = new CompletableFuture<>();
        frontEnd.lookup(item, reply, clock.millis());
        whenDone(reply, lookup -> {
            if (lookup != null) {
                world.count(lookup.hit() ? Counter.CACHE_HITS : Counter.CACHE_MISSES);
            }
            answer.accept(lookup);
        });
    }

    void lookupNumber(long number, Consumer<@Nullable Lookup> answer) {
        CompletableFuture<Lookup> reply = new CompletableFuture<>();
        frontEnd.lookupNumber(number, reply, clock.millis());
        whenDone(reply, answer);
    }

    void lookupTopic(String topic, Consumer<@Nullable Topic> answer) {
        CompletableFuture<Topic> reply = new CompletableFuture<>();
        frontEnd.lookupTopic(topic, reply, clock.millis());
        whenDone(reply, answer);
    }

    void readOrders(long afterNumber, int limit, Consumer<@Nullable OrdersRead> answer) {
        CompletableFuture<OrdersRead> reply = new CompletableFuture<>();
        frontEnd.readOrders(afterNumber, limit, reply, clock.millis());
        whenDone(reply, answer);
    }

    void submit(Command command, Consumer<@Nullable CommandReply> answer) {
        CompletableFuture<CommandReply> reply = new CompletableFuture<>();
        frontEnd.submit(command, reply, clock.millis());
        whenDone(reply, answer);
    }

    /** A future would swallow what a check throws. */
    private <A> void whenDone(CompletableFuture<A> reply, Consumer<@Nullable A> answer) {
        var unused = reply.whenComplete((result, failure) ->
                world.timeline().keepFailure(() -> answer.accept(failure == null ? result : null)));
    }

    // ---- messages to this process -----------------------------------------------------------------------------------

    void onCacheMessage(String addressee, FrontEndMessage message) {
        if (addressee.equals(name())) {
            long now = clock.millis();
            if (message instanceof LeaseGranted
                    && frontEnd.cache().epoch() > 0
                    && !frontEnd.cache().leaseRunning(now)) {
                world.count(Counter.LEASES_LAPSED);
            }
            frontEnd.onCacheMessage(message, now);
        }
    }

    void onReplies(String addressee, List<CommandReply> replies) {
        if (addressee.equals(name())) {
            replies.forEach(reply -> world.count(Counter.OVERLOADS, reply instanceof CommandReply.Overloaded ? 1 : 0));
            frontEnd.onReplies(replies);
        }
    }

    void onOrders(String addressee, OrdersReply reply) {
        if (addressee.equals(name())) {
            frontEnd.onOrders(reply, clock.millis());
        }
    }

    // ---- what the front-end asks for --------------------------------------------------------------------------------

    @Override
    public void submit(String leader, long epoch, List<SubmittedCommand> commands) {
        String name = name();
        commands.forEach(command -> world.count(Counter.RETRIES, command.attempt() > 1 ? 1 : 0));
        world.leader(leader).ifPresent(host -> world.network()
                .sendInOrder(process, host.process(), () -> host.onSubmit(name, epoch, commands)));
    }

    @Override
    public void askLease(String leader, long askedAt) {
        String name = name();
        world.leader(leader).ifPresent(host -> world.network()
                .send(process, host.process(), () -> host.onLeaseAsked(name, askedAt)));
    }

    @Override
    public void acknowledge(String leader, long epoch, long index) {
        String name = name();
        world.leader(leader).ifPresent(host -> world.network()
                .send(process, host.process(), () -> host.onInvalidated(name, epoch, index)));
    }

    @Override
    public void returnLease(String leader, long epoch) {
        String name = name();
        world.leader(leader).ifPresent(host -> world.network()
                .send(process, host.process(), () -> host.onLeaseReturned(name, epoch)));
    }

    @Override
    public void findLeader() {
        String name = name();
        for (SlotHost slot : world.slots()) {
            world.network().send(process, slot.process(), () -> {
                var known = slot.leader();
                world.network().send(slot.process(), process, () -> {
                    if (name.equals(name())) {
                        frontEnd.onLeaderKnown(known, clock.millis());
                    }
                });
            });
        }
    }

    @Override
    public void read(int slot, CatalogRead read) {
        String name = name();
        SlotHost host = world.slot(slot);
        world.network()
                .send(
                        process,
                        host.process(),
                        () -> host.read(read, answer -> world.network().send(host.process(), process, () -> {
                            if (name.equals(name())) {
                                frontEnd.onAnswer(answer, clock.millis());
                            }
                        })));
    }

    @Override
    public void readOrders(int slot, OrderRead read) {
        String name = name();
        SlotHost host = world.slot(slot);
        world.network()
                .send(
                        process,
                        host.process(),
                        () -> host.readOrders(read, reply -> world.network()
                                .send(host.process(), process, () -> onOrders(name, reply))));
    }

    @Override
    public void readOrdersAtLeader(String leader, OrderRead read) {
        String name = name();
        world.leader(leader).ifPresent(host -> world.network()
                .send(process, host.process(), () -> host.onReadOrders(read, this, name)));
    }

    @Override
    public void flushLater(boolean gather) {
        process.after(gather ? 1_000 : 1 + random.nextLong(50), () -> frontEnd.flush(clock.millis()));
    }

    /** The process of a front-end's name. */
    static String processName(String frontEnd) {
        return frontEnd.substring(0, frontEnd.indexOf('#'));
    }
}
