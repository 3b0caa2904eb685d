package menhir.store;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import menhir.store.MembershipView.MemberIncarnation;
import org.jspecify.annotations.Nullable;

/** Commands of all kinds on a few names, so that many are accepted and many are not. */
final class RandomCommands {
    static final long[] NUMBERS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    static final List<String> ITEMS = List.of("a", "b", "c", "d", "e", MembershipView.NAME);
    static final List<String> TOPICS = List.of("x", "y", "z");
    static final List<String> TEAMS = List.of("Gaul", "Rome", "Carthage");
    static final List<String> CUSTOMERS = List.of("ann", "bob");
    static final List<String> MARKS = List.of("Gold", "Silver");

    private RandomCommands() {}

    static Command forShop(Random random, String key) {
        String item = oneOf(random, ITEMS);
        int kind = random.nextInt(22);
        if (kind == 21) {
            return new WebhookPosition.AdvanceWebhook(key, "hook-" + random.nextInt(110), random.nextInt(500));
        } else if (kind == 20) {
            return new LeaderPlacement.PlaceLeader(key, random.nextInt(4));
        } else if (kind >= 18) {
            return cancel(random, key, item);
        } else if (kind == 16) {
            return new Command.RetireItem(key, item);
        } else if (kind == 17) {
            List<Long> versions = random.nextBoolean() ? List.of() : List.of(1L + random.nextInt(20));
            return new Command.Conditional(item, versions, new Command.Restock(key, item, 1));
        } else if (kind >= 10) {
            return kind < 14 ? ofHold(random, key, item) : terms(random, key, item);
        }
        if (kind < 3) {
            String topic = random.nextBoolean() ? oneOf(random, TOPICS) : null;
            Long number = random.nextInt(4) == 0 ? NUMBERS[random.nextInt(NUMBERS.length)] : null;
            Long quantity = random.nextBoolean() ? (long) random.nextInt(20) : null;
            return new Command.PutItem(key, item, BigDecimal.valueOf(random.nextInt(5)), quantity, topic, number);
        } else if (kind < 5) {
            return new Command.Restock(key, item, 1 + random.nextInt(20));
        }
        OrderType type = random.nextInt(4) == 0 ? OrderType.SELL : OrderType.BUY;
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(item, 1 + random.nextInt(3)));
        if (random.nextBoolean()) {
            lines.add(new Line(oneOf(random, ITEMS), 1));
        }
        return new Command.PlaceOrder(key, type, lines, customer(random));
    }

    private static Command ofHold(Random random, String key, String item) {
        // Ids are indexes of the log, of which there are fewer than keys.
        long id = 1L + random.nextInt(1 + Integer.parseInt(key.substring(1)));
        return switch (random.nextInt(10)) {
            case 0, 1 -> new HoldCommand.ConfirmHold(key, id);
            case 2, 3 -> new HoldCommand.ReleaseHold(key, id);
            case 4 -> new HoldCommand.ExtendHold(key, id, 10);
            default ->
                new HoldCommand.PlaceHold(
                        key,
                        List.of(new Line(item, 1 + random.nextInt(2)), new Line(oneOf(random, ITEMS), 1)),
                        10,
                        customer(random));
        };
    }

    /** Of any number: the decider takes the command's word for what the order has. */
    private static Command cancel(Random random, String key, String item) {
        List<PricedLine> lines = List.of(
                new PricedLine(item, 1 + random.nextInt(3), BigDecimal.ONE),
                new PricedLine(oneOf(random, ITEMS), 1, BigDecimal.ONE));
        long number = 1L + random.nextInt(1_000);
        OrderType type = random.nextInt(4) == 0 ? OrderType.SELL : OrderType.BUY;
        Order order = new Order(number, type, lines, customer(random), null, 5);
        List<Line> some = random.nextBoolean() ? List.of() : List.of(new Line(item, 1 + random.nextInt(3)));
        return new CancelOrder(key, number, some, order, 1 + random.nextInt(500));
    }

    private static Command terms(Random random, String key, String item) {
        Long limit = random.nextBoolean() ? Long.valueOf(1L + random.nextInt(9)) : null;
        Long from = random.nextInt(4) == 0 ? Long.valueOf(random.nextInt(500)) : null;
        return new Command.SetTerms(key, item, limit, from, null);
    }

    private static @Nullable String customer(Random random) {
        return random.nextInt(3) == 0 ? null : oneOf(random, CUSTOMERS);
    }

    static Command forScoreboard(Random random, String key) {
        String team = oneOf(random, TEAMS);
        int kind = random.nextInt(8);
        if (kind == 0) {
            return new Command.AddBoard(key, Board.medals(team), team, MARKS);
        } else if (kind == 1) {
            return new Command.AddBoard(key, Board.score(team), team, TEAMS);
        } else if (kind == 2) {
            MemberIncarnation member = new MemberIncarnation("node-" + random.nextInt(3), random.nextInt(1_000));
            return new Command.InstallView(key, random.nextInt(20), List.of(member));
        } else if (kind < 5) {
            return new Command.SetScore(
                    key, team, List.of(new Command.TeamScore(oneOf(random, TEAMS), random.nextInt(9))));
        }
        return new Command.AwardMedal(key, team, oneOf(random, MARKS));
    }

    private static <T> T oneOf(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
