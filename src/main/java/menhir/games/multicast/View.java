package menhir.games.multicast;

import java.util.Collection;
import java.util.List;
import menhir.wire.CborMessage;

/**
 * Who takes part. What is assumed of views: for each number there is one set of members, the same for all who are told of
 * it; a member is told of ever higher numbers, perhaps not of all; the newest reaches every member in it sooner or later;
 * a member that is in one view and not in a later one is in none after that.
 *
 * @param number views are numbered upwards from 1
 * @param members in order of their names, each name once
 */
public record View(long number, List<Member> members) implements CborMessage {
    public View {
        members = members.stream().sorted().toList();
        if (number < 1) {
            throw new IllegalArgumentException("views are numbered from 1, not " + number);
        }
        if (members.isEmpty() || members.stream().map(Member::name).distinct().count() != members.size()) {
            throw new IllegalArgumentException("a view has at least one member, and no name twice: " + members);
        }
    }

    public static View of(long number, Collection<Member> members) {
        return new View(number, List.copyOf(members));
    }
}
