package menhir.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import menhir.http.problem.Problem;
import menhir.http.server.Json;
import menhir.store.Command;
import menhir.store.Entry;
import menhir.store.HoldEntry;
import menhir.store.LeaderPlacement;
import menhir.store.OrderCancelled;
import menhir.store.PricedLine;
import menhir.store.WebhookPosition;

/** Log entries as events, in streams and webhooks. */
public final class EventViews implements Entry.Visitor<Optional<EventViews.Event>> {
    private static final EventViews VISITOR = new EventViews();

    /** What events may be called. */
    public static final Set<String> KINDS = Set.of(
            "order",
            "rejection",
            "cancellation",
            "hold",
            "hold-extended",
            "hold-released",
            "holds-expired",
            "item",
            "price",
            "restock",
            "terms",
            "retired",
            "score",
            "medal",
            "leader",
            "leader-placed");

    /**
     * An event.
     *
     * @param name one of {@link #KINDS}
     * @param timeMillis when it was decided, milliseconds since 1970
     * @param data as JSON
     */
    public record Event(String name, long timeMillis, Json.Content data) {}

    private EventViews() {}

    /** What clients see of an entry; empty if they do not see it. */
    public static Optional<Event> of(Entry entry) {
        return entry.accept(VISITOR);
    }

    private static Optional<Event> event(String name, long timeMillis, Json.Content fields) {
        return Optional.of(new Event(name, timeMillis, out -> {
            out.writeStartObject();
            fields.writeTo(out);
            out.writeStringField("time", JsonViews.time(timeMillis));
            out.writeEndObject();
        }));
    }

    @Override
    public Optional<Event> orderPlaced(Entry.OrderPlaced entry) {
        return Optional.of(new Event("order", entry.timeMillis(), out -> JsonViews.order(out, entry.order(), null)));
    }

    @Override
    public Optional<Event> orderRejected(Entry.OrderRejected entry) {
        return event("rejection", entry.timeMillis(), out -> {
            out.writeStringField("type", JsonViews.type(entry.type()));
            JsonViews.lines(out, entry.lines());
            Problem problem = RejectionProblems.CANONICAL.of(entry.why());
            out.writeStringField("reason", problem.type().uri());
            out.writeStringField("detail", problem.detail());
        });
    }

    @Override
    public Optional<Event> restocked(Entry.Restocked entry) {
        return event("restock", entry.timeMillis(), out -> {
            out.writeStringField("item", entry.name());
            out.writeNumberField("quantity", entry.quantity());
        });
    }

    @Override
    public Optional<Event> repriced(Entry.Repriced entry) {
        return event("price", entry.timeMillis(), out -> {
            out.writeStringField("item", entry.name());
            out.writeNumberField("price", entry.price());
            out.writeStringField("topic", entry.topic());
        });
    }

    @Override
    public Optional<Event> itemAdded(Entry.ItemAdded entry) {
        return event("item", entry.timeMillis(), out -> {
            out.writeStringField("item", entry.name());
            out.writeNumberField("price", entry.price());
            out.writeNumberField("quantity", entry.quantity());
            out.writeStringField("topic", entry.topic());
            if (entry.number() != null) {
                out.writeNumberField("number", entry.number());
            }
        });
    }

    @Override
    public Optional<Event> scoreSet(Entry.ScoreSet entry) {
        return event("score", entry.timeMillis(), out -> {
            out.writeStringField("board", entry.board());
            scores(out, entry.scores());
        });
    }

    private static void scores(JsonGenerator out, List<Command.TeamScore> scores) throws IOException {
        out.writeObjectFieldStart("scores");
        for (Command.TeamScore score : scores) {
            out.writeNumberField(score.team(), score.score());
        }
        out.writeEndObject();
    }

    @Override
    public Optional<Event> medalAwarded(Entry.MedalAwarded entry) {
        return event("medal", entry.timeMillis(), out -> {
            out.writeStringField("board", entry.board());
            out.writeStringField("medal", entry.medal());
        });
    }

    @Override
    public Optional<Event> termsSet(Entry.TermsSet entry) {
        return event("terms", entry.timeMillis(), out -> {
            out.writeStringField("item", entry.name());
            JsonViews.terms(out, entry.limitPerCustomer(), entry.onSaleFrom(), entry.onSaleUntil());
        });
    }

    @Override
    public Optional<Event> itemRetired(Entry.ItemRetired entry) {
        return event("retired", entry.timeMillis(), out -> out.writeStringField("item", entry.name()));
    }

    @Override
    public Optional<Event> holdPlaced(HoldEntry.HoldPlaced entry) {
        return event("hold", entry.timeMillis(), out -> {
            out.writeNumberField("hold", entry.hold());
            JsonViews.pricedLines(out, entry.lines());
            out.writeStringField("expires", JsonViews.time(entry.timeMillis() + entry.seconds() * 1000));
        });
    }

    @Override
    public Optional<Event> holdExtended(HoldEntry.HoldExtended entry) {
        return event("hold-extended", entry.timeMillis(), out -> {
            out.writeNumberField("hold", entry.hold());
            out.writeStringField("expires", JsonViews.time(entry.timeMillis() + entry.seconds() * 1000));
        });
    }

    @Override
    public Optional<Event> holdReleased(HoldEntry.HoldReleased entry) {
        return event("hold-released", entry.timeMillis(), out -> {
            out.writeNumberField("hold", entry.hold());
            JsonViews.lines(out, entry.lines());
        });
    }

    @Override
    public Optional<Event> holdsExpired(HoldEntry.HoldsExpired entry) {
        return entry.holds().isEmpty()
                ? Optional.empty()
                : event("holds-expired", entry.timeMillis(), out -> {
                    out.writeArrayFieldStart("holds");
                    for (HoldEntry.ExpiredHold expired : entry.holds()) {
                        out.writeStartObject();
                        out.writeNumberField("hold", expired.hold());
                        JsonViews.lines(out, expired.lines());
                        out.writeEndObject();
                    }
                    out.writeEndArray();
                });
    }

    @Override
    public Optional<Event> orderCancelled(OrderCancelled entry) {
        return event("cancellation", entry.timeMillis(), out -> {
            out.writeNumberField("order", entry.order());
            JsonViews.pricedLines(out, entry.lines());
            out.writeNumberField("total", PricedLine.total(entry.lines()));
        });
    }

    @Override
    public Optional<Event> leaderElected(Entry.LeaderElected entry) {
        return event("leader", entry.timeMillis(), out -> {
            out.writeNumberField("epoch", entry.epoch());
            out.writeStringField("node", entry.node());
        });
    }

    @Override
    public Optional<Event> leaderPlaced(LeaderPlacement.LeaderPlaced entry) {
        return event("leader-placed", entry.timeMillis(), out -> JsonViews.slotOfLeader(out, entry.slot()));
    }

    @Override
    public Optional<Event> webhookAdvanced(WebhookPosition.WebhookAdvanced entry) {
        return Optional.empty();
    }

    @Override
    public Optional<Event> replicaJoined(Entry.ReplicaJoined entry) {
        return Optional.empty();
    }

    @Override
    public Optional<Event> storeOpened(Entry.StoreOpened entry) {
        return Optional.empty();
    }

    @Override
    public Optional<Event> boardAdded(Entry.BoardAdded entry) {
        return Optional.empty();
    }

    @Override
    public Optional<Event> viewInstalled(Entry.ViewInstalled entry) {
        return Optional.empty();
    }
}
