package menhir.client.events;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import menhir.client.http.BadResponseException;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events from bytes as they come, in any cut. Lines and events are bounded. */
public final class EventParser {

    /**
     * A whole event.
     *
     * @param id what to resume after; null when the server gave none with this event
     */
    public record Event(@Nullable String id, String name, String data) {}

    public static final int LINE_LIMIT_BYTES = 64 * 1024;
    static final int DATA_LIMIT_CHARS = 256 * 1024;

    private final Consumer<Event> sink;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean afterReturn;
    private @Nullable String id;
    private @Nullable String lastId;
    private String name = "";
    private final StringBuilder data = new StringBuilder();

    public EventParser(Consumer<Event> sink) {
        this.sink = sink;
    }

    /**
     * TODO summary.
     *
     * @throws BadResponseException when a line or an event is larger than allowed
     */
    public void feed(byte[] bytes) {
        for (byte b : bytes) {
            // A line ends with \n, \r or \r\n.
            if (b == '\n' && afterReturn) {
                afterReturn = false;
                continue;
            }
            afterReturn = b == '\r';
            if (b == '\n' || b == '\r') {
                String whole = line.toString(StandardCharsets.UTF_8);
                line.reset();
                take(whole);
            } else {
                if (line.size() >= LINE_LIMIT_BYTES) {
                    throw new BadResponseException(
                            "a line of the events is larger than " + LINE_LIMIT_BYTES + " bytes");
                }
                line.write(b);
            }
        }
    }

    private void take(String whole) {
        if (whole.isEmpty()) {
            dispatch();
            return;
        }
        int colon = whole.indexOf(':');
        String field = colon < 0 ? whole : whole.substring(0, colon);
        String value = colon < 0 ? "" : whole.substring(colon + 1);
        value = value.startsWith(" ") ? value.substring(1) : value;
        switch (field) {
            case "id" -> id = value;
            case "event" -> name = value;
            case "data" -> {
                if (data.length() + value.length() >= DATA_LIMIT_CHARS) {
                    throw new BadResponseException("an event is larger than " + DATA_LIMIT_CHARS + " characters");
                }
                data.append(value).append('\n');
            }
            default -> {
                // A comment (which keeps the connection alive), or a field that is not for us.
            }
        }
    }

    /** What to resume after; a frame without data can tell it, too. Null before the first. */
    @Nullable
    String lastId() {
        return lastId;
    }

    private void dispatch() {
        if (id != null) {
            lastId = id;
        }
        if (!data.isEmpty()) {
            data.setLength(data.length() - 1);
            sink.accept(new Event(id, name.isEmpty() ? "message" : name, data.toString()));
        }
        id = null;
        name = "";
        data.setLength(0);
    }
}
