package menhir.simulation;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import menhir.store.Command;
import menhir.store.Command.PlaceOrder;
import menhir.store.Command.PutItem;
import menhir.store.Command.Restock;
import menhir.store.Line;
import menhir.store.OrderType;
import menhir.store.Rejection;
import org.jspecify.annotations.Nullable;

/** The clients: they fight over a few scarce items, repeat themselves, and look things up everywhere. */
final class Workload {
    private static final int MAX_CALLS = 6;
    /** A client gives up waiting, and asks elsewhere, after so many resend times of the protocol. */
    private static final int PATIENCE = 30;

    private final World world;
    private final SplittableRandom random;
    private final List<Command> sent = new ArrayList<>();
    private final Set<String> refused = new HashSet<>();
    private final Set<String> repeated = new HashSet<>();
    private boolean stopped;
    private int keys;
    private int open;

    Workload(World world, SplittableRandom random) {
        this.world = world;
        this.random = random;
    }

    /** Calls without an answer yet. */
    int open() {
        return open;
    }

    void start() {
        for (int i = 0; i < world.scenario().items(); i++) {
            put(new PutItem(key(), item(i), BigDecimal.valueOf(random.nextLong(1, 10_000), 2), stock(), "topic"));
        }
        beat();
    }

    void stop() {
        stopped = true;
        for (Command command : sent) {
            boolean once = !repeated.contains(command.key());
            if (once && refused.contains(command.key()) && world.truth().holdsKey(command.key())) {
                world.count(Counter.REFUSED_YET_PLACED_BY_LATE_COPY);
            }
        }
    }

    /** Each front-end is asked for each item, and takes an order. */
    void probe() {
        for (FrontEndHost frontEnd : world.frontEnds()) {
            for (int i = 0; i < world.scenario().items(); i++) {
                new Query(item(i), true).at(frontEnd);
            }
            new Call(order(), true).at(frontEnd);
        }
    }

    private void beat() {
        long mean = world.scenario().callMicros();
        world.timeline().after(random.nextLong(2 * mean), () -> {
            if (!stopped) {
                ask();
                beat();
            }
        });
    }

    private void ask() {
        int what = random.nextInt(100);
        if (what < 50) {
            new Query(randomItem(), false).at(someFrontEnd());
        } else if (what < 80) {
            put(order());
        } else if (what < 88) {
            put(new Restock(key(), randomItem(), 1 + random.nextLong(4)));
        } else if (what < 92) {
            put(new PutItem(key(), randomItem(), BigDecimal.valueOf(random.nextLong(1, 10_000), 2), null, null));
        } else if (what < 97) {
            // The same again: a client that did not get the answer, or a double click.
            repeat(anySent());
        } else if (what < 99) {
            String taken = anySent().key();
            repeated.add(taken);
            new Call(new Restock(taken, randomItem(), 1_000), false).at(someFrontEnd());
        } else {
            put(new PutItem(key(), randomItem(), BigDecimal.ONE, stock(), null));
        }
    }

    private void put(Command command) {
        sent.add(command);
        new Call(command, false).at(someFrontEnd());
        if (random.nextInt(20) == 0) {
            repeat(command);
        }
    }

    private void repeat(Command command) {
        repeated.add(command.key());
        new Call(command, false).at(someFrontEnd());
    }

    private PlaceOrder order() {
        List<Line> lines = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            lines.add(new Line(randomItem(), 1 + random.nextLong(3)));
        }
        return new PlaceOrder(key(), random.nextInt(8) == 0 ? OrderType.SELL : OrderType.BUY, lines);
    }

    private Command anySent() {
        // Mostly a recent one, so that it may still be in flight.
        int back = random.nextInt(3) == 0 ? random.nextInt(sent.size()) : random.nextInt(Math.min(5, sent.size()));
        return sent.get(sent.size() - 1 - back);
    }

    private String key() {
        return "key-" + keys++;
    }

    private long stock() {
        return random.nextLong(12);
    }

    private String randomItem() {
        int items = world.scenario().items();
        return random.nextInt(50) == 0 ? "nothing" : item(random.nextInt(items));
    }

    private static String item(int number) {
        return "item-" + number;
    }

    private FrontEndHost someFrontEnd() {
        List<FrontEndHost> all = world.frontEnds();
        return all.get(random.nextInt(all.size()));
    }

    private long patienceMicros() {
        return PATIENCE * world.timing().resendMillis() * 1000;
    }

    /** A lookup by a client, with what was released before it. */
    private final class Query {
        private final String item;
        private final boolean mustAnswer;
        private boolean done;

        Query(String item, boolean mustAnswer) {
            this.item = item;
            this.mustAnswer = mustAnswer;
        }

        void at(FrontEndHost frontEnd) {
            long releasedBefore = world.truth().released();
            open++;
            frontEnd.process()
                    .run(() -> frontEnd.lookup(item, shown -> {
                        if (done) {
                            return;
                        }
                        if (shown != null) {
                            world.truth().checkLookup(item, shown.item(), releasedBefore);
                        } else {
                            world.count(Counter.LOOKUPS_UNAVAILABLE);
                        }
                        end(shown != null);
                    }));
            world.timeline().after(patienceMicros(), () -> end(false));
        }

        private void end(boolean answered) {
            if (!done) {
                done = true;
                open--;
                if (mustAnswer && !answered) {
                    throw new InvariantViolated(Invariant.E_RECOVERS, "no answer about " + item + " after healing");
                }
            }
        }
    }

    /** A command by a client, which asks again, with the same key, when it hears nothing. */
    private final class Call {
        private final Command command;
        private final boolean mustAnswer;
        private int calls;
        private boolean done;

        Call(Command command, boolean mustAnswer) {
            this.command = command;
            this.mustAnswer = mustAnswer;
            open++;
        }

        void at(FrontEndHost frontEnd) {
            long releasedBefore = world.truth().released();
            int asked = ++calls;
            frontEnd.process().run(() -> frontEnd.submit(command, reply -> take(reply, asked, releasedBefore)));
            world.timeline().after(patienceMicros(), () -> again(asked));
        }

        private void take(@Nullable CommandReply reply, int asked, long releasedBefore) {
            if (done) {
                return;
            }
            if (reply instanceof CommandReply.Stands stands) {
                world.truth().checkStands(command, stands.index(), stands.number());
                world.count(stands.number() > 0 ? Counter.ORDERS_STAND : Counter.CHANGES_STAND);
                world.count(Counter.ORDERS_REPLAYED, stands.replayed() ? 1 : 0);
                end();
            } else if (reply instanceof CommandReply.Refused no && asked == calls) {
                world.truth().checkRefused(command, no.why(), releasedBefore);
                boolean keyReused = no.why() instanceof Rejection.KeyReused;
                world.count(keyReused ? Counter.KEYS_REUSED : Counter.REFUSALS);
                if (!keyReused) {
                    refused.add(command.key());
                }
                end();
            } else {
                again(asked);
            }
        }

        private void again(int asked) {
            if (done || asked != calls) {
                return;
            }
            if (calls < MAX_CALLS) {
                at(someFrontEnd());
            } else {
                end();
                if (mustAnswer) {
                    throw new InvariantViolated(Invariant.E_RECOVERS, "no answer to " + command + " after healing");
                }
            }
        }

        private void end() {
            done = true;
            open--;
        }
    }
}
