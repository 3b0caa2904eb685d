package menhir.games.multicast;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * Front-ends, a network that loses, repeats, delays and reorders, a membership service that agrees on views and tells of
 * them late, crashes, cuts, false suspicions, restarts: all from one seed. After every delivery anywhere it is checked
 * against the one sequence that all members, the dead included, must share.
 */
class MulticastSimulation {

    /** Makes a member; a mutation makes another. */
    interface Maker {
        Multicast make(Member member, MulticastLimits limits, MulticastOutput output);
    }

    private record Event(long at, long order, Runnable what) {}

    static final long TICK_MILLIS = 20;

    final SplittableRandom random;
    final Maker maker;
    MulticastLimits limits = new MulticastLimits(3, 5, 200, 50, 40, 100, 120, 4, 12, 10_000_000, 60, 30);
    double loss = 0.1;
    double duplicates = 0.05;
    long maxDelayMillis = 30;

    /** Sender and receiver between whom nothing gets through. */
    BiPredicate<Member, Member> blocked = (from, to) -> false;

    /** The sites that run, by name; one that was left out of the view runs on until it hears of that. */
    final Map<String, Site> sites = new TreeMap<>();

    final List<Site> everyone = new ArrayList<>();
    private final Set<String> cut = new HashSet<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>(
            (a, b) -> a.at() != b.at() ? Long.compare(a.at(), b.at()) : Long.compare(a.order(), b.order()));
    /** By the view in which the sequence began. */
    final Map<Long, List<Delivered>> sequences = new TreeMap<>();

    private final Set<String> deliveredOnce = new HashSet<>();
    /** They were in a view and are in none any more. */
    private final Set<Member> left = new HashSet<>();

    private int boundChecks;
    private View agreed = new View(1, List.of(new Member("nobody", 0)));
    private long incarnations;
    private long requests;
    private long order;
    long now;
    int installs;
    int restores;
    int retirements;

    MulticastSimulation(long seed, Maker maker) {
        this.random = new SplittableRandom(seed);
        this.maker = maker;
    }

    // ---- the world --------------------------------------------------------------------------------------------------

    Site start(String name) {
        Site site = new Site(new Member(name, ++incarnations), this);
        sites.put(name, site);
        everyone.add(site);
        after(0, () -> ticking(site));
        return site;
    }

    /** The membership service agrees on a view of the sites that run, but for those named, and spreads the news. */
    void agree(Set<String> without) {
        Set<Member> members = new TreeSet<>();
        for (Site site : sites.values()) {
            if (!without.contains(site.member.name()) && !site.multicast.retired() && neverLeft(site.member)) {
                members.add(site.member);
            }
        }
        if (members.isEmpty()) {
            return;
        }
        Set<Member> told = new TreeSet<>(agreed.members());
        told.addAll(members);
        left.addAll(agreed.members());
        left.removeAll(members);
        agreed = View.of(agreed.number() + 1, members);
        View view = agreed;
        for (Site site : everyone) {
            if (site.alive && told.contains(site.member)) {
                long delay = members.contains(site.member) ? random.nextLong(300) : random.nextLong(2_000);
                after(delay, () -> {
                    if (site.alive) {
                        site.multicast.onView(view, now);
                    }
                });
            }
        }
    }

    private boolean neverLeft(Member member) {
        return !left.contains(member);
    }

    void crash(String name) {
        Site site = sites.remove(name);
        if (site != null) {
            site.alive = false;
        }
    }

    Site restart(String name) {
        crash(name);
        cut.remove(name);
        return start(name);
    }

    void cut(String name) {
        cut.add(name);
    }

    void heal() {
        cut.clear();
    }

    void submit(Site site) {
        String request = (random.nextInt(40) == 0 ? "d" : "e") + "r" + ++requests;
        if (site.multicast.submit(request)) {
            site.submitted.add(request);
            if (random.nextInt(3) > 0) {
                site.multicast.flush(now);
            }
        }
    }

    View agreed() {
        return agreed;
    }

    // ---- what sites do ----------------------------------------------------------------------------------------------

    void send(Site from, Member to, Packet packet) {
        int copies = random.nextDouble() < duplicates ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            if (random.nextDouble() >= loss) {
                after(1 + random.nextLong(maxDelayMillis), () -> arrive(from, to, packet));
            }
        }
    }

    private void arrive(Site from, Member to, Packet packet) {
        Site target = sites.get(to.name());
        if (target == null || !target.member.equals(to)) {
            return;
        }
        if (cut.contains(to.name()) || cut.contains(from.member.name()) || blocked.test(from.member, to)) {
            return;
        }
        target.multicast.onPacket(packet, now);
    }

    void delivered(Site site, long founding, Delivered delivered) {
        List<Delivered> sequence = sequences.computeIfAbsent(founding, view -> new ArrayList<>());
        long at = delivered.position();
        if (at > sequence.size() + 1) {
            throw new AssertionError(site.member + " skipped to " + at + " of " + sequence.size());
        }
        if (at == sequence.size() + 1) {
            sequence.add(delivered);
            if (!deliveredOnce.add(delivered.request())) {
                throw new AssertionError(delivered.request() + " was delivered twice");
            }
        } else if (!sequence.get((int) at - 1).equals(delivered)) {
            throw new AssertionError(
                    site.member + " delivered " + delivered + " where others had " + sequence.get((int) at - 1));
        }
    }

    void retired(Site site, String reason) {
        retirements++;
        if (!reason.contains("without")) {
            throw new AssertionError(site.member + " retired: " + reason);
        }
    }

    private void ticking(Site site) {
        if (site.alive && !site.multicast.retired()) {
            site.multicast.tick(now);
            after(TICK_MILLIS, () -> ticking(site));
        }
    }

    // ---- time -------------------------------------------------------------------------------------------------------

    void after(long millis, Runnable what) {
        events.add(new Event(now + millis, order++, what));
    }

    void run(long millis) {
        long end = now + millis;
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event event = events.remove();
            now = event.at();
            event.what().run();
            checkBounds();
        }
        now = end;
    }

    private void checkBounds() {
        if (++boundChecks % 50 != 0) {
            return;
        }
        for (Site site : sites.values()) {
            if (site.multicast.onTheWay() > limits.window()
                    || site.multicast.history().size() > limits.historyRequests()
                    || site.multicast.unsent().size() > limits.pendingRequests()) {
                throw new AssertionError(site.member + " is beyond its limits");
            }
        }
    }

    /** The sites of the newest view. */
    List<Site> members() {
        Map<Member, Site> byMember = new HashMap<>();
        everyone.forEach(site -> byMember.put(site.member, site));
        List<Site> members = new ArrayList<>();
        for (Member member : agreed.members()) {
            Site site = byMember.get(member);
            if (site != null) {
                members.add(site);
            }
        }
        return members;
    }
}
