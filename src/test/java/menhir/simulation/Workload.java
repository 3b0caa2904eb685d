package menhir.simulation;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import menhir.leader.CommandReply;
import menhir.replica.LogReplies.OrdersRead;
import menhir.service.StoreService.Lookup;
import menhir.service.StoreService.Topic;
import menhir.store.CancelOrder;
import menhir.store.CancelledOrders;
import menhir.store.Command;
import menhir.store.Command.PlaceOrder;
import menhir.store.Command.PutItem;
import menhir.store.Command.Restock;
import menhir.store.Entry;
import menhir.store.EntryCodec;
import menhir.store.Hold;
import menhir.store.HoldCommand;
import menhir.store.KeyWindow;
import menhir.store.LeaderPlacement.PlaceLeader;
import menhir.store.Line;
import menhir.store.Order;
import menhir.store.OrderType;
import menhir.store.PricedLine;
import menhir.store.Rejection;
import org.jspecify.annotations.Nullable;

/** The clients: they compete for a few scarce items, repeat requests, and look things up everywhere. */
final class Workload {
    private static final int MAX_CALLS = 6;
    /** A client gives up waiting, and asks elsewhere, after this many resend times of the protocol. */
    private static final int PATIENCE = 30;

    private final World world;
    private final SplittableRandom random;
    /** Draws of their own, so that runs without holds stay as they are. */
    private final SplittableRandom holdRandom;

    private final List<Command> sent = new ArrayList<>();
    private final Set<String> repeated = new HashSet<>();
    private boolean stopped;
    private final Set<Integer> avoided = new HashSet<>();
    private int keys;
    private int open;

    Workload(World world, SplittableRandom random) {
        this.world = world;
        this.random = random;
        this.holdRandom = new SplittableRandom(~world.scenario().seed());
    }

    /** Calls without an answer yet. */
    int open() {
        return open;
    }

    void start() {
        for (int i = 0; i < world.scenario().items(); i++) {
            put(new PutItem(
                    key(),
                    Scenario.item(i),
                    BigDecimal.valueOf(random.nextLong(1, 10_000), 2),
                    stock(),
                    Scenario.topic(i)));
        }
        beat();
        if (world.scenario().usesHolds()) {
            holdBeat();
        }
        if (world.scenario().movesLeaders()) {
            moveLeader(new SplittableRandom(world.scenario().seed()));
        }
    }

    void stop() {
        stopped = true;
    }

    /** Clients send nothing to front-ends on this site until they are told otherwise, if there is another one. */
    void avoid(int site) {
        avoided.add(site);
    }

    void avoidNone() {
        avoided.clear();
    }

    /** Each item is looked up at the front-ends of a site. */
    void lookUpAt(int site) {
        for (FrontEndHost frontEnd : world.frontEnds()) {
            for (int i = 0;
                    frontEnd.process().site() == site && i < world.scenario().items();
                    i++) {
                itemQuery(Scenario.item(i), false).at(frontEnd);
            }
        }
    }

    /** One order at each front-end of a site. */
    void orderAt(int site) {
        world.frontEnds().stream()
                .filter(frontEnd -> frontEnd.process().site() == site)
                .forEach(frontEnd -> {
                    Command command = order();
                    sent.add(command);
                    new Call(command, false).at(frontEnd);
                });
    }

    /** Restocks every item at the front-ends of a site. */
    void restockAllAt(int site) {
        for (FrontEndHost frontEnd : world.frontEnds()) {
            for (int i = 0;
                    frontEnd.process().site() == site && i < world.scenario().items();
                    i++) {
                Command command = new Restock(key(), Scenario.item(i), 8);
                sent.add(command);
                new Call(command, false).at(frontEnd);
            }
        }
    }

