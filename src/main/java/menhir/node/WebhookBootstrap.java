package menhir.node;

import akka.actor.typed.ActorSystem;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.SingletonActor;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import menhir.config.Settings;
import menhir.http.api.EventViews;
import menhir.http.webhook.WebhookSender;
import menhir.service.StoreService;
import menhir.webhook.Webhook;
import menhir.webhook.WebhookFile;

/** Starts the senders of webhooks: cluster singletons, on whichever node. */
final class WebhookBootstrap {
    private WebhookBootstrap() {}

    /**
     * The webhooks of the settings.
     *
     * @throws IOException if their file cannot be used
     */
    static List<Webhook> read(Settings settings) throws IOException {
        Path file = settings.webhooks().file();
        return file == null
                ? List.of()
                : WebhookFile.read(file, settings.stores().keySet(), EventViews.KINDS);
    }

    static void start(
            ActorSystem<?> system,
            String cluster,
            List<Webhook> webhooks,
            StoreService service,
            MeterRegistry registry) {
        for (Webhook webhook : webhooks) {
            ClusterSingleton.get(system)
                    .init(SingletonActor.of(
                            StoreBootstrap.supervised(WebhookSender.create(cluster, webhook, service, registry)),
                            // No name has a dot.
                            "webhook-" + webhook.store() + "." + webhook.name()));
        }
    }
}
