package menhir.games.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import menhir.store.Board;
import menhir.store.Command;
import menhir.store.Decider;
import menhir.store.Decision;
import menhir.store.Entry;
import menhir.store.MembershipView;
import menhir.store.MembershipView.MemberIncarnation;
import menhir.store.StoreState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Several keepers at once, each with another picture of who is alive, and proposals that reach the desk late: there is one
 * list of members for each number, and whoever lost a member is never seated again in the same life. {@code
 * -Dmenhir.keepers.seeds=5000} for more.
 */
class ViewCoordinatorRaceTest {
    private static final int SEEDS = Integer.getInteger("menhir.keepers.seeds", 100);
    private static final List<String> NAMES = List.of("a", "b", "c", "d");
    private static final long STEP_MILLIS = 200;

    private record Proposal(long arrivesAt, Command.InstallView command) {}

    private final Decider desk = new Decider(new StoreState(10_000));
    private final Map<Long, List<MemberIncarnation>> bySeatingNumber = new TreeMap<>();
    private final Set<MemberIncarnation> unseated = new HashSet<>();
    private final Map<String, Long> lives = new HashMap<>();
    private final Map<String, ViewRules> keepers = new TreeMap<>();
    private final Map<String, Set<String>> pictures = new HashMap<>();
    private final List<Proposal> onTheWay = new ArrayList<>();
    private long now = 100_000;
    private long keys;
    private int refused;

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldSeatOneRosterAfterTheOtherWhoeverProposes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        submit(new Command.AddBoard("first", Board.medals("Gaul"), "Gaul", List.of("Gold")));
        for (String name : NAMES) {
            lives.put(name, 1L);
            keepers.put(name, new ViewRules(now));
            pictures.put(name, Set.copyOf(NAMES));
        }
        for (int step = 0; step < 150; step++) {
            disturb(random);
            step(random, 2_000);
        }
        int rounds = bySeatingNumber.size();
        assertThat(rounds).isPositive();

        // All see all again: it ends with everyone in a member, and then nothing is proposed any more.
        NAMES.forEach(name -> pictures.put(name, Set.copyOf(NAMES)));
        for (int step = 0; step < 60; step++) {
            step(random, 100);
        }
        assertThat(roster().members())
                .as("after " + rounds + " rosters, " + refused + " late proposals")
                .extracting(MemberIncarnation::name)
                .containsExactlyElementsOf(NAMES);
        long settled = roster().number();
        for (int step = 0; step < 20; step++) {
            step(random, 100);
        }
        assertThat(roster().number()).isEqualTo(settled);
    }

    /** Someone's picture of the living changes, or a front-end dies and comes back in another life. */
    private void disturb(SplittableRandom random) {
        String whose = NAMES.get(random.nextInt(NAMES.size()));
        if (random.nextInt(10) == 0) {
            Set<String> picture = new HashSet<>(NAMES);
            picture.removeIf(name -> !name.equals(whose) && random.nextInt(3) == 0);
            pictures.put(whose, picture);
        }
        if (random.nextInt(30) == 0) {
            lives.merge(whose, 1L, Long::sum);
            keepers.put(whose, new ViewRules(now));
        }
    }

    private void step(SplittableRandom random, long mostDelayMillis) {
        now += STEP_MILLIS;
        // A counter that lost its member begins another life, as soon as it knows.
        for (String name : NAMES) {
            if (unseated.contains(new MemberIncarnation(name, life(name))) && random.nextInt(3) == 0) {
                lives.merge(name, 1L, Long::sum);
            }
        }
        for (String name : NAMES) {
            String first = picture(name).stream().sorted().findFirst().orElse(name);
            if (random.nextInt(2) == 0) {
                keeper(first).announced(new MemberIncarnation(name, life(name)), now);
            }
        }
        for (String name : NAMES) {
            Set<String> picture = picture(name);
            boolean keeps = picture.stream().sorted().findFirst().orElse(name).equals(name);
            List<MemberIncarnation> members = keeps ? keeper(name).proposal(roster(), picture, now) : null;
            if (members != null && random.nextInt(2) == 0) {
                long arrivesAt = now + random.nextLong(mostDelayMillis);
                onTheWay.add(
                        new Proposal(arrivesAt, new Command.InstallView("k" + keys++, roster().number(), members)));
            }
        }
        List<Proposal> arrived = onTheWay.stream()
                .filter(proposal -> proposal.arrivesAt() <= now)
                .toList();
        onTheWay.removeAll(arrived);
        arrived.forEach(proposal -> submit(proposal.command()));
    }

    private void submit(Command command) {
        MembershipView before = roster();
        Decision decision = desk.decide(command, now);
        if (!(decision instanceof Decision.Accepted accepted)) {
            refused++;
            return;
        }
        desk.apply(desk.state().index() + 1, accepted.entry());
        if (accepted.entry() instanceof Entry.ViewInstalled seated) {
            assertThat(seated.number()).isEqualTo(before.number() + 1);
            assertThat(bySeatingNumber.putIfAbsent(seated.number(), seated.members()))
                    .isNull();
            assertThat(seated.members()).doesNotHaveDuplicates().noneMatch(unseated::contains);
            before.members().stream()
                    .filter(member -> !seated.members().contains(member))
                    .forEach(unseated::add);
        }
    }

    private MembershipView roster() {
        return desk.state().value(MembershipView.NAME) instanceof MembershipView roster
                ? roster
                : new MembershipView(0, List.of(), List.of(), 0);
    }

    private ViewRules keeper(String name) {
        return Objects.requireNonNull(keepers.get(name));
    }

    private Set<String> picture(String name) {
        return Objects.requireNonNull(pictures.get(name));
    }

    private long life(String name) {
        return Objects.requireNonNull(lives.get(name));
    }
}
