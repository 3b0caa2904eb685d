package menhir.games.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** From HTTP to the counter: bounded, in order, and silent while nothing comes. */
class RequestFeedTest {
    private final RequestFeed feed = new RequestFeed();
    private final AtomicInteger woken = new AtomicInteger();

    @Test
    void shouldLeaveOutAndCountWhatComesTooFast() {
        for (int i = 0; i < RequestFeed.CAPACITY + 7; i++) {
            feed.offer("r" + i);
        }

        assertThat(feed.leftOut()).isEqualTo(7);
        for (int i = 0; i < RequestFeed.CAPACITY; i++) {
            assertThat(feed.poll()).isEqualTo("r" + i);
        }
        assertThat(feed.poll()).isNull();
        feed.offer("again");
        assertThat(feed.poll()).isEqualTo("again");
        assertThat(feed.leftOut()).isEqualTo(7);
    }

    @Test
    void shouldWakeOnceWhenTheFirstRequestComes() {
        feed.sleep(woken::incrementAndGet);
        assertThat(woken).hasValue(0);

        feed.offer("first");
        feed.offer("second");
        assertThat(woken).hasValue(1);

        // Whoever slept takes what is there, and sleeps on.
        assertThat(List.of(String.valueOf(feed.poll()), String.valueOf(feed.poll())))
                .containsExactly("first", "second");
        feed.sleep(woken::incrementAndGet);
        assertThat(woken).hasValue(1);
        feed.offer("third");
        assertThat(woken).hasValue(2);
    }

    @Test
    void shouldNotSleepOverARequestThatIsThere() {
        feed.offer("early");
        feed.sleep(woken::incrementAndGet);
        assertThat(woken).hasValue(1);
    }

    @Test
    void shouldMissNoRequestOfManyThreads() throws Exception {
        int threads = 4;
        int each = 2_000;
        List<String> taken = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(1);
        // As the counter does it: woken, it takes all and sleeps again. What woke it may come from any thread.
        Runnable[] counter = new Runnable[1];
        counter[0] = () -> {
            synchronized (taken) {
                for (String next = feed.poll(); next != null; next = feed.poll()) {
                    taken.add(next);
                }
                if (taken.size() == threads * each) {
                    all.countDown();
                }
            }
            feed.sleep(counter[0]);
        };
        feed.sleep(counter[0]);
        List<Thread> clients = new ArrayList<>();
        for (int client = 0; client < threads; client++) {
            String name = "c" + client + "/";
            Thread thread = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    feed.offer(name + i);
                }
            });
            clients.add(thread);
            thread.start();
        }
        for (Thread thread : clients) {
            thread.join();
        }

        assertThat(all.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        assertThat(feed.leftOut()).isZero();
        assertThat(taken).doesNotHaveDuplicates().hasSize(threads * each);
    }
}
