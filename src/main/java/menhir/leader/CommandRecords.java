package menhir.leader;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import menhir.leader.CommandReply.Done;
import menhir.records.RecordReader;
import menhir.records.RecordWriter;
import menhir.records.UnreadableRecordException;
import menhir.store.Command;
import menhir.store.Command.PlaceOrder;
import menhir.store.Entry.OrderPlaced;
import menhir.store.Line;
import menhir.store.OrderType;
import menhir.store.PricedLine;

/**
 * Commands on their way to a leader and its replies, as bytes. Plain orders, which are nearly all of them, have a form of their own;
 * everything else is CBOR, as a general serializer writes it.
 */
public final class CommandRecords {
    private static final ObjectMapper CBOR =
            new ObjectMapper(new CBORFactory()).disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private static final int OTHER = 0;
    private static final int ORDER = 1;

    private CommandRecords() {}

    /** About how many bytes commands take. */
    public static int bytes(List<SubmittedCommand> commands) {
        return 160 * commands.size();
    }

    // ---- commands ---------------------------------------------------------------------------------------------------

    public static void writeCommands(RecordWriter writer, List<SubmittedCommand> commands) {
        writer.number(commands.size());
        for (SubmittedCommand submitted : commands) {
            writer.number(submitted.id()).number(submitted.attempt()).number(submitted.since());
            if (submitted.command() instanceof PlaceOrder order && order.customer() == null) {
                writer.octet(ORDER).text(order.key()).flag(order.type() == OrderType.SELL);
                writer.number(order.lines().size());
                for (Line line : order.lines()) {
                    writer.text(line.item()).number(line.quantity());
                }
            } else {
                writer.octet(OTHER).block(cbor(Command.class, submitted.command()));
            }
        }
    }

    public static List<SubmittedCommand> commands(RecordReader reader) throws UnreadableRecordException {
        int count = reader.count(4);
        List<SubmittedCommand> commands = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long id = reader.number();
            int attempt = reader.smallNumber();
            long since = reader.number();
            Command command = isOrder(reader) ? order(reader) : read(Command.class, reader.block());
            commands.add(new SubmittedCommand(id, attempt, since, command));
        }
        return commands;
    }

    private static PlaceOrder order(RecordReader reader) throws UnreadableRecordException {
        String key = reader.text();
        OrderType type = type(reader);
        int count = reader.count(2);
        List<Line> lines = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            lines.add(new Line(reader.text(), reader.number()));
        }
        return new PlaceOrder(key, type, lines);
    }

    // ---- replies ----------------------------------------------------------------------------------------------------

    public static void writeReplies(RecordWriter writer, List<CommandReply> replies) {
        writer.number(replies.size());
        for (CommandReply reply : replies) {
            if (reply instanceof Done done
                    && done.value() == null
                    && done.entry() instanceof OrderPlaced order
                    && isPlain(order)) {
                writer.octet(ORDER).number(done.request());
                write(writer, order);
            } else {
                writer.octet(OTHER).block(cbor(CommandReply.class, reply));
            }
        }
    }

    /** Whether the order has nothing but what every order has. */
    private static boolean isPlain(OrderPlaced order) {
        return order.customer() == null && order.hold() == null;
    }

    private static void write(RecordWriter writer, OrderPlaced order) {
        writer.number(order.number()).flag(order.type() == OrderType.SELL);
        writer.number(order.lines().size());
        for (PricedLine line : order.lines()) {
            writer.text(line.item()).number(line.quantity()).text(line.price().toString());
        }
        writer.text(order.key()).fixed(order.fingerprint()).fixed(order.timeMillis());
    }

    public static List<CommandReply> replies(RecordReader reader) throws UnreadableRecordException {
        int count = reader.count(2);
        List<CommandReply> replies = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            replies.add(
                    isOrder(reader)
                            ? new Done(reader.number(), placedOrder(reader), null)
                            : read(CommandReply.class, reader.block()));
        }
        return replies;
    }

    private static OrderPlaced placedOrder(RecordReader reader) throws UnreadableRecordException {
        long number = reader.number();
        OrderType type = type(reader);
        int count = reader.count(3);
        List<PricedLine> lines = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            lines.add(new PricedLine(reader.text(), reader.number(), price(reader.text())));
        }
        return new OrderPlaced(number, type, lines, reader.text(), reader.fixed(), reader.fixed());
    }

    private static BigDecimal price(String text) throws UnreadableRecordException {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new UnreadableRecordException("not a price: " + e.getMessage());
        }
    }

    // ---- both -------------------------------------------------------------------------------------------------------

    private static OrderType type(RecordReader reader) throws UnreadableRecordException {
        return reader.flag() ? OrderType.SELL : OrderType.BUY;
    }

    private static boolean isOrder(RecordReader reader) throws UnreadableRecordException {
        int kind = reader.octet();
        if (kind > ORDER) {
            throw new UnreadableRecordException("a command or reply of an unknown kind, " + kind);
        }
        return kind == ORDER;
    }

    private static <T> byte[] cbor(Class<T> type, T value) {
        try {
            return CBOR.writerFor(type).writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "cannot encode " + value.getClass().getSimpleName(), e);
        }
    }

    private static <T> T read(Class<T> type, byte[] bytes) throws UnreadableRecordException {
        try {
            return CBOR.readerFor(type).readValue(bytes);
        } catch (IOException e) {
            throw new UnreadableRecordException("not a " + type.getSimpleName() + ": " + e.getMessage());
        }
    }
}
