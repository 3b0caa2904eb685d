package menhir.games.multicast;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The progress of the members of a view in installing it, and in delivering once it is installed. */
final class ViewChange {
    private final GroupView view;
    private final Set<Member> flushed = new HashSet<>();
    private final TreeSet<Member> withState = new TreeSet<>();
    private final Set<Member> ready = new HashSet<>();
    private final Map<Member, Stamp> deliveredBy = new HashMap<>();

    ViewChange(GroupView view) {
        this.view = view;
    }

    void flushed(Member member, Item.Flushed item) {
        flushed.add(member);
        if (!item.blank()) {
            withState.add(member);
        }
        delivered(member, item.delivered());
    }

    void ready(Member member) {
        ready.add(member);
    }

    void delivered(Member member, Stamp upTo) {
        deliveredBy.put(member, upTo);
    }

    boolean allFlushed() {
        return flushed.size() == view.members().size();
    }

    boolean isReady(Member member) {
        return ready.contains(member);
    }

    boolean allReady() {
        return ready.size() == view.members().size();
    }

    /** No member has state: the total order begins with this view. */
    boolean allBlank() {
        return withState.isEmpty();
    }

    boolean isBlank(Member member) {
        return !withState.contains(member);
    }

    /** Whether this member sends its state to the blank members. */
    boolean isDonor(Member member) {
        return !withState.isEmpty() && withState.first().equals(member);
    }

    /** Every member has delivered all messages up to here. */
    Stamp deliveredByAll() {
        Stamp least = Stamp.startOf(Long.MAX_VALUE);
        for (Member member : view.members()) {
            Stamp upTo = deliveredBy.getOrDefault(member, Stamp.FIRST);
            least = upTo.compareTo(least) < 0 ? upTo : least;
        }
        return least;
    }
}
