package menhir.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who takes part in counting a scoreboard's requests, agreed through the log: for each number there is one list of seats,
 * and who was left out once never comes back, but as a later life.
 *
 * @param number counts the rosters of the store from 1; 0 is the empty one before the first
 * @param seats in order of their names, each name once
 * @param latest for each name that ever had a seat its latest life, the longest unseated first to be forgotten
 */
public record MembershipView(long number, List<Seat> seats, List<Seat> latest, long version) implements Value {

    /** The name under which every store has its roster. */
    public static final String NAME = "roster";

    /** Most seats; twice as many names are remembered. */
    public static final int MAX_SEATS = 64;

    /** Before the first. */
    public static final MembershipView NONE = new MembershipView(0, List.of(), List.of(), 0);

    public MembershipView {
        seats = List.copyOf(seats);
        latest = List.copyOf(latest);
    }

    /**
     * One life of a front-end.
     *
     * @param life higher than that of any life of this name before
     */
    public record Seat(String name, long life) {}

    @Override
    public String name() {
        return NAME;
    }

    /** Whether this one sits now, or has never sat. */
    public boolean admits(Seat seat) {
        if (seats.contains(seat)) {
            return true;
        }
        Seat before = latestOf(seat.name());
        return before == null || before.life() < seat.life();
    }

    private @Nullable Seat latestOf(String seatName) {
        for (Seat seat : latest) {
            if (seat.name().equals(seatName)) {
                return seat;
            }
        }
        return null;
    }

    MembershipView next(List<Seat> newSeats, long newVersion) {
        List<Seat> remembered = new ArrayList<>(latest);
        remembered.removeIf(
                seat -> newSeats.stream().anyMatch(other -> other.name().equals(seat.name())));
        remembered.addAll(newSeats);
        while (remembered.size() > 2 * MAX_SEATS) {
            remembered.remove(0);
        }
        List<Seat> sorted =
                newSeats.stream().sorted(Comparator.comparing(Seat::name)).toList();
        return new MembershipView(number + 1, sorted, remembered, newVersion);
    }
}
