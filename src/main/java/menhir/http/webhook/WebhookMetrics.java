package menhir.http.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import menhir.webhook.Webhook;

/** How a webhook's receiver keeps up, at the node that sends to it. */
final class WebhookMetrics {
    private static final long NOTHING_WAITS = 0;
    private static final long NOT_KNOWN = -1;

    private final MeterRegistry registry;
    private final Counter taken;
    private final Counter refused;
    private final Gauge lag;
    private volatile long waitingSinceMillis = NOT_KNOWN;

    WebhookMetrics(MeterRegistry registry, Webhook webhook) {
        this.registry = registry;
        this.taken = counter(webhook, "taken");
        this.refused = counter(webhook, "refused");
        this.lag = Gauge.builder("menhir.webhook.lag", this, WebhookMetrics::lagSeconds)
                .description("Age of the oldest event that the receiver has not taken, 0 if it has all")
                .baseUnit("seconds")
                .tag("store", webhook.store())
                .tag("webhook", webhook.name())
                .register(registry);
    }

    private Counter counter(Webhook webhook, String outcome) {
        return Counter.builder("menhir.webhook.attempts")
                .description("Events that were sent to the receiver, by whether it took them")
                .tag("store", webhook.store())
                .tag("webhook", webhook.name())
                .tag("outcome", outcome)
                .register(registry);
    }

    private double lagSeconds() {
        long since = waitingSinceMillis;
        if (since == NOT_KNOWN) {
            return Double.NaN;
        }
        return since == NOTHING_WAITS ? 0 : Math.max(0, System.currentTimeMillis() - since) / 1000.0;
    }

    /** An event of this time is sent. */
    void sending(long timeMillis) {
        waitingSinceMillis = timeMillis;
    }

    void answered(boolean wasTaken) {
        (wasTaken ? taken : refused).increment();
    }

    void caughtUp() {
        waitingSinceMillis = NOTHING_WAITS;
    }

    /** Another node may send from now on. */
    void remove() {
        registry.remove(lag);
    }
}
