package menhir.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import menhir.service.StoreService.LogEvent;
import menhir.service.StoreService.LogEvents;
import menhir.store.Entry;
import menhir.store.WebhookPosition;
import menhir.store.WebhookPosition.WebhookAdvanced;
import menhir.webhook.Delivery.Step;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {
    private final List<Entry> log = new ArrayList<>();
    private final List<Long> taken = new ArrayList<>();
    private @Nullable WebhookPosition position;
    private long now = -7_000;
    private Delivery delivery = newDelivery(new Random(1));

    /** Events with an even index are wanted, as if they were orders. */
    private Delivery newDelivery(Random random) {
        return new Delivery(event -> isWanted(event.index()), random, now);
    }

    private boolean isWanted(long index) {
        return index % 2 == 0 && log.get((int) index - 1) instanceof Entry.Restocked;
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            log.add(new Entry.Restocked("ball", 1, "key-" + log.size(), 1, 1));
        }
    }

    private void write(long index) {
        log.add(new WebhookAdvanced("crm", index, "key-" + log.size(), 1, 1));
        position = new WebhookPosition("crm", index, log.size());
    }

    private LogEvents page(long after) {
        List<LogEvent> events = new ArrayList<>();
        for (long index = after + 1; index <= log.size() && events.size() < 3; index++) {
            events.add(new LogEvent(index, log.get((int) index - 1)));
        }
        return new LogEvents(events, after + events.size());
    }

    /** Does steps until one is the last: an idle log is being read. */
    private void run() {
        for (int steps = 0; steps < 10_000; steps++) {
            Step step = delivery.next(now);
            if (step instanceof Step.Read read && read.after() == log.size()) {
                boolean written = read.waitMillis() > 1_000;
                now += read.waitMillis();
                if (written) {
                    return;
                }
                delivery.onRead(page(read.after()));
            } else {
                doStep(step, true);
            }
        }
        throw new AssertionError("it does not come to rest");
    }

    private void doStep(Step step, boolean takes) {
        if (step instanceof Step.FindPosition) {
            delivery.onPosition(position, log.size());
        } else if (step instanceof Step.Read read) {
            delivery.onRead(page(read.after()));
        } else if (step instanceof Step.Send send && takes) {
            taken.add(send.event().index());
            delivery.onTaken();
        } else if (step instanceof Step.Send) {
            delivery.onRefused(now);
        } else if (step instanceof Step.WritePosition writing) {
            write(writing.index());
            delivery.onWritten(writing.index(), now);
        } else if (step instanceof Step.Pause pause) {
            now += pause.millis();
        }
    }

    @Test
    void shouldBeginANewWebhookAtTheEndOfTheLog() {
        add(4);
        run();
        assertThat(taken).isEmpty();
        assertThat(position).isNotNull();

        add(5);
        run();
        assertThat(taken).containsExactly(6L, 8L, 10L);
    }

    /** Else the log would grow for ever, since each position is an entry of its own. */
    @Test
    void shouldWriteNothingWhileTheLogIsIdle() {
        add(4);
        run();
        int size = log.size();
        for (int i = 0; i < 10; i++) {
            run();
        }
        assertThat(log).hasSize(size);
    }

    @Test
    void shouldWriteItsPositionAtMostOnceASecond() {
        run();
        int before = log.size();
        add(300);
        run();
        assertThat(log.size() - before - 300).isBetween(1, 2);
        assertThat(delivery.taken()).isGreaterThanOrEqualTo(before + 300);
    }

    @Test
    void shouldSendAgainAtLongerAndLongerIntervals() {
        run();
        add(2);
        List<Long> pauses = new ArrayList<>();
        while (pauses.size() < 12) {
            long before = now;
            Step step = delivery.next(now);
            doStep(step, false);
            if (step instanceof Step.Pause) {
                pauses.add(now - before);
            }
        }
        assertThat(pauses.get(0)).isBetween(750L, 1_250L);
        assertThat(pauses.get(3)).isBetween(6_000L, 10_000L);
        assertThat(pauses.get(11)).isBetween(45_000L, 75_000L);
        assertThat(delivery.failures()).isEqualTo(12);

        doStep(delivery.next(now), true);
        assertThat(delivery.failures()).isZero();
    }

    @Test
    void shouldAskAReceiverRarelyThatHasTakenNothingForDays() {
        run();
        add(2);
        long end = now + 4 * 86_400_000L;
        int attempts = 0;
        int lastDay = 0;
        while (now < end) {
            Step step = delivery.next(now);
            if (step instanceof Step.Send) {
                attempts++;
                lastDay += end - now <= 86_000_000L ? 1 : 0;
            }
            doStep(step, false);
        }
        assertThat(attempts).isGreaterThan(3_000);
        assertThat(lastDay).isBetween(15, 35);
    }

    @Test
    void shouldTryAgainWhenTheLogIsUnavailable() {
        delivery.onUnavailable(now);
        assertThat(delivery.next(now)).isInstanceOf(Step.Pause.class);
        now += 1_000;
        assertThat(delivery.next(now)).isInstanceOf(Step.FindPosition.class);
    }

    /** Senders die, receivers refuse or their answers are lost: each event comes, and none before an earlier one. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldHaveEachEventTakenInOrder(long seed) {
        Random random = new Random(seed);
        delivery = newDelivery(random);
        add(3);
        long begin = log.size();
        doStep(delivery.next(now), true);
        doStep(delivery.next(now), true);
        for (int step = 0; step < 5_000; step++) {
            now += random.nextInt(50);
            if (random.nextInt(20) == 0) {
                add(random.nextInt(6));
            }
            Step next = delivery.next(now);
            boolean answerIsLost = random.nextInt(10) == 0;
            if (next instanceof Step.Send send && answerIsLost) {
                taken.add(send.event().index());
                delivery.onRefused(now);
            } else {
                doStep(next, random.nextInt(4) != 0);
            }
            if (random.nextInt(100) == 0) {
                delivery = newDelivery(random);
            }
        }
        run();

        List<Long> firstTimes = taken.stream().distinct().toList();
        List<Long> expected = new ArrayList<>();
        for (long index = begin + 1; index <= log.size(); index++) {
            if (isWanted(index)) {
                expected.add(index);
            }
        }
        assertThat(firstTimes).isEqualTo(expected).hasSizeGreaterThan(50);
    }
}
