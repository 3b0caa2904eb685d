package menhir.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import menhir.store.Decision.Accepted;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a front-end may show, there or not there, changes only through entries that name it to the caches. */
class CacheKeysTest {
    private static final int STEPS = 3_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldNameEveryChangeOfAShop(long seed) {
        Random random = new Random(seed);
        check(new Decider(new StoreState(50)), step -> RandomCommands.forShop(random, "k" + step));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldNameEveryChangeOfAScoreboard(long seed) {
        Random random = new Random(seed);
        check(new Decider(new StoreState(50)), step -> RandomCommands.forScoreboard(random, "k" + step));
    }

    private interface Commands {
        Command at(int step);
    }

    private static void check(Decider desk, Commands commands) {
        int accepted = 0;
        Map<String, Object> before = shown(desk.state());
        for (int step = 0; step < STEPS; step++) {
            Command command = commands.at(step);
            desk.countTime(step * 100L);
            Entry expired = desk.expiredHolds(step);
            Entry entry = expired != null
                    ? expired
                    : step == 5
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
        List<String> names = new ArrayList<>(RandomCommands.ITEMS);
        for (String team : RandomCommands.TEAMS) {
            names.add(Board.medals(team));
            names.add(Board.score(team));
        }
        Map<String, Object> all = new HashMap<>();
        names.forEach(name -> all.put(CacheKeys.ofValue(name), String.valueOf(state.value(name))));
        state.holds().all().forEach(hold -> all.put(hold.name(), hold));
        state.cancellations().all().forEach(block -> all.put(block.name(), block));
        for (String topic : RandomCommands.TOPICS) {
            all.put(
                    CacheKeys.ofTopic(topic),
                    state.namesOf(topic).stream().map(state::item).toList());
        }
        for (long number : RandomCommands.NUMBERS) {
            // Of an item's number only the name is cached.
            Item item = state.itemNumbered(number);
            all.put(CacheKeys.ofNumber(number), item == null ? "" : item.name());
        }
        return all;
    }
}
