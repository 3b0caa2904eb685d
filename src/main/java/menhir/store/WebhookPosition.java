package menhir.store;

import java.util.Set;

/**
 * Up to where a webhook's receiver has taken the events of the log.
 *
 * <p>It is on disk: see {@link Value}.
 *
 * @param webhook its name in the settings
 * @param index the receiver has taken all events up to this index
 * @param version index of the log entry that changed it last
 */
public record WebhookPosition(String webhook, long index, long version) implements Value {
    private static final String PREFIX = "\twebhook\t";

    /** The name of a webhook's position. */
    public static String nameOf(String webhook) {
        return PREFIX + webhook;
    }

    @Override
    public String name() {
        return nameOf(webhook);
    }

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public long digest() {
        return new Digest64.Quick()
                .add("webhook")
                .add(webhook)
                .add(index)
                .add(version)
                .value();
    }

    @Override
    public void putInto(StoreState state) {
        state.putWebhookPosition(this);
    }

    /** Notes that a receiver has taken the events up to an index. */
    public record AdvanceWebhook(String key, String webhook, long index) implements Command {
        @Override
        public long fingerprint() {
            return new Digest64().add("webhook").add(webhook).add(index).value();
        }

        @Override
        public String target(long entryIndex) {
            return nameOf(webhook);
        }

        @Override
        public int weight() {
            return Weight.SINGLE;
        }

        @Override
        public Decision decideBy(Decider decider, long timeMillis) {
            return new Decision.Accepted(new WebhookAdvanced(webhook, index, key, fingerprint(), timeMillis));
        }
    }

    /**
     * A receiver has taken the events up to an index. Two nodes may send for one webhook for a while, when one of them was cut off:
     * the position never goes back.
     */
    public record WebhookAdvanced(String webhook, long index, String key, long fingerprint, long timeMillis)
            implements Entry.Keyed {
        @Override
        public void applyTo(StoreState state) {
            WebhookPosition before = state.webhookPosition(webhook);
            long furthest = before == null ? index : Math.max(index, before.index());
            state.putWebhookPosition(new WebhookPosition(webhook, furthest, state.index()));
        }

        @Override
        public Set<String> affectedNames() {
            return Set.of(nameOf(webhook));
        }

        @Override
        public int weight() {
            return Weight.SINGLE;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.webhookAdvanced(this);
        }
    }
}
