package menhir.http.api;

import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import menhir.http.server.Json;
import menhir.http.server.Problem;
import menhir.service.StoreService.LogEvent;
import menhir.store.Command;
import menhir.store.Entry;
import menhir.store.Line;
import org.jspecify.annotations.Nullable;

/** Log entries as frames of an event stream. The event's id is the entry's index. */
final class EventFrames {
    private EventFrames() {}

    /** Null when none of the entries is a client's business. */
    static @Nullable ByteString of(List<LogEvent> events) {
        ByteString frames = null;
        for (LogEvent event : events) {
            ByteString frame = of(event);
            if (frame != null) {
                frames = frames == null ? frame : frames.concat(frame);
            }
        }
        return frames == null ? null : frames.compact();
    }

    private static @Nullable ByteString of(LogEvent event) {
        Entry entry = event.entry();
        if (entry instanceof Entry.OrderPlaced placed) {
            return frame(event.index(), "order", out -> JsonViews.order(out, placed.order()));
        } else if (entry instanceof Entry.OrderRejected rejected) {
            return frame(event.index(), "refusal", out -> refusal(out, rejected));
        } else if (entry instanceof Entry.Restocked restocked) {
            return frame(event.index(), "restock", out -> {
                out.writeStartObject();
                out.writeStringField("item", restocked.name());
                out.writeNumberField("quantity", restocked.quantity());
                out.writeStringField("time", JsonViews.time(restocked.timeMillis()));
                out.writeEndObject();
            });
        } else if (entry instanceof Entry.Repriced repriced) {
            return frame(event.index(), "price", out -> {
                out.writeStartObject();
                out.writeStringField("item", repriced.name());
                out.writeNumberField("price", repriced.price());
                out.writeStringField("topic", repriced.topic());
                out.writeStringField("time", JsonViews.time(repriced.timeMillis()));
                out.writeEndObject();
            });
        } else if (entry instanceof Entry.ItemAdded added) {
            return frame(event.index(), "item", out -> {
                out.writeStartObject();
                out.writeStringField("item", added.name());
                out.writeNumberField("price", added.price());
                out.writeNumberField("quantity", added.quantity());
                out.writeStringField("topic", added.topic());
                if (added.number() != null) {
                    out.writeNumberField("number", added.number());
                }
                out.writeStringField("time", JsonViews.time(added.timeMillis()));
                out.writeEndObject();
            });
        } else if (entry instanceof Entry.ScoreSet set) {
            return frame(event.index(), "score", out -> score(out, set));
        } else if (entry instanceof Entry.MedalAwarded awarded) {
            return frame(event.index(), "medal", out -> {
                out.writeStartObject();
                out.writeStringField("board", awarded.board());
                out.writeStringField("medal", awarded.medal());
                out.writeStringField("time", JsonViews.time(awarded.timeMillis()));
                out.writeEndObject();
            });
        } else if (entry instanceof Entry.LeaderElected elected) {
            return frame(event.index(), "leader", out -> {
                out.writeStartObject();
                out.writeNumberField("epoch", elected.epoch());
                out.writeStringField("node", elected.node());
                out.writeStringField("time", JsonViews.time(elected.timeMillis()));
                out.writeEndObject();
            });
        }
        return null;
    }

    private static void refusal(JsonGenerator out, Entry.OrderRejected rejected) throws IOException {
        out.writeStartObject();
        out.writeStringField("type", JsonViews.type(rejected.type()));
        out.writeArrayFieldStart("lines");
        for (Line line : rejected.lines()) {
            out.writeStartObject();
            out.writeStringField("item", line.item());
            out.writeNumberField("quantity", line.quantity());
            out.writeEndObject();
        }
        out.writeEndArray();
        Problem why = Problem.of(rejected.why());
        out.writeStringField("reason", why.type().uri());
        out.writeStringField("detail", why.detail());
        out.writeStringField("time", JsonViews.time(rejected.timeMillis()));
        out.writeEndObject();
    }

    private static void score(JsonGenerator out, Entry.ScoreSet set) throws IOException {
        out.writeStartObject();
        out.writeStringField("board", set.board());
        out.writeObjectFieldStart("scores");
        for (Command.TeamScore score : set.scores()) {
            out.writeNumberField(score.team(), score.score());
        }
        out.writeEndObject();
        out.writeStringField("time", JsonViews.time(set.timeMillis()));
        out.writeEndObject();
    }

    /** JSON has no line breaks but escaped ones, so that one data line holds it. */
    private static ByteString frame(long index, String event, Json.Content data) {
        return ByteString.fromString("id: " + index + "\nevent: " + event + "\ndata: ")
                .concat(Json.bytes(data))
                .concat(ByteString.fromString("\n\n"));
    }
}
