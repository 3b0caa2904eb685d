package menhir.chaos.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * When nodes could work and links were intact, and from that, when a majority of the slots was connected: enough nodes with
 * slots, which ran and had forgotten nothing, with intact links between any two of them. Slot n is on node n. At first all nodes
 * are down, all disks and links are intact. Times are from {@link System#nanoTime}. Thread-safe.
 */
public final class ClusterTimeline {

    /** A span of time. */
    public record Window(long from, long to) {}

    private enum Subject {
        NODE,
        DISK,
        LINK
    }

    /** A change of a node, a disk or a link; {@code other} is the end of a link. */
    private record Change(long at, Subject subject, int node, int other, boolean good) {}

    private final int slots;
    private final List<Change> changes = new ArrayList<>();

    public ClusterTimeline(int slots) {
        this.slots = slots;
    }

    /** A node is able to work: it has started, it was resumed, or its disk has room. */
    public void up(int node, long at) {
        add(new Change(at, Subject.NODE, node, node, true));
    }

    /** A node is not able to work any more. */
    public void down(int node, long at) {
        add(new Change(at, Subject.NODE, node, node, false));
    }

    /** A node's disk has lost something. */
    public void forgot(int node, long at) {
        add(new Change(at, Subject.DISK, node, node, false));
    }

    /** A node's replicas are members: its disk has everything again. */
    public void remembers(int node, long at) {
        add(new Change(at, Subject.DISK, node, node, true));
    }

    /** The link from a node to another was cut. */
    public void cut(int from, int to, long at) {
        add(new Change(at, Subject.LINK, from, to, false));
    }

    /** The link from a node to another was restored. */
    public void restored(int from, int to, long at) {
        add(new Change(at, Subject.LINK, from, to, true));
    }

    private synchronized void add(Change change) {
        if (change.node() <= slots && change.other() <= slots) {
            changes.add(change);
        }
    }

    /**
     * The longest spans in which one and the same majority was connected all the time. They may overlap; none lies in
     * another. When faults follow each other so that first these nodes are connected and then those, each of them begins a new
     * span: the leader of the first may be gone, and the next one needs its time.
     */
    public synchronized List<Window> windows(long end) {
        changes.sort(Comparator.comparingLong(Change::at));
        List<Window> windows = new ArrayList<>();
        for (int set = 1; set < 1 << slots; set++) {
            if (Integer.bitCount(set) == slots / 2 + 1) {
                windows.addAll(windowsOf(set, end));
            }
        }
        windows.sort(Comparator.comparingLong(Window::from).thenComparing(Window::to, Comparator.reverseOrder()));
        List<Window> longest = new ArrayList<>();
        for (Window window : windows) {
            if (longest.isEmpty()
                    || window.to() > longest.get(longest.size() - 1).to()) {
                longest.add(window);
            }
        }
        return longest;
    }

    private List<Window> windowsOf(int set, long end) {
        State state = new State(slots);
        List<Window> windows = new ArrayList<>();
        long from = 0;
        boolean open = false;
        for (Change change : changes) {
            state.apply(change);
            boolean connected = state.isConnected(set);
            if (connected && !open) {
                from = change.at();
            } else if (!connected && open && change.at() > from) {
                windows.add(new Window(from, change.at()));
            }
            open = connected;
        }
        if (open && end > from) {
            windows.add(new Window(from, end));
        }
        return windows;
    }

    private static final class State {
        private final int slots;
        private final boolean[] up;
        private final boolean[] intact;
        private final boolean[][] linked;

        State(int slots) {
            this.slots = slots;
            up = new boolean[slots + 1];
            intact = new boolean[slots + 1];
            Arrays.fill(intact, true);
            linked = new boolean[slots + 1][slots + 1];
            for (boolean[] links : linked) {
                Arrays.fill(links, true);
            }
        }

        void apply(Change change) {
            switch (change.subject()) {
                case NODE -> up[change.node()] = change.good();
                case DISK -> intact[change.node()] = change.good();
                case LINK -> linked[change.node()][change.other()] = change.good();
            }
        }

        boolean isConnected(int set) {
            for (int node = 1; node <= slots; node++) {
                if (!contains(set, node)) {
                    continue;
                }
                if (!up[node] || !intact[node]) {
                    return false;
                }
                for (int other = 1; other <= slots; other++) {
                    if (contains(set, other) && !linked[node][other]) {
                        return false;
                    }
                }
            }
            return true;
        }

        private static boolean contains(int set, int node) {
            return (set & 1 << (node - 1)) != 0;
        }
    }
}
