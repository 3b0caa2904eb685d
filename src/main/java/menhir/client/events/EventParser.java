package menhir.client.events;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import menhir.client.http.BadResponseException;
import org.jspecify.annotations.Nullable;

/** Parses server-sent events from bytes that arrive in chunks of any size. Lines and events are limited in size. */
final class EventParser {

    static final int LINE_LIMIT_BYTES = 64 * 1024;
    static final int DATA_LIMIT_CHARS = 256 * 1024;

    private final Consumer<Event> listener;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean afterCarriageReturn;
    private @Nullable String id;
    private @Nullable String lastId;
    private String name = "";
    private final StringBuilder data = new StringBuilder();

    EventParser(Consumer<Event> listener) {
        this.listener = listener;
    }

    /**
     * Consumes bytes, and passes each event that is now complete to the listener.
     *
     * @throws BadResponseException if a line or an event is larger than allowed
     */
    void feed(byte[] bytes) {
        for (byte b : bytes) {
            // A line ends with \n, \r or \r\n.
            if (b == '\n' && afterCarriageReturn) {
                afterCarriageReturn = false;
                continue;
            }
            afterCarriageReturn = b == '\r';
            if (b == '\n' || b == '\r') {
                String complete = line.toString(StandardCharsets.UTF_8);
                line.reset();
                processLine(complete);
            } else {
                if (line.size() >= LINE_LIMIT_BYTES) {
                    throw new BadResponseException(
                            "a line of the event stream is larger than " + LINE_LIMIT_BYTES + " bytes");
                }
                line.write(b);
            }
        }
    }

    private void processLine(String complete) {
        if (complete.isEmpty()) {
            dispatch();
            return;
        }
        int colon = complete.indexOf(':');
        String field = colon < 0 ? complete : complete.substring(0, colon);
        String value = colon < 0 ? "" : complete.substring(colon + 1);
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
                // A comment, which keeps the connection alive, or an unknown field.
            }
        }
    }

    /** Where to resume; a frame without data can set it, too. Null if the stream has set none. */
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
            listener.accept(new Event(id, name.isEmpty() ? "message" : name, data.toString()));
        }
        id = null;
        name = "";
        data.setLength(0);
    }
}
