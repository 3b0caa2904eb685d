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
 * Decides which membership view should follow the current one. A live front-end that announces itself becomes a member. A
 * member is removed when its node is gone, when a later incarnation announces itself, or when it is silent for too long. The
 * store's log decides whether a proposal is accepted. Single-threaded; times are milliseconds.
 */
final class ViewRules {
    /** A member joins only after an announcement at most this old. */
    static final long JOIN_MILLIS = 2_000;

    /** A member is removed after this time without an announcement. */
    static final long SILENT_MILLIS = 5_000;

    private record Announcement(MemberIncarnation member, long at) {}

    private final Map<String, Announcement> latest = new HashMap<>();
    private boolean coordinating;
    private long coordinatingSince;

    /**
     * Sets whether this node coordinates the views, as the first of the live nodes. A new coordinator starts without
     * announcements, because others received them: silence is not yet evidence of failure.
     */
    void coordinate(boolean isFirst, long now) {
        if (isFirst && !coordinating) {
            coordinatingSince = now;
            latest.clear();
        }
        coordinating = isFirst;
    }

    boolean isCoordinating() {
        return coordinating;
    }

    /** A front-end announced itself. An announcement of an earlier incarnation is ignored. */
    void announced(MemberIncarnation member, long now) {
        Announcement before = latest.get(member.name());
        if (before == null || before.member().incarnation() <= member.incarnation()) {
            latest.put(member.name(), new Announcement(member, now));
        }
    }

    /** The members that the next view should have; null if this node does not coordinate or the view is right as it is. */
    @Nullable
    List<MemberIncarnation> proposal(MembershipView view, Collection<String> liveNodes, long now) {
        latest.keySet().retainAll(Set.copyOf(liveNodes));
        TreeMap<String, MemberIncarnation> members = new TreeMap<>();
        for (MemberIncarnation member : view.members()) {
            if (liveNodes.contains(member.name()) && isAlive(member, now)) {
                members.put(member.name(), member);
            }
        }
        for (Announcement each : latest.values()) {
            if (now - each.at() < JOIN_MILLIS
                    && view.admits(each.member())
                    && members.size() < MembershipView.MAX_MEMBERS) {
                members.put(each.member().name(), each.member());
            }
        }
        List<MemberIncarnation> wanted = new ArrayList<>(members.values());
        return !coordinating || wanted.isEmpty() || wanted.equals(view.members()) ? null : wanted;
    }

    private boolean isAlive(MemberIncarnation member, long now) {
        Announcement last = latest.get(member.name());
        if (last == null) {
            return now - coordinatingSince < SILENT_MILLIS;
        }
        return last.member().incarnation() <= member.incarnation()
                && now - Math.max(last.at(), coordinatingSince) < SILENT_MILLIS;
    }
}