    /** Each front-end is asked for each item and topic and for all orders, and takes an order. */
    void probe() {
        for (FrontEndHost frontEnd : world.frontEnds()) {
            for (int i = 0; i < world.scenario().items(); i++) {
                itemQuery(Scenario.item(i), true).at(frontEnd);
                topicQuery(Scenario.topic(i), true).at(frontEnd);
            }
            orderQuery(0, 5, true).at(frontEnd);
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

    /** Somewhere else, now and then: a leader moves when it has led for some leases. */
    private void moveLeader(SplittableRandom administrator) {
        world.timeline().after(administrator.nextLong(12_000_000), () -> {
            if (!stopped) {
                put(new PlaceLeader(
                        key(), administrator.nextInt(world.scenario().slots() + 1)));
                moveLeader(administrator);
            }
        });
    }

    // ---- holds ------------------------------------------------------------------------------------------------------

    private void holdBeat() {
        long mean = 2 * world.scenario().callMicros();
        world.timeline().after(holdRandom.nextLong(2 * mean), () -> {
            if (!stopped) {
                askOfHolds();
                holdBeat();
            }
        });
    }

    private void askOfHolds() {
        int what = holdRandom.nextInt(12);
        if (what < 3) {
            List<Line> lines = List.of(someLine(), someLine());
            put(new HoldCommand.PlaceHold(key(), lines, 1 + holdRandom.nextLong(8), someCustomer()));
        } else if (what < 5) {
            put(new HoldCommand.ConfirmHold(key(), someHold()));
        } else if (what < 6) {
            put(new HoldCommand.ReleaseHold(key(), someHold()));
        } else if (what < 7) {
            put(new HoldCommand.ExtendHold(key(), someHold(), 1 + holdRandom.nextLong(8)));
        } else if (what < 8) {
            put(new PlaceOrder(key(), OrderType.BUY, List.of(someLine()), someCustomer()));
        } else if (what < 10) {
            holdQuery(someHold()).at(someFrontEnd());
        } else if (what < 11) {
            readAndCancel(someOrder());
        } else {
            cancelledQuery(someOrder()).at(someFrontEnd());
        }
    }

    /** Mostly one of the newest. */
    private long someOrder() {
        long known = world.truth().releasedOrders();
        return Math.max(1, known - holdRandom.nextLong(holdRandom.nextInt(4) == 0 ? known + 1 : 6));
    }

    /** As front-ends do: they give the leader the order to be cancelled. */
    private void readAndCancel(long number) {
        String key = key();
        new Query<OrdersRead>(
                        "order " + number,
                        false,
                        (frontEnd, answer) -> frontEnd.readOrders(number - 1, 1, answer),
                        (read, before) -> {
                            if (!read.entries().isEmpty() && !stopped) {
                                cancel(key, read);
                            }
                        })
                .at(someFrontEnd());
    }

    private void cancel(String key, OrdersRead read) {
        Entry entry = EntryCodec.decode(read.entries().get(0).payload());
        Order order = ((Entry.OrderPlaced) entry).order();
        PricedLine line = order.lines().get(0);
        List<Line> some = holdRandom.nextBoolean() ? List.of() : List.of(new Line(line.item(), line.quantity()));
        put(new CancelOrder(key, order.number(), some, order, read.firstIndex()));
    }

    private Query<Lookup> cancelledQuery(long number) {
        return new Query<>(
                "whether order " + number + " is cancelled",
                false,
                (frontEnd, answer) -> frontEnd.lookup(CancelledOrders.nameOf(number), answer),
                (lookup, before) -> world.truth()
                        .cancellations()
                        .checkLookup(
                                number,
                                (CancelledOrders) lookup.value(),
                                before.released(),
                                world.truth().released()));
    }

    private Line someLine() {
        return new Line(Scenario.item(holdRandom.nextInt(world.scenario().items())), 1 + holdRandom.nextLong(2));
    }

    private String someCustomer() {
        return "customer-" + holdRandom.nextInt(3);
    }

    /** Mostly one of the newest. */
    private long someHold() {
        List<Long> ids = world.truth().holds().ids();
        return ids.isEmpty()
                ? 1 + holdRandom.nextLong(100)
                : ids.get(ids.size() - 1 - holdRandom.nextInt(Math.min(5, ids.size())));
    }

    private Query<Lookup> holdQuery(long id) {
        return new Query<>(
                "hold " + id,
                false,
                (frontEnd, answer) -> frontEnd.lookup(Hold.nameOf(id), answer),
                (lookup, before) -> {
                    world.count(Counter.HOLDS_READ);
                    world.truth()
                            .holds()
                            .checkLookup(
                                    id,
                                    (Hold) lookup.value(),
                                    before.released(),
                                    world.truth().released());
                });
    }

    // ---- everything else --------------------------------------------------------------------------------------------

    private void ask() {
        int what = random.nextInt(100);
        if (what < 35) {
            itemQuery(randomItem(), false).at(someFrontEnd());
        } else if (what < 45) {
            topicQuery(Scenario.topic(random.nextInt(2)), false).at(someFrontEnd());
        } else if (what < 48) {
            numberQuery(1 + random.nextLong(world.scenario().items() + 1)).at(someFrontEnd());
        } else if (what < 55) {
            readSomeOrders();
        } else if (what < 80) {
            put(order());
        } else if (what < 86) {
            put(new Restock(key(), randomItem(), 1 + random.nextLong(4)));
        } else if (what < 92) {
            String topic = random.nextInt(3) == 0 ? Scenario.topic(random.nextInt(2)) : null;
            put(new PutItem(key(), randomItem(), BigDecimal.valueOf(random.nextLong(1, 10_000), 2), null, topic));
        } else if (what < 99 && !world.scenario().remembersAllKeys()) {
            // A repetition might come after its key is forgotten.
            put(order());
        } else if (what < 97) {
            // The same again: a client that did not get the answer, or a double click.
            repeat(anySent());
        } else if (what < 99) {
            String taken = anySent().key();
            askAgain(taken);
            new Call(new Restock(taken, randomItem(), 1_000), false).at(someFrontEnd());
        } else {
            put(new PutItem(key(), randomItem(), BigDecimal.ONE, stock(), null));
        }
    }

    /** Mostly the newest, where the end of the log is near. */
    private void readSomeOrders() {
        long known = world.truth().releasedOrders();
        long after =
                random.nextInt(4) == 0 ? random.nextLong(known + 2) : Math.max(0, known - 1 + random.nextLong(-1, 2));
        orderQuery(after, 1 + random.nextInt(3), false).at(someFrontEnd());
    }

    private void put(Command command) {
        sent.add(command);
        new Call(command, false).at(someFrontEnd());
        if (random.nextInt(20) == 0 && world.scenario().remembersAllKeys()) {
            repeat(command);
        }
    }

    private void repeat(Command command) {
        askAgain(command.key());
        new Call(command, false).at(someFrontEnd());
    }

    private void askAgain(String key) {
        repeated.add(key);
        world.truth().onAskedAgain(key);
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
        return random.nextInt(50) == 0 ? "nothing" : Scenario.item(random.nextInt(items));
    }

    private FrontEndHost someFrontEnd() {
        List<FrontEndHost> all = world.frontEnds().stream()
                .filter(frontEnd -> !avoided.contains(frontEnd.process().site()))
                .toList();
        all = all.isEmpty() ? world.frontEnds() : all;
        return all.get(random.nextInt(all.size()));
    }

    private long patienceMicros() {
        return PATIENCE * world.timing().resendMillis() * 1000;
    }

    // ---- queries ----------------------------------------------------------------------------------------------------

    private Query<Lookup> itemQuery(String item, boolean mustAnswer) {
        return new Query<>(
                "item " + item,
                mustAnswer,
                (frontEnd, answer) -> frontEnd.lookup(item, answer),
                (lookup, before) -> world.truth().checkLookup(item, lookup.value(), before.released()));
    }

    private Query<Topic> topicQuery(String topic, boolean mustAnswer) {
        return new Query<>(
                "topic " + topic,
                mustAnswer,
                (frontEnd, answer) -> frontEnd.lookupTopic(topic, answer),
                (found, before) -> {
                    world.count(Counter.TOPICS_READ);
                    world.truth().checkTopic(topic, found.items(), before.released());
                });
    }

    private Query<Lookup> numberQuery(long number) {
        return new Query<>(
                "number " + number,
                false,
                (frontEnd, answer) -> frontEnd.lookupNumber(number, answer),
                (lookup, before) -> {
                    world.count(Counter.NUMBERS_READ);
                    world.truth().checkNumber(number, lookup.value(), before.released());
                });
    }

    private Query<OrdersRead> orderQuery(long after, int limit, boolean mustAnswer) {
        return new Query<>(
                "orders after " + after,
                mustAnswer,
                (frontEnd, answer) -> frontEnd.readOrders(after, limit, answer),
                (read, before) -> {
                    world.count(Counter.ORDERS_READ);
                    world.truth().checkOrders(after, limit, read.entries(), read.lastNumber(), before.orders());
                });
    }

    /** What was released before a query. */
    private record Before(long released, long orders) {}

    /** A read by a client. */
    private final class Query<A> {
        private final String what;
        private final boolean mustAnswer;
        private final BiConsumer<FrontEndHost, Consumer<@Nullable A>> ask;
        private final BiConsumer<A, Before> check;
        private boolean done;

        Query(
                String what,
                boolean mustAnswer,
                BiConsumer<FrontEndHost, Consumer<@Nullable A>> ask,
                BiConsumer<A, Before> check) {
            this.what = what;
            this.mustAnswer = mustAnswer;
            this.ask = ask;
            this.check = check;
        }

        void at(FrontEndHost frontEnd) {
            Before before = new Before(world.truth().released(), world.truth().releasedOrders());
            open++;
            frontEnd.process()
                    .run(() -> ask.accept(frontEnd, answer -> {
                        if (done) {
                            return;
                        }
                        if (answer != null) {
                            check.accept(answer, before);
                        } else {
                            world.count(Counter.LOOKUPS_UNAVAILABLE);
                        }
                        end(answer != null);
                    }));
            world.timeline().after(patienceMicros(), () -> end(false));
        }

        private void end(boolean answered) {
            if (!done) {
                done = true;
                open--;
                if (mustAnswer && !answered) {
                    throw new InvariantViolated(Invariant.E_RECOVERS, "no answer about " + what + " after healing");
                }
            }
        }
    }

    // ---- commands ---------------------------------------------------------------------------------------------------

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
            if (reply instanceof CommandReply.Done done) {
                onDone(done.entry().orderNumber(), done.entry() instanceof Entry.OrderRejected);
            } else if (reply instanceof CommandReply.Replayed replayed) {
                world.count(Counter.ORDERS_REPLAYED);
                onDone(replayed.number(), replayed.number() == KeyWindow.REJECTED);
            } else if (reply instanceof CommandReply.Rejected no && asked == calls) {
                world.truth().checkRejected(command, no.why(), releasedBefore);
                world.count(Counter.LIMITS_REACHED, no.why() instanceof Rejection.LimitReached ? 1 : 0);
                boolean keyReused = no.why() instanceof Rejection.KeyReused;
                world.count(keyReused ? Counter.KEYS_REUSED : Counter.REJECTIONS);
                if (calls == 1 && !repeated.contains(command.key())) {
                    world.truth().onRejected(command.key());
                }
                end();
            } else {
                again(asked);
            }
        }

        private void onDone(long number, boolean rejected) {
            world.truth().checkDone(command, number);
            world.count(
                    rejected ? Counter.LOGGED_REJECTIONS : number > 0 ? Counter.ORDERS_STAND : Counter.CHANGES_STAND);
            end();
        }

        private void again(int asked) {
            if (done || asked != calls) {
                return;
            }
            boolean mayRepeat = mustAnswer || world.scenario().remembersAllKeys();
            if (mayRepeat && calls < MAX_CALLS) {
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
