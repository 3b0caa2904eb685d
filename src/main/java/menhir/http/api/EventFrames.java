package menhir.http.api;

import akka.util.ByteString;
import java.util.List;
import java.util.Optional;
import menhir.http.server.Json;
import menhir.service.StoreService.LogEvent;

/** Writes log entries as server-sent events. The id of an event is the index of its entry. */
final class EventFrames {
    private EventFrames() {}

    /** The frames of all entries that clients see; empty if there is none. */
    static ByteString of(List<LogEvent> events) {
        ByteString frames = ByteString.emptyByteString();
        for (LogEvent logged : events) {
            Optional<EventViews.Event> event = EventViews.of(logged.entry());
            if (event.isPresent()) {
                frames = frames.concat(frame(logged.index(), event.get()));
            }
        }
        return frames.compact();
    }

    /** One data line is enough, because JSON escapes line breaks. */
    private static ByteString frame(long index, EventViews.Event event) {
        return ByteString.fromString("id: " + index + "\nevent: " + event.name() + "\ndata: ")
                .concat(Json.bytes(event.data()))
                .concat(ByteString.fromString("\n\n"));
    }
}
