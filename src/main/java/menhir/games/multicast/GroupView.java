package menhir.games.multicast;

import java.util.List;

/**
 * A view of the group: its members between two membership changes.
 *
 * <p>The multicast assumes of views: there is one list of members for each number; a member learns of views with increasing
 * numbers, perhaps not of all of them; every member of the newest view learns of it eventually; a member that is in one view
 * and not in a later one is in no view after that.
 *
 * @param number of the view, from 1
 * @param members sorted; each name once
 */
public record GroupView(long number, List<Member> members) {
    public GroupView {
        members = members.stream().sorted().toList();
        if (number < 1) {
            throw new IllegalArgumentException("views are numbered from 1, not " + number);
        }
        if (members.isEmpty() || members.stream().map(Member::name).distinct().count() != members.size()) {
            throw new IllegalArgumentException("a view has at least one member, and no name twice: " + members);
        }
    }
}
