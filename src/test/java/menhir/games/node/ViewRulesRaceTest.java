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
 * Several coordinators at once that disagree about which nodes are live, and proposals that arrive late: there is one list
 * of members for each view number, and an excluded incarnation never returns. {@code -Dmenhir.coordinators.seeds=5000} for
 * more seeds.
 */
class ViewRulesRaceTest {
    private static final int SEEDS = Integer.getInteger("menhir.coordinators.seeds", 100);
    private static final List<String> NAMES = List.of("a", "b", "c", "d");
    private static final long STEP_MILLIS = 200;

    private record Proposal(long arrivesAt, Command.InstallView command) {}

    private final Decider decider = new Decider(new StoreState(10_000));
    private final Map<Long, List<MemberIncarnation>> membersByView = new TreeMap<>();
    private final Set<MemberIncarnation> excluded = new HashSet<>();
    private final Map<String, Long> incarnations = new HashMap<>();
    private final Map<String, ViewRules> coordinators = new TreeMap<>();

    /** The nodes that each node sees as live. */
    private final Map<String, Set<String>> reachable = new HashMap<>();

    private final List<Proposal> inFlight = new ArrayList<>();
    private long now = 100_000;
    private long keys;
    private int rejected;

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldInstallOneViewAfterTheOtherWhoeverProposes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        submit(new Command.AddBoard("first", Board.medals("Gaul"), "Gaul", List.of("Gold")));
        for (String name : NAMES) {
            incarnations.put(name, 1L);
            coordinators.put(name, new ViewRules());
            reachable.put(name, Set.copyOf(NAMES));
        }
        for (int step = 0; step < 150; step++) {
            injectFault(random);
            step(random, 2_000);
        }
        int views = membersByView.size();
        assertThat(views).isPositive();

        // When all nodes see all again, all become members, and then nothing more is proposed.
        NAMES.forEach(name -> reachable.put(name, Set.copyOf(NAMES)));
        for (int step = 0; step < 60; step++) {
            step(random, 100);
        }
        assertThat(view().members())
                .as("after " + views + " views, " + rejected + " rejected proposals")
                .extracting(MemberIncarnation::name)
                .containsExactlyElementsOf(NAMES);
        long settled = view().number();
        for (int step = 0; step < 20; step++) {
            step(random, 100);
        }
        assertThat(view().number()).isEqualTo(settled);
    }

    /** A node sees other nodes as live, or a front-end restarts. */
    private void injectFault(SplittableRandom random) {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        if (random.nextInt(10) == 0) {
            Set<String> seen = new HashSet<>(NAMES);
            seen.removeIf(other -> !other.equals(name) && random.nextInt(3) == 0);
            reachable.put(name, seen);
        }
        if (random.nextInt(30) == 0) {
            incarnations.merge(name, 1L, Long::sum);
            coordinators.put(name, new ViewRules());
        }
    }

    private void step(SplittableRandom random, long maxDelayMillis) {
        now += STEP_MILLIS;
        // An excluded member restarts as soon as it learns of that.
        for (String name : NAMES) {
            if (excluded.contains(new MemberIncarnation(name, incarnation(name))) && random.nextInt(3) == 0) {
                incarnations.merge(name, 1L, Long::sum);
            }
        }
        for (String name : NAMES) {
            coordinator(name).coordinate(firstSeenBy(name).equals(name), now);
        }
        for (String name : NAMES) {
            if (random.nextInt(2) == 0) {
                coordinator(firstSeenBy(name)).announced(new MemberIncarnation(name, incarnation(name)), now);
            }
        }
        for (String name : NAMES) {
            List<MemberIncarnation> members = coordinator(name).proposal(view(), seenBy(name), now);
            if (members != null && random.nextInt(2) == 0) {
                long arrivesAt = now + random.nextLong(maxDelayMillis);
                inFlight.add(new Proposal(arrivesAt, new Command.InstallView("k" + keys++, view().number(), members)));
            }
        }
        List<Proposal> arrived = inFlight.stream()
                .filter(proposal -> proposal.arrivesAt() <= now)
                .toList();
        inFlight.removeAll(arrived);
        arrived.forEach(proposal -> submit(proposal.command()));
    }

    private void submit(Command command) {
        MembershipView before = view();
        Decision decision = decider.decide(command, now);
        if (!(decision instanceof Decision.Accepted accepted)) {
            rejected++;
            return;
        }
        decider.apply(decider.state().index() + 1, accepted.entry());
        if (accepted.entry() instanceof Entry.ViewInstalled installed) {
            assertThat(installed.number()).isEqualTo(before.number() + 1);
            assertThat(membersByView.putIfAbsent(installed.number(), installed.members()))
                    .isNull();
            assertThat(installed.members()).doesNotHaveDuplicates().noneMatch(excluded::contains);
            before.members().stream()
                    .filter(member -> !installed.members().contains(member))
                    .forEach(excluded::add);
        }
    }

    private MembershipView view() {
        return decider.state().value(MembershipView.NAME) instanceof MembershipView view ? view : MembershipView.NONE;
    }

    private ViewRules coordinator(String name) {
        return Objects.requireNonNull(coordinators.get(name));
    }

    private Set<String> seenBy(String name) {
        return Objects.requireNonNull(reachable.get(name));
    }

    private String firstSeenBy(String name) {
        return seenBy(name).stream().sorted().findFirst().orElse(name);
    }

    private long incarnation(String name) {
        return Objects.requireNonNull(incarnations.get(name));
    }
}
