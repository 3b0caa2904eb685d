package menhir.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import menhir.store.Order;
import menhir.store.OrderType;
import menhir.store.PricedLine;
import org.junit.jupiter.api.Test;

class RecentOrdersTest {
    private static final long SIZE = RecentOrders.sizeOf(order(1));

    private static Order order(long number) {
        return order(number, 1);
    }

    private static Order order(long number, int lines) {
        PricedLine line = new PricedLine("Tux", number, BigDecimal.TEN);
        return new Order(number, OrderType.BUY, Collections.nCopies(lines, line), number);
    }

    private static RecentOrders holding(int orders) {
        return new RecentOrders(orders * SIZE);
    }

    @Test
    void shouldKeepTheNewestOrdersInAnyOrderOfArrival() {
        List<Order> orders = new ArrayList<>();
        for (long number = 1; number <= 100; number++) {
            orders.add(order(number));
        }
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Collections.shuffle(orders, new Random(seed));
        RecentOrders recent = holding(10);
        orders.forEach(recent::add);
        for (long number = 1; number <= 100; number++) {
            assertThat(recent.get(number)).isEqualTo(number > 90 ? order(number) : null);
        }
        assertThat(recent.bytes()).isEqualTo(10 * SIZE);
    }

    @Test
    void shouldCountAnOrderOnceHoweverOftenItComes() {
        RecentOrders recent = holding(2);
        for (int i = 0; i < 5; i++) {
            recent.add(order(1));
        }
        recent.add(order(2));
        assertThat(recent.get(1)).isEqualTo(order(1));
        assertThat(recent.bytes()).isEqualTo(2 * SIZE);
    }

    @Test
    void shouldBoundTheBytesNotTheNumberOfOrders() {
        RecentOrders recent = holding(10);
        for (long number = 1; number <= 10; number++) {
            recent.add(order(number));
        }
        recent.add(order(11, 5));
        assertThat(recent.bytes()).isLessThanOrEqualTo(10 * SIZE);
        assertThat(recent.get(11)).isNotNull();
        assertThat(recent.get(1)).isNull();
        recent.add(order(12, 1_000));
        assertThat(recent.get(12)).isNull();
        assertThat(recent.get(11)).isNotNull();
    }

    @Test
    void shouldKeepNothingWhenItIsOff() {
        RecentOrders recent = new RecentOrders(0);
        recent.add(order(1));
        assertThat(recent.get(1)).isNull();
        assertThat(recent.range(1, 1)).isEmpty();
    }

    @Test
    void shouldGiveARangeOnlyWithAllOfItsOrders() {
        RecentOrders recent = holding(10);
        for (long number : new long[] {3, 4, 6, 7, 8}) {
            recent.add(order(number));
        }
        assertThat(recent.range(3, 4)).containsExactly(order(3), order(4));
        assertThat(recent.range(6, 8)).containsExactly(order(6), order(7), order(8));
        assertThat(recent.range(4, 6)).isEmpty();
        assertThat(recent.range(2, 4)).isEmpty();
        assertThat(recent.range(7, 9)).isEmpty();
        assertThat(recent.range(9, 9)).isEmpty();
    }

    @Test
    void shouldKeepItsBoundWithManyThreads() throws Exception {
        RecentOrders recent = holding(50);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                tasks.add(() -> {
                    boolean right = true;
                    for (long number = 1; number <= 5_000; number++) {
                        recent.add(order(number));
                        Order found = recent.get(number / 2 + 1);
                        right &= found == null || found.number() == number / 2 + 1;
                    }
                    return right;
                });
            }
            for (Future<Boolean> right : threads.invokeAll(tasks)) {
                assertThat(right.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(recent.bytes()).isBetween(1L, 50 * SIZE);
        assertThat(recent.get(5_000)).isEqualTo(order(5_000));
        recent.add(order(5_001));
        assertThat(recent.range(4_990, 5_001)).hasSize(12);
    }
}
