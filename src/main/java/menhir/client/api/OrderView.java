package menhir.client.api;

import java.math.BigDecimal;
import java.util.List;
import menhir.client.TerminalText;
import org.jspecify.annotations.Nullable;

/**
 * An order as a server shows it. The type is text, not a {@link Trade}: one that we do not know is a difference to
 * report, not an answer to throw away.
 *
 * @param total null in a dialect that does not tell
 * @param time as the server writes it, "-" in a dialect that does not tell
 */
public record OrderView(
        long number,
        String type,
        List<Line> lines,
        @Nullable BigDecimal total,
        String time) {

    public OrderView {
        lines = List.copyOf(lines);
    }

    /**
     * TODO summary.
     *
     * @param price of one, at the time of the order; null in a dialect that does not tell
     */
    public record Line(String item, long quantity, @Nullable BigDecimal price) {}

    /** Whether this is the order that was asked for, under the number that was given. */
    public boolean matches(OrderRequest wish, long expectedNumber) {
        return number == expectedNumber
                && type.equals(wish.type().wireName())
                && lines.size() == 1
                && lines.get(0).item().equals(wish.item())
                && lines.get(0).quantity() == wish.quantity();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("order ").append(number).append(": ");
        text.append(TerminalText.line(type, 20));
        String separator = " ";
        for (Line line : lines) {
            text.append(separator).append(line.quantity()).append(" of ").append(TerminalText.line(line.item(), 100));
            separator = ", ";
        }
        return text.toString();
    }
}
