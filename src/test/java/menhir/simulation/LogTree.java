package menhir.simulation;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import menhir.replication.LogEntry;
import menhir.store.Entry;
import menhir.store.EntryCodec;
import org.jspecify.annotations.Nullable;

/**
 * Every entry that any leader ever proposed, each under the one before it. An index and an epoch name an entry: that is
 * Raft's log matching, and checked here.
 */
final class LogTree {

    /** An entry and all before it. */
    record Node(
            long index,
            long epoch,
            @Nullable LogEntry logged,
            @Nullable Entry entry,
            @Nullable Node parent) {

        /** The node at {@code wanted}, here or before here. */
        Node ancestor(long wanted) {
            Node node = this;
            while (node.index > wanted && node.parent != null) {
                node = node.parent;
            }
            return node;
        }

        /** All nodes from the first entry to this one. */
        Collection<Node> path() {
            Deque<Node> path = new ArrayDeque<>();
            for (Node node = this; node != null && node.index > 0; node = node.parent) {
                path.addFirst(node);
            }
            return path;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String toString() {
            return index + "@" + epoch + " " + entry;
        }
    }

    private record Key(long index, long epoch) {}

    private final Map<Key, Node> nodes = new HashMap<>();
    private final Node root = new Node(0, 0, null, null, null);

    LogTree() {
        nodes.put(new Key(0, 0), root);
    }

    Node node(long index, long epoch) {
        Node node = nodes.get(new Key(index, epoch));
        if (node == null) {
            throw new InvariantViolated(Invariant.A_ONE_LOG, "nobody ever wrote " + index + "@" + epoch);
        }
        return node;
    }

    Node propose(Node parent, LogEntry logged) {
        Node node = new Node(parent.index() + 1, logged.epoch(), logged, EntryCodec.decode(logged.payload()), parent);
        Node earlier = nodes.put(new Key(node.index(), node.epoch()), node);
        if (earlier != null) {
            throw new InvariantViolated(
                    Invariant.A_ONE_LOG, "two leaders wrote in one epoch: " + earlier + " and " + node);
        }
        return node;
    }

    /** The decoded entry at this place. */
    Entry entry(long index, LogEntry logged) {
        Node node = node(index, logged.epoch());
        if (node.entry() == null || !logged.equals(node.logged())) {
            throw new InvariantViolated(Invariant.A_ONE_LOG, "the entry at " + index + " is not " + node);
        }
        return node.entry();
    }
}
