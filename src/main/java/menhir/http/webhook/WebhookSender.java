package menhir.http.webhook;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import menhir.http.api.EventViews;
import menhir.service.StoreService;
import menhir.service.StoreService.LogEvent;
import menhir.service.StoreService.LogEvents;
import menhir.store.WebhookPosition;
import menhir.webhook.Delivery;
import menhir.webhook.Delivery.Step;
import menhir.webhook.Webhook;
import org.jspecify.annotations.Nullable;

/** Sends a store's events to a webhook's receiver: the actor around {@link Delivery}. One in the cluster for each webhook. */
public final class WebhookSender extends AbstractBehavior<WebhookSender.Message> {

    public sealed interface Message {}

    private record Proceed() implements Message {}

    private record Found(@Nullable WebhookPosition position, long end) implements Message {}

    private record Read(LogEvents events) implements Message {}

    private record Answered(LogEvent event, Receiver.Answer answer) implements Message {}

    private record Written(long index) implements Message {}

    private record Unavailable(Throwable failure) implements Message {}

    private static final int PAGE = 100;
    /** An hour, when the receiver is asked once a minute. */
    private static final int FAILURES_PER_WARNING = 60;

    private static final long LONGEST_STEP_SECONDS = 60;

    private final Webhook webhook;
    private final StoreService service;
    private final Receiver receiver;
    private final WebhookMetrics metrics;
    private final TimerScheduler<Message> timers;
    private final Delivery delivery;
    /** Whether the last page was full. Until the first one it is not known what waits. */
    private boolean moreToRead = true;
    /** How often in a row. */
    private int unavailable;

    private WebhookSender(
            ActorContext<Message> context,
            TimerScheduler<Message> timers,
            String cluster,
            Webhook webhook,
            StoreService service,
            MeterRegistry registry) {
        super(context);
        context.setLoggerName(WebhookSender.class);
        this.webhook = webhook;
        this.service = service;
        this.receiver = new Receiver(context.getSystem(), cluster, webhook);
        this.metrics = new WebhookMetrics(registry, webhook);
        this.timers = timers;
        this.delivery = new Delivery(this::isWanted, ThreadLocalRandom.current(), now());
        context.getLog().info("{}: sends events to {}", webhook, webhook.url().getHost());
        context.getSelf().tell(new Proceed());
    }

    /**
     * The sender of a webhook.
     *
     * @param cluster its name, so that the ids of messages are unique among several
     */
    public static Behavior<Message> create(
            String cluster, Webhook webhook, StoreService service, MeterRegistry registry) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new WebhookSender(context, timers, cluster, webhook, service, registry)));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Proceed.class, message -> proceed())
                .onMessage(Found.class, this::onFound)
                .onMessage(Read.class, this::onRead)
                .onMessage(Answered.class, this::onAnswered)
                .onMessage(Written.class, this::onWritten)
                .onMessage(Unavailable.class, this::onUnavailable)
                .onSignal(PostStop.class, this::onEnd)
                .onSignal(PreRestart.class, this::onEnd)
                .build();
    }

    private boolean isWanted(LogEvent event) {
        return EventViews.of(event.entry())
                .filter(view -> webhook.wants(view.name()))
                .isPresent();
    }

    private Behavior<Message> proceed() {
        Step step = delivery.next(now());
        if (step instanceof Step.FindPosition) {
            await(findPosition(), Function.identity());
        } else if (step instanceof Step.Read read) {
            if (!moreToRead) {
                metrics.caughtUp();
            }
            await(service.events(webhook.store(), read.after(), PAGE, Duration.ofMillis(read.waitMillis())), Read::new);
        } else if (step instanceof Step.Send send) {
            EventViews.Event view = EventViews.of(send.event().entry()).orElseThrow();
            metrics.sending(view.timeMillis());
            await(receiver.send(send.event().index(), view), answer -> new Answered(send.event(), answer));
        } else if (step instanceof Step.WritePosition write) {
            await(
                    service.submit(
                            webhook.store(),
                            new WebhookPosition.AdvanceWebhook(service.newKey(), webhook.name(), write.index())),
                    outcome -> new Written(write.index()));
        } else if (step instanceof Step.Pause pause) {
            timers.startSingleTimer(new Proceed(), Duration.ofMillis(pause.millis()));
        }
        return this;
    }

    private CompletionStage<Message> findPosition() {
        String name = WebhookPosition.nameOf(webhook.name());
        return service.released(webhook.store()).thenCompose(end -> service.lookup(webhook.store(), name)
                .thenApply(lookup -> new Found((WebhookPosition) lookup.value(), end)));
    }

    private <T> void await(CompletionStage<T> stage, Function<T, Message> message) {
        CompletionStage<T> bounded = stage.toCompletableFuture().orTimeout(LONGEST_STEP_SECONDS, TimeUnit.SECONDS);
        getContext()
                .pipeToSelf(
                        bounded,
                        (result, failure) -> failure == null ? message.apply(result) : new Unavailable(failure));
    }

    private Behavior<Message> onFound(Found found) {
        delivery.onPosition(found.position(), found.end());
        return proceed();
    }

    private Behavior<Message> onRead(Read read) {
        unavailable = 0;
        moreToRead = read.events().events().size() >= PAGE;
        delivery.onRead(read.events());
        return proceed();
    }

    private Behavior<Message> onAnswered(Answered answered) {
        metrics.answered(answered.answer().taken());
        if (answered.answer().taken()) {
            if (delivery.failures() > 0) {
                getContext().getLog().info("{}: the receiver takes events again", webhook);
            }
            delivery.onTaken();
            return proceed();
        }
        if (delivery.failures() % FAILURES_PER_WARNING == 0) {
            getContext()
                    .getLog()
                    .warn(
                            "{}: the receiver has not taken event {} ({}); it is sent again until it does",
                            webhook,
                            answered.event().index(),
                            answered.answer().what());
        }
        delivery.onRefused(now());
        return proceed();
    }

    private Behavior<Message> onWritten(Written written) {
        delivery.onWritten(written.index(), now());
        return proceed();
    }

    private Behavior<Message> onUnavailable(Unavailable message) {
        unavailable++;
        if (unavailable % FAILURES_PER_WARNING == 0) {
            getContext()
                    .getLog()
                    .warn(
                            "{}: the log cannot be read or written: {}",
                            webhook,
                            message.failure().getMessage());
        }
        delivery.onUnavailable(now());
        return proceed();
    }

    private Behavior<Message> onEnd(Signal signal) {
        metrics.remove();
        return this;
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }
}
