package menhir.webhook;

import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * Where a store's events are sent.
 *
 * @param name unique within the store
 * @param secrets one signature is made with each, at least one
 * @param events which kinds of events; empty for all
 */
public record Webhook(String store, String name, URI url, List<SigningSecret> secrets, Set<String> events) {
    public Webhook {
        secrets = List.copyOf(secrets);
        events = Set.copyOf(events);
    }

    public boolean wants(String kind) {
        return events.isEmpty() || events.contains(kind);
    }

    @Override
    public String toString() {
        return store + "/" + name;
    }
}
