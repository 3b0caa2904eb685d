package menhir.games.multicast;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the members of a view have said on the way into it. */
final class ViewChange {
    private final View view;
    private final Set<Member> flushed = new HashSet<>();
    private final TreeSet<Member> withState = new TreeSet<>();
    private final Set<Member> ready = new HashSet<>();
    private final Map<Member, Stamp> deliveredBy = new HashMap<>();
    private final ByteArrayOutputStream state = new ByteArrayOutputStream();

    ViewChange(View view) {
        this.view = view;
    }

    void flushed(Member member, Item.Flushed said) {
        flushed.add(member);
        if (!said.blank()) {
            withState.add(member);
        }
        delivered(member, said.delivered());
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

    /** Nobody knows anything: the sequence begins here. */
    boolean allBlank() {
        return withState.isEmpty();
    }

    boolean isBlank(Member member) {
        return !withState.contains(member);
    }

    /** The one that hands its state to blank members. */
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

    ByteArrayOutputStream state() {
        return state;
    }
}
