package menhir.games.node;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import menhir.store.MembershipView;
import menhir.store.MembershipView.Seat;
import org.jspecify.annotations.Nullable;

/**
 * Which roster should follow the present one. A seat goes to each live front-end that says it is there; it is lost when the
 * front-end's node is gone, when a later life of it is heard, or when it says nothing any more. Whether the proposal holds
 * is decided by the store's desk. Belongs to one thread; times are milliseconds.
 */
final class ViewRules {
    static final long FRESH_MILLIS = 2_000;
    static final long SILENT_MILLIS = 5_000;

    private record Heard(Seat seat, long at) {}

    private final Map<String, Heard> heard = new HashMap<>();
    private long since;

    /** @param since from when on the front-ends announce themselves here */
    ViewRules(long since) {
        this.since = since;
    }

    /** Others were told until now: who is silent may just not know better. */
    void beginAnew(long now) {
        since = now;
        heard.clear();
    }

    void announced(Seat seat, long now) {
        Heard before = heard.get(seat.name());
        if (before == null || before.seat().life() <= seat.life()) {
            heard.put(seat.name(), new Heard(seat, now));
        }
    }

    /** The seats that should be, or null if they are as they should be. */
    @Nullable
    List<Seat> proposal(MembershipView roster, Collection<String> liveNodes, long now) {
        heard.keySet().retainAll(Set.copyOf(liveNodes));
        TreeMap<String, Seat> seats = new TreeMap<>();
        for (Seat seat : roster.seats()) {
            if (liveNodes.contains(seat.name()) && staysHeard(seat, now)) {
                seats.put(seat.name(), seat);
            }
        }
        for (Heard each : heard.values()) {
            if (now - each.at() < FRESH_MILLIS
                    && roster.admits(each.seat())
                    && seats.size() < MembershipView.MAX_SEATS) {
                seats.put(each.seat().name(), each.seat());
            }
        }
        List<Seat> wanted = new ArrayList<>(seats.values());
        return wanted.isEmpty() || wanted.equals(roster.seats()) ? null : wanted;
    }

    private boolean staysHeard(Seat seat, long now) {
        Heard last = heard.get(seat.name());
        if (last == null) {
            return now - since < SILENT_MILLIS;
        }
        return last.seat().life() <= seat.life() && now - Math.max(last.at(), since) < SILENT_MILLIS;
    }
}
