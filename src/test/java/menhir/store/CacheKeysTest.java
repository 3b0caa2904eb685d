package menhir.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import menhir.store.Decision.Accepted;
import menhir.store.MembershipView.MemberIncarnation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a front-end may show, there or not there, changes only through entries that name it to the caches. */
class CacheKeysTest {
    private static final int STEPS = 3_000;
    private static final long[] NUMBERS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    private static final List<String> ITEMS = List.of("a", "b", "c", "d", "e", MembershipView.NAME);
    private static final List<String> TOPICS = List.of("x", "y", "z");
    private static final List<String> TEAMS = List.of("Gaul", "Rome", "Carthage");
    private static final List<String> MARKS = List.of("Gold", "Silver");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldNameEveryChangeOfAShop(long seed) {
        Random random = new Random(seed);
        check(new Decider(new StoreState(50)), step -> shopCommand(random, "k" + step));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldNameEveryChangeOfAScoreboard(long seed) {
        Random random = new Random(seed);
        check(new Decider(new StoreState(50)), step -> scoreCommand(random, "k" + step));
    }

    private interface Commands {
        Command at(int step);
    }

    private static void check(Decider desk, Commands commands) {
        int accepted = 0;
        Map<String, Object> before = shown(desk.state());
        for (int step = 0; step < STEPS; step++) {
            Command command = commands.at(step);
            Entry entry = step == 5
                    ? new Entry.StoreOpened(step)
                    : desk.decide(command, step) instanceof Accepted decided ? decided.entry() : null;
            if (entry == null) {
                continue;
            }
            Set<String> named = desk.affectedKeys(entry);
            desk.apply(desk.state().index() + 1, entry);
            Map<String, Object> after = shown(desk.state());
            Set<String> changed = new HashSet<>();
            for (String key : after.keySet()) {
                if (!Objects.equals(after.get(key), before.get(key))) {
                    changed.add(key);
                }
            }
            assertThat(changed).as("changed by %s", entry).isSubsetOf(named);
            before = after;
            accepted++;
        }
        assertThat(accepted).isGreaterThan(STEPS / 10);
    }

    /** Everything that a front-end could have cached, by the name under which it would be. */
    private static Map<String, Object> shown(StoreState state) {
        List<String> names = new ArrayList<>(ITEMS);
        for (String team : TEAMS) {
            names.add(Board.medals(team));
            names.add(Board.score(team));
        }
        Map<String, Object> all = new HashMap<>();
        names.forEach(name -> all.put(CacheKeys.ofValue(name), String.valueOf(state.value(name))));
        for (String topic : TOPICS) {
            all.put(
                    CacheKeys.ofTopic(topic),
                    state.namesOf(topic).stream().map(state::item).toList());
        }
        for (long number : NUMBERS) {
            // Of an item's number only the name is cached.
            Item item = state.itemNumbered(number);
            all.put(CacheKeys.ofNumber(number), item == null ? "" : item.name());
        }
        return all;
    }

    private static Command shopCommand(Random random, String key) {
        String item = oneOf(random, ITEMS);
        int kind = random.nextInt(10);
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
        return new Command.PlaceOrder(key, type, lines);
    }

    private static Command scoreCommand(Random random, String key) {
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
