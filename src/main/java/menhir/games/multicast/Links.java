package menhir.games.multicast;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The links to all other members of the current view. */
final class Links {
    private final Map<Member, Link> byMember = new TreeMap<>();
    private int highWater;

    /** Replaces all links. */
    void open(Collection<Member> peers, Supplier<Link> newLink) {
        close();
        peers.forEach(peer -> byMember.put(peer, newLink.get()));
    }

    void close() {
        highWater = highWater();
        byMember.clear();
    }

    Set<Member> peers() {
        return byMember.keySet();
    }

    /** The link to a member, or null if it is not in the view. */
    @Nullable
    Link to(Member member) {
        return byMember.get(member);
    }

    void addToAll(Item item) {
        byMember.values().forEach(link -> link.add(item));
    }

    void add(Collection<Member> receivers, Item item) {
        byMember.forEach((member, link) -> {
            if (receivers.contains(member)) {
                link.add(item);
            }
        });
    }

    void sendDue(long now, BiConsumer<Member, Packet> send) {
        byMember.forEach((member, link) -> link.due(now).forEach(packet -> send.accept(member, packet)));
    }

    /** The largest number of unacknowledged items on any link so far. */
    int highWater() {
        return Math.max(
                highWater,
                byMember.values().stream().mapToInt(Link::highWater).max().orElse(0));
    }
}
