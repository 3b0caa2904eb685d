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
 * A deterministic simulation of a group: a network that loses, duplicates, delays and reorders packets, a membership service
 * that agrees on views and announces them late, crashes, partitions, false suspicions and restarts. Each delivery is checked
 * against the one order that all members, including crashed ones, must share.
 */
class MulticastSimulation {

    /** Creates the members; a mutation creates faulty ones. */
    interface MemberFactory {
        Multicast create(Member member, MulticastLimits limits, MulticastOutput output);
    }

    private record Event(long at, long number, Runnable action) {}

    static final long TICK_MILLIS = 20;

    final SplittableRandom random;
    final MemberFactory factory;
    MulticastLimits limits = new MulticastLimits(3, 5, 200, 50, 40, 100, 120, 4, 12, 10_000_000, 60, 30);
    double loss = 0.1;
    double duplicates = 0.05;
    long maxDelayMillis = 30;

    /** Sender and receiver between which all packets are lost. */
    BiPredicate<Member, Member> blocked = (from, to) -> false;

    /** The running sites by name; one that was excluded from the view runs until it learns of that. */
    final Map<String, Site> sites = new TreeMap<>();

    final List<Site> allSites = new ArrayList<>();
    private final Set<String> isolated = new HashSet<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>(
            (a, b) -> a.at() != b.at() ? Long.compare(a.at(), b.at()) : Long.compare(a.number(), b.number()));
    /** The deliveries in order, by the number of the view in which the order began. */
    final Map<Long, List<Delivery>> orders = new TreeMap<>();

    private final Set<String> delivered = new HashSet<>();
    /** Members of earlier views that are not in the newest one. */
    private final Set<Member> excluded = new HashSet<>();

    private int boundChecks;
    private GroupView agreed = new GroupView(1, List.of(new Member("none", 0)));
    private long incarnations;
    private long requests;
    private long eventNumber;
    long now;
    int installs;
    int restores;
    int retirements;

    MulticastSimulation(long seed, MemberFactory factory) {
        this.random = new SplittableRandom(seed);
        this.factory = factory;
    }

    // ---- faults and views -------------------------------------------------------------------------------------------

    Site start(String name) {
        Site site = new Site(new Member(name, ++incarnations), this);
        sites.put(name, site);
        allSites.add(site);
        after(0, () -> tick(site));
        return site;
    }

    /** The membership service agrees on a view of the running sites without those named, and announces it. */
    void agree(Set<String> without) {
        Set<Member> members = new TreeSet<>();
        for (Site site : sites.values()) {
            if (!without.contains(site.member.name()) && !site.multicast.retired() && !excluded.contains(site.member)) {
                members.add(site.member);
            }
        }
        if (members.isEmpty()) {
            return;
        }
        Set<Member> informed = new TreeSet<>(agreed.members());
        informed.addAll(members);
        excluded.addAll(agreed.members());
        excluded.removeAll(members);
        agreed = new GroupView(agreed.number() + 1, List.copyOf(members));
        GroupView view = agreed;
        for (Site site : allSites) {
            if (site.alive && informed.contains(site.member)) {
                long delay = members.contains(site.member) ? random.nextLong(300) : random.nextLong(2_000);
                after(delay, () -> {
                    if (site.alive) {
                        site.multicast.onView(view, now);
                    }
                });
            }
        }
    }

    void crash(String name) {
        Site site = sites.remove(name);
        if (site != null) {
            site.alive = false;
        }
    }

    Site restart(String name) {
        crash(name);
        isolated.remove(name);
        return start(name);
    }

    void isolate(String name) {
        isolated.add(name);
    }

    void heal() {
        isolated.clear();
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

    GroupView agreed() {
        return agreed;
    }

    // ---- the sites' effects
    // ------------------------------------------------------------------------------------------

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
        if (isolated.contains(to.name()) || isolated.contains(from.member.name()) || blocked.test(from.member, to)) {
            return;
        }
        target.multicast.onPacket(packet, now);
    }

    void delivered(Site site, long firstView, Delivery delivery) {
        List<Delivery> order = orders.computeIfAbsent(firstView, view -> new ArrayList<>());
        long at = delivery.position();
        if (at > order.size() + 1) {
            throw new AssertionError(site.member + " skipped to " + at + " of " + order.size());
        }
        if (at == order.size() + 1) {
            order.add(delivery);
            if (!delivered.add(delivery.request())) {
                throw new AssertionError(delivery.request() + " was delivered twice");
            }
        } else if (!order.get((int) at - 1).equals(delivery)) {
            throw new AssertionError(
                    site.member + " delivered " + delivery + " where others delivered " + order.get((int) at - 1));
        }
    }

    void retired(Site site, String reason) {
        retirements++;
        if (!reason.contains("without")) {
            throw new AssertionError(site.member + " retired: " + reason);
        }
    }

    private void tick(Site site) {
        if (site.alive && !site.multicast.retired()) {
            site.multicast.tick(now);
            after(TICK_MILLIS, () -> tick(site));
        }
    }

    // ---- time -------------------------------------------------------------------------------------------------------

    void after(long millis, Runnable action) {
        events.add(new Event(now + millis, eventNumber++, action));
    }

    void run(long millis) {
        long end = now + millis;
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event event = events.remove();
            now = event.at();
            event.action().run();
            checkBounds();
        }
        now = end;
    }

    private void checkBounds() {
        if (++boundChecks % 50 != 0) {
            return;
        }
        for (Site site : sites.values()) {
            if (site.multicast.inFlight() > limits.window()
                    || site.multicast.history().size() > limits.historyRequests()
                    || site.multicast.unsent().size() > limits.pendingRequests()) {
                throw new AssertionError(site.member + " exceeds its limits");
            }
        }
    }

    /** The sites of the newest view. */
    List<Site> members() {
        Map<Member, Site> byMember = new HashMap<>();
        allSites.forEach(site -> byMember.put(site.member, site));
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
