package menhir.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import menhir.store.Board.Counter;
import menhir.store.Decision.Accepted;
import menhir.store.MembershipView.MemberIncarnation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The digest of a state depends on what the state shows, on all of it, and on nothing else. */
class StateDigestTest {
    private static final int STEPS = 1_000;
    private static final int KEY_CAPACITY = 50;
    private static final Item ITEM = new Item("Tux", new BigDecimal("45.00"), 5, "birds", 3L, 9);
    private static final Board BOARD =
            new Board("score/Curling", "Curling", List.of(new Counter("Gaul", 1, 7), new Counter("Rome", 2, 8)), 9);
    private static final MemberIncarnation MEMBER = new MemberIncarnation("node-1", 4);
    private static final MembershipView VIEW = new MembershipView(2, List.of(MEMBER), List.of(MEMBER), 9);

    private interface Commands {
        Command at(Random random, String key);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldBeThatOfTheValuesAfterEveryEntryOfAShop(long seed) {
        check(new Random(seed), RandomCommands::forShop);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldBeThatOfTheValuesAfterEveryEntryOfAScoreboard(long seed) {
        check(new Random(seed), RandomCommands::forScoreboard);
    }

    private static void check(Random random, Commands commands) {
        Decider decider = new Decider(new StoreState(KEY_CAPACITY));
        StoreState state = decider.state();
        Set<Long> digests = new HashSet<>();
        for (int step = 0; step < STEPS; step++) {
            Entry entry = entryAt(step, decider, commands.at(random, "k" + step));
            long before = state.digest();
            if (entry != null) {
                decider.apply(state.index() + 1, entry);
                boolean shown = !entry.affectedNames().isEmpty() || entry instanceof Entry.StoreOpened;
                assertThat(state.digest() != before).as("after %s", entry).isEqualTo(shown);
            }
            digests.add(state.digest());
            assertThat(inChunks(state, random).digest()).isEqualTo(state.digest());
        }
        assertThat(digests).hasSizeGreaterThan(STEPS / 10);
    }

    private static @Nullable Entry entryAt(int step, Decider decider, Command command) {
        if (step == 5) {
            return new Entry.StoreOpened(step);
        } else if (step % 10 == 0) {
            return new Entry.ReplicaJoined(2);
        }
        return decider.decide(command, step) instanceof Accepted decided ? decided.entry() : null;
    }

    /** The same state, made from its values in any order, a few at a time. */
    private static StoreState inChunks(StoreState state, Random random) {
        List<Value> values = new ArrayList<>(state.values());
        Collections.shuffle(values, random);
        int cut = random.nextInt(values.size() + 1);
        StoreState copy =
                new StoreState(KEY_CAPACITY, state.index(), state.lastNumber(), state.opened(), values.subList(0, cut));
        copy.addValues(values.subList(cut, values.size()));
        return copy;
    }

    /** Pairs of states that differ in one thing. */
    static Stream<List<Value>> others() {
        return Stream.of(
                item("Tuy", "45.00", 5, "birds", 3L, 9),
                item("Tux", "45.01", 5, "birds", 3L, 9),
                item("Tux", "45.0", 5, "birds", 3L, 9),
                item("Tux", "45.00", 6, "birds", 3L, 9),
                item("Tux", "45.00", 5, "bird", 3L, 9),
                item("Tux", "45.00", 5, null, 3L, 9),
                item("Tux", "45.00", 5, "birds", 4L, 9),
                item("Tux", "45.00", 5, "birds", null, 9),
                item("Tux", "45.00", 5, "birds", 3L, 8),
                List.of(new Item("Tux", new BigDecimal("45.00"), 5, "birds", 3L, 9, 1, null), BOARD, VIEW),
                List.of(
                        new Item("Tux", new BigDecimal("45.00"), 5, "birds", 3L, 9, 0, new Terms(1L, null, null, 1)),
                        BOARD,
                        VIEW),
                List.of(new Item("Tux", new BigDecimal("45.00"), 5, "birds", 3L, 9, 0, null, true), BOARD, VIEW),
                List.of(ITEM, BOARD, VIEW, new HoldClock(1, 1)),
                List.of(ITEM, BOARD, VIEW, new CustomerCount("Tux", "ann", 1, 1)),
                List.of(ITEM, BOARD, VIEW, hold(Hold.State.ACTIVE, null)),
                List.of(ITEM, BOARD, VIEW, hold(Hold.State.EXPIRED, null)),
                List.of(ITEM, BOARD, VIEW, CancelledOrders.none(7).with(7, 8)),
                List.of(ITEM, BOARD, VIEW, CancelledOrders.none(7).with(8, 8)),
                List.of(BOARD, VIEW),
                List.of(ITEM, VIEW, board("score/Curling", "curling", 1, 7, 9)),
                List.of(ITEM, VIEW, board("score/curling", "Curling", 1, 7, 9)),
                List.of(ITEM, VIEW, board("score/Curling", "Curling", 2, 7, 9)),
                List.of(ITEM, VIEW, board("score/Curling", "Curling", 1, 6, 9)),
                List.of(ITEM, VIEW, board("score/Curling", "Curling", 1, 7, 8)),
                List.of(ITEM, BOARD),
                List.of(ITEM, BOARD, new MembershipView(3, List.of(MEMBER), List.of(MEMBER), 9)),
                List.of(ITEM, BOARD, new MembershipView(2, List.of(), List.of(MEMBER, MEMBER), 9)),
                List.of(ITEM, BOARD, new MembershipView(2, List.of(MEMBER), List.of(), 9)),
                List.of(ITEM, BOARD, new MembershipView(2, List.of(MEMBER), List.of(MEMBER), 8)));
    }

    private static List<Value> item(
            String name, String price, long quantity, @Nullable String topic, @Nullable Long number, long version) {
        return List.of(new Item(name, new BigDecimal(price), quantity, topic, number, version), BOARD, VIEW);
    }

    private static Hold hold(Hold.State state, @Nullable Long order) {
        return new Hold(2, state, List.of(), null, 3, 4, 5, 6, order, 7);
    }

    private static Board board(String name, String title, long count, long timeMillis, long version) {
        return new Board(
                name, title, List.of(new Counter("Gaul", count, timeMillis), new Counter("Rome", 2, 8)), version);
    }

    @ParameterizedTest
    @MethodSource("others")
    void shouldDifferWhereOneThingDiffers(List<Value> other) {
        assertThat(digest(1, true, other)).isNotEqualTo(digest(1, true, List.of(ITEM, BOARD, VIEW)));
        assertThat(digest(1, true, other)).isNotEqualTo(digest(2, true, other)).isNotEqualTo(digest(1, false, other));
    }

    private static long digest(long lastNumber, boolean opened, List<Value> values) {
        return new StoreState(KEY_CAPACITY, 9, lastNumber, opened, values).digest();
    }
}
