package menhir.http.webhook;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.settings.ClientConnectionSettings;
import akka.http.javadsl.settings.ConnectionPoolSettings;
import akka.http.scaladsl.model.IllegalUriException;
import akka.util.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import menhir.http.api.EventViews;
import menhir.http.server.Json;
import menhir.webhook.Webhook;
import org.jspecify.annotations.Nullable;
import scala.concurrent.duration.FiniteDuration;

/**
 * The receiver of a webhook. Messages have the form of the Standard Webhooks specification: headers {@code webhook-id}, {@code
 * webhook-timestamp} and {@code webhook-signature}, and a JSON object with {@code type}, {@code timestamp} and {@code data}.
 */
final class Receiver {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    /** After its connection was closed because of {@link #TIMEOUT}. */
    private static final long LAST_TIMEOUT_SECONDS = TIMEOUT.toSeconds() + 1;

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);
    private static final Duration CONNECTING_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);
    /** To one host, of all webhooks: none should wait because the receiver of another one hangs. */
    private static final int CONNECTIONS = 256;

    /** @param what it was, for the log: a status, or why there is none */
    record Answer(boolean taken, String what) {}

    private final Http http;
    private final ConnectionPoolSettings pool;
    private final ActorSystem<?> system;
    private final akka.actor.ActorSystem classic;
    private final String cluster;
    private final Webhook webhook;

    Receiver(ActorSystem<?> system, String cluster, Webhook webhook) {
        this.system = system;
        this.classic = Adapter.toClassic(system);
        this.http = Http.get(classic);
        this.pool = pool(classic);
        this.cluster = cluster;
        this.webhook = webhook;
    }

    private static ConnectionPoolSettings pool(akka.actor.ActorSystem classic) {
        ClientConnectionSettings connection = ClientConnectionSettings.create(classic)
                .withConnectingTimeout(scala(CONNECTING_TIMEOUT))
                .withIdleTimeout(scala(TIMEOUT));
        return ConnectionPoolSettings.create(classic)
                .withConnectionSettings(connection)
                .withMaxConnections(CONNECTIONS)
                .withKeepAliveTimeout(scala(KEEP_ALIVE))
                .withMaxOpenRequests(CONNECTIONS)
                .withMaxConnectionBackoff(scala(LONGEST_BACKOFF));
    }

    private static FiniteDuration scala(Duration duration) {
        return FiniteDuration.apply(duration.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Sends an event. Completes within a bounded time, and never fails. */
    CompletionStage<Answer> send(long index, EventViews.Event event) {
        ByteString body = body(index, event);
        // The same in each attempt. It must have no dot, which ends it in what is signed.
        String id = cluster + "_" + webhook.store() + "_" + index;
        long seconds = System.currentTimeMillis() / 1000;
        byte[] bytes = body.toArray();
        String signatures = webhook.secrets().stream()
                .map(secret -> secret.sign(id, seconds, bytes))
                .collect(Collectors.joining(" "));
        try {
            HttpRequest request = HttpRequest.POST(webhook.url().toString())
                    .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body))
                    .addHeader(RawHeader.create("webhook-id", id))
                    .addHeader(RawHeader.create("webhook-timestamp", Long.toString(seconds)))
                    .addHeader(RawHeader.create("webhook-signature", signatures));
            return http.singleRequest(request, http.defaultClientHttpsContext(), pool, classic.log())
                    .thenApply(this::answer)
                    // Of its own, so that a late answer is consumed.
                    .thenApply(answer -> answer)
                    .toCompletableFuture()
                    .orTimeout(LAST_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .exceptionally(Receiver::failed);
        } catch (IllegalUriException e) {
            return CompletableFuture.completedFuture(failed(e));
        }
    }

    private ByteString body(long index, EventViews.Event event) {
        return Json.bytes(out -> {
            out.writeStartObject();
            out.writeStringField("type", event.name());
            out.writeStringField(
                    "timestamp", Instant.ofEpochMilli(event.timeMillis()).toString());
            out.writeStringField("store", webhook.store());
            out.writeNumberField("index", index);
            out.writeFieldName("data");
            event.data().writeTo(out);
            out.writeEndObject();
        });
    }

    /** What the receiver says does not matter. */
    private Answer answer(HttpResponse response) {
        response.discardEntityBytes(system);
        return new Answer(
                response.status().isSuccess(), "status " + response.status().intValue());
    }

    private static Answer failed(Throwable failure) {
        @Nullable Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return new Answer(false, cause == null ? "no answer" : cause.getClass().getSimpleName());
    }
}
