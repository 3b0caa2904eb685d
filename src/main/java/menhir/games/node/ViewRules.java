package menhir.games.node;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import menhir.store.MembershipView;
import menhir.store.MembershipView.MemberIncarnation;
import org.jspecify.annotations.Nullable;

/**
 * Which roster should follow the present one. A member goes to each live front-end that says it is there; it is lost when the
 * front-end's node is gone, when a later life of it is heard, or when it says nothing any more. Whether the proposal holds
 * is decided by the store's desk. Belongs to one thread; times are milliseconds.
 */
final class ViewRules {
    static final long FRESH_MILLIS = 2_000;
    static final long SILENT_MILLIS = 5_000;

    private record Heard(MemberIncarnation member, long at) {}

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

    void announced(MemberIncarnation member, long now) {
        Heard before = heard.get(member.name());
        if (before == null || before.member().incarnation() <= member.incarnation()) {
            heard.put(member.name(), new Heard(member, now));
        }
    }

    /** The members that should be, or null if they are as they should be. */
    @Nullable
    List<MemberIncarnation> proposal(MembershipView roster, Collection<String> liveNodes, long now) {
        heard.keySet().retainAll(Set.copyOf(liveNodes));
        TreeMap<String, MemberIncarnation> members = new TreeMap<>();
        for (MemberIncarnation member : roster.members()) {
            if (liveNodes.contains(member.name()) && staysHeard(member, now)) {
                members.put(member.name(), member);
            }
        }
        for (Heard each : heard.values()) {
            if (now - each.at() < FRESH_MILLIS
                    && roster.admits(each.member())
                    && members.size() < MembershipView.MAX_MEMBERS) {
                members.put(each.member().name(), each.member());
            }
        }
        List<MemberIncarnation> wanted = new ArrayList<>(members.values());
        return wanted.isEmpty() || wanted.equals(roster.members()) ? null : wanted;
    }

    private boolean staysHeard(MemberIncarnation member, long now) {
        Heard last = heard.get(member.name());
        if (last == null) {
            return now - since < SILENT_MILLIS;
        }
        return last.member().incarnation() <= member.incarnation() && now - Math.max(last.at(), since) < SILENT_MILLIS;
    }
}
