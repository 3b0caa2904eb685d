package menhir.store;

import org.jspecify.annotations.Nullable;

/**
 * What the size of a message grows with. A part is a name of at most 100 characters and a number or two: less than 400
 * bytes. Messages that carry many commands are cut by it, as none may be larger than Akka's largest frame.
 */
public final class Parts {
    /** As many parts as a message may have: less than two thirds of the frame. */
    public static final int PER_MESSAGE = 400;

    /** The key, and what all have. */
    private static final int FRAME = 2;

    private Parts() {}

    public static int of(Command command) {
        if (command instanceof Command.PlaceOrder order) {
            return FRAME + order.lines().size();
        } else if (command instanceof Command.SetScore score) {
            return FRAME + score.scores().size();
        } else if (command instanceof Command.AddBoard board) {
            return FRAME + board.marks().size();
        } else if (command instanceof Command.SeatRoster roster) {
            return FRAME + roster.seats().size();
        }
        return FRAME + 2;
    }

    public static int of(Entry.Keyed entry) {
        if (entry instanceof Entry.OrderPlaced order) {
            return FRAME + order.lines().size();
        } else if (entry instanceof Entry.OrderRejected order) {
            return FRAME + 1 + order.lines().size();
        } else if (entry instanceof Entry.ScoreSet score) {
            return FRAME + score.scores().size();
        } else if (entry instanceof Entry.BoardAdded board) {
            return FRAME + board.marks().size();
        } else if (entry instanceof Entry.RosterSeated roster) {
            return FRAME + roster.seats().size();
        }
        return FRAME + 2;
    }

    public static int of(@Nullable Value value) {
        if (value instanceof Board board) {
            return FRAME + board.marks().size();
        } else if (value instanceof MembershipView roster) {
            return FRAME + roster.seats().size() + roster.latest().size();
        }
        return value == null ? 0 : 2;
    }
}
