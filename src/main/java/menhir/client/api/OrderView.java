package menhir.client.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.math.BigDecimal;
import java.util.List;
import menhir.client.terminal.TerminalText;
import org.jspecify.annotations.Nullable;

/**
 * An order as a server shows it, in the JSON of the canonical API. The type is text, not a {@link Trade}: an unknown one
 * is a difference to report, not a response to discard.
 *
 * @param total null in a dialect that does not show it
 * @param time as the server writes it; null in a dialect that does not show it
 */
public record OrderView(
        long number,
        String type,
        List<Line> lines,
        @JsonSetter(nulls = Nulls.SET) @Nullable BigDecimal total,
        @JsonSetter(nulls = Nulls.SET) @Nullable String time) {

    public OrderView {
        lines = List.copyOf(lines);
    }

    /**
     * One line of an order.
     *
     * @param price of one, at the time of the order; null in a dialect that does not show it
     */
    public record Line(
            String item,
            long quantity,
            @JsonSetter(nulls = Nulls.SET) @Nullable BigDecimal price) {}

    /** Whether this is the requested order, under the number of its response. */
    public boolean matches(OrderRequest request, long expectedNumber) {
        return number == expectedNumber
                && type.equals(request.type().wireName())
                && lines.size() == 1
                && lines.get(0).item().equals(request.item())
                && lines.get(0).quantity() == request.quantity();
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
