package menhir.simulation;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import menhir.replication.CoherentCache;
import menhir.replication.FrontEndMessage;
import menhir.replication.FrontEndMessage.Invalidate;
import menhir.replication.FrontEndMessage.LeaseGranted;
import menhir.replication.LeaderOutput;
import menhir.store.Command;
import menhir.store.Item;
import org.jspecify.annotations.Nullable;

/** A front-end: cache, lookups, and orders that it sees through a fail-over. Stands where its actor stands. */
final class FrontEndHost {
    private static final int MAX_TRIES = 12;

    /** What a lookup says: an item, or that there is none. */
    record Shown(@Nullable Item item) {}

    private final World world;
    private final Machine process;
    private final SplittableRandom random;
    private CoherentCache<Shown> cache;
    private @Nullable LeaderHost leader;
    private long leaderEpoch;
    private long heardAt;

    FrontEndHost(World world, Machine process, SplittableRandom random) {
        this.world = world;
        this.process = process;
        this.random = random;
        this.cache = world.protocol().cache(world.scenario().cacheCapacity());
        this.heardAt = process.millis();
        beat();
    }

    Machine process() {
        return process;
    }

    /** A front-end that was started anew is another one: what is meant for the old one must not reach it. */
    String name() {
        return process.name() + "#" + process.life();
    }

    void crash() {
        process.crash();
        world.count(Counter.CRASHES);
        world.count(Counter.CACHED_VALUES_INVALIDATED, cache.invalidations());
    }

    void restart() {
        process.start();
        cache = world.protocol().cache(world.scenario().cacheCapacity());
        leader = null;
        leaderEpoch = 0;
        heardAt = process.millis();
        beat();
    }

    void finish() {
        world.count(Counter.CACHED_VALUES_INVALIDATED, cache.invalidations());
    }

    // ---- leader -----------------------------------------------------------------------------------------------------

    private void beat() {
        process.after(world.timing().cacheLeaseMillis() * 1000 / 4 + random.nextLong(2_000), () -> {
            long now = process.millis();
            if (now - heardAt > 2 * world.timing().leaseMillis()) {
                // Believe whoever speaks next, be it an old leader that does not know yet.
                leaderEpoch = 0;
            }
            LeaderHost believed = leader;
            if (believed != null) {
                String name = name();
                world.network().send(process, believed.process(), () -> believed.onLeaseAsked(name, now));
            }
            beat();
        });
    }

    /** Gossip of the cluster: so and so leads. */
    void onAnnounced(LeaderHost host, long epoch) {
        if (epoch >= leaderEpoch) {
            leaderEpoch = epoch;
            leader = host;
            heardAt = process.millis();
        }
    }

    void onLeaderMessage(String addressee, FrontEndMessage message, LeaderHost from) {
        if (!addressee.equals(name())) {
            return;
        }
        long now = process.millis();
        if (message instanceof LeaseGranted granted) {
            if (cache.epoch() > 0 && !cache.leaseRunning(now)) {
                world.count(Counter.LEASES_LAPSED);
            }
            cache.onGranted(granted, now);
        } else if (message instanceof Invalidate invalidate && cache.onInvalidate(invalidate)) {
            world.network()
                    .send(
                            process,
                            from.process(),
                            () -> from.onInvalidated(addressee, invalidate.epoch(), invalidate.index()));
        }
    }

    // ---- lookups ----------------------------------------------------------------------------------------------------

    /** Answers with what is shown, or with null when nothing current can be shown in time. */
    void lookup(String item, Consumer<@Nullable Shown> answer) {
        new Lookup(item, answer).next();
    }

    private final class Lookup {
        private final String item;
        private final Consumer<@Nullable Shown> answer;
        private int tries;
        private boolean done;

        Lookup(String item, Consumer<@Nullable Shown> answer) {
            this.item = item;
            this.answer = answer;
        }

        void next() {
            if (done) {
                return;
            }
            if (tries++ == MAX_TRIES) {
                finish(null);
                return;
            }
            long now = process.millis();
            Shown hit = cache.get(item, now);
            if (hit != null) {
                world.count(Counter.CACHE_HITS);
                finish(hit);
                return;
            }
            if (cache.leaseRunning(now)) {
                ask();
            }
            process.after(world.timing().resendMillis() * 1000, this::next);
        }

        private void ask() {
            long generation = cache.generation();
            long demand = cache.demand(item);
            SlotHost slot = world.slot(1 + random.nextInt(world.scenario().slots()));
            world.network().send(process, slot.process(), () -> slot.catalog()
                    .read(item, demand, (found, index) -> world.network()
                            .send(slot.process(), process, () -> read(new Shown(found), index, generation))));
        }

        private void read(Shown shown, long index, long generation) {
            cache.offer(item, shown, index, generation, process.millis());
            if (!done) {
                world.count(Counter.CACHE_MISSES);
                finish(shown);
            }
        }

        private void finish(@Nullable Shown shown) {
            done = true;
            answer.accept(shown);
        }
    }

    // ---- commands ---------------------------------------------------------------------------------------------------

    /** Answers with what became of the command, or with null when that is not known in time. */
    void submit(Command command, Consumer<@Nullable CommandReply> answer) {
        new Submission(command, answer).next();
    }

    private final class Submission {
        private final Command command;
        private final Consumer<@Nullable CommandReply> answer;
        private int tries;
        private boolean done;

        Submission(Command command, Consumer<@Nullable CommandReply> answer) {
            this.command = command;
            this.answer = answer;
        }

        void next() {
            if (done) {
                return;
            }
            if (tries++ == MAX_TRIES) {
                finish(null);
                return;
            }
            if (tries > 1) {
                world.count(Counter.RETRIES);
            }
            LeaderHost believed = leader;
            if (believed != null) {
                int asked = tries;
                world.network()
                        .send(
                                process,
                                believed.process(),
                                () -> believed.onCommand(command, reply -> world.network()
                                        .send(believed.process(), process, () -> take(reply, asked))));
            }
            process.after(world.timing().resendMillis() * 2_000, this::next);
        }

        /** An answer to an earlier try that says no is void: a later try may have been accepted meanwhile. */
        private void take(CommandReply reply, int asked) {
            if (reply instanceof CommandReply.NotNow notNow) {
                world.count(Counter.OVERLOADS, notNow.overloaded() ? 1 : 0);
            } else if (!done && (asked == tries || reply instanceof CommandReply.Stands)) {
                finish(reply);
            }
        }

        private void finish(@Nullable CommandReply reply) {
            done = true;
            answer.accept(reply);
        }
    }

    /** {@link LeaderOutput#toFrontEnd} names the front-end; this tells the process. */
    static String processName(String frontEnd) {
        return frontEnd.substring(0, frontEnd.indexOf('#'));
    }
}
