package menhir.games.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Bounded, FIFO, and with one callback per wait. */
class RequestFeedTest {
    private final RequestFeed feed = new RequestFeed();
    private final AtomicInteger callbacks = new AtomicInteger();

    @Test
    void shouldDropAndCountRequestsWhenFull() {
        for (int i = 0; i < RequestFeed.CAPACITY + 7; i++) {
            feed.offer("r" + i);
        }

        assertThat(feed.dropped()).isEqualTo(7);
        for (int i = 0; i < RequestFeed.CAPACITY; i++) {
            assertThat(feed.poll()).isEqualTo("r" + i);
        }
        assertThat(feed.poll()).isNull();
        feed.offer("again");
        assertThat(feed.poll()).isEqualTo("again");
        assertThat(feed.dropped()).isEqualTo(7);
    }

    @Test
    void shouldRunTheCallbackOnceForTheNextRequest() {
        feed.onNextRequest(callbacks::incrementAndGet);
        assertThat(callbacks).hasValue(0);

        feed.offer("first");
        feed.offer("second");
        assertThat(callbacks).hasValue(1);

        // The consumer takes all requests and waits again.
        assertThat(List.of(String.valueOf(feed.poll()), String.valueOf(feed.poll())))
                .containsExactly("first", "second");
        feed.onNextRequest(callbacks::incrementAndGet);
        assertThat(callbacks).hasValue(1);
        feed.offer("third");
        assertThat(callbacks).hasValue(2);
    }

    @Test
    void shouldRunTheCallbackAtOnceIfThereIsARequest() {
        feed.offer("early");
        feed.onNextRequest(callbacks::incrementAndGet);
        assertThat(callbacks).hasValue(1);
    }

    @Test
    void shouldLoseNoRequestOfManyThreads() throws Exception {
        int threads = 4;
        int each = 2_000;
        List<String> taken = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(1);
        // Like the raffle member: on each callback it takes all requests and waits again. Any thread may run the
        // callback.
        Runnable[] consumer = new Runnable[1];
        consumer[0] = () -> {
            synchronized (taken) {
                for (String next = feed.poll(); next != null; next = feed.poll()) {
                    taken.add(next);
                }
                if (taken.size() == threads * each) {
                    all.countDown();
                }
            }
            feed.onNextRequest(consumer[0]);
        };
        feed.onNextRequest(consumer[0]);
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
        assertThat(feed.dropped()).isZero();
        assertThat(taken).doesNotHaveDuplicates().hasSize(threads * each);
    }
}
