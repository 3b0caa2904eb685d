package menhir.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of the totally ordered multicast behind a scoreboard's raffle. All nodes agree on the views through the log:
 * for each view number there is one list of members, and a member that was left out returns only as a later incarnation.
 *
 * @param number counts the views of the store from 1; 0 is the empty view before the first
 * @param members sorted by name, each name once
 * @param latest the latest incarnation of each name that ever was a member; when there are too many names, the one that has
 *     not been a member for longest is forgotten
 */
public record MembershipView(
        long number,
        @JsonProperty("seats") List<MemberIncarnation> members,
        List<MemberIncarnation> latest,
        long version)
        implements Value {

    /** The name under which a scoreboard keeps its view. */
    public static final String NAME = "membership-view";

    /** Most members of a view; twice as many names are remembered. */
    public static final int MAX_MEMBERS = 64;

    /** The view before the first. */
    public static final MembershipView NONE = new MembershipView(0, List.of(), List.of(), 0);

    public MembershipView {
        members = List.copyOf(members);
        latest = List.copyOf(latest);
    }

    /**
     * A member from its start to its end.
     *
     * @param incarnation higher than that of any earlier member of this name
     */
    public record MemberIncarnation(
            String name, @JsonProperty("life") long incarnation) {}

    @Override
    public String name() {
        return NAME;
    }

    /** Whether a member may be in the next view: it is in this one, or is a new incarnation. */
    public boolean admits(MemberIncarnation member) {
        if (members.contains(member)) {
            return true;
        }
        MemberIncarnation before = latestOf(member.name());
        return before == null || before.incarnation() < member.incarnation();
    }

    private @Nullable MemberIncarnation latestOf(String memberName) {
        for (MemberIncarnation member : latest) {
            if (member.name().equals(memberName)) {
                return member;
            }
        }
        return null;
    }

    MembershipView next(List<MemberIncarnation> newMembers, long newVersion) {
        List<MemberIncarnation> remembered = new ArrayList<>(latest);
        remembered.removeIf(
                member -> newMembers.stream().anyMatch(other -> other.name().equals(member.name())));
        remembered.addAll(newMembers);
        while (remembered.size() > 2 * MAX_MEMBERS) {
            remembered.remove(0);
        }
        List<MemberIncarnation> sorted = newMembers.stream()
                .sorted(Comparator.comparing(MemberIncarnation::name))
                .toList();
        return new MembershipView(number + 1, sorted, remembered, newVersion);
    }

    @Override
    public int weight() {
        return Weight.BASE + members.size() + latest.size();
    }

    @Override
    public long digest() {
        Digest64.Quick hash =
                new Digest64.Quick().add("view").add(number).add(version).add(members.size());
        members.forEach(member -> hash.add(member.name()).add(member.incarnation()));
        latest.forEach(member -> hash.add(member.name()).add(member.incarnation()));
        return hash.value();
    }

    @Override
    public void putInto(StoreState state) {
        state.putView(this);
    }
}
