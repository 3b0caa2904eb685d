package menhir.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import menhir.service.OrderQuery;
import menhir.service.StoreService.OrderPage;
import menhir.store.Order;
import menhir.store.OrderType;
import menhir.store.PricedLine;
import org.junit.jupiter.api.Test;

class OrderScanTest {
    private static final int MAX = OrderQuery.MAX_SCANNED;

    private static Order order(long number) {
        List<PricedLine> lines = new ArrayList<>();
        lines.add(new PricedLine(number % 3 == 0 ? "Bear" : "Tux", 1, BigDecimal.TEN));
        if (number % 10 == 0) {
            lines.add(new PricedLine("Whale", 1, BigDecimal.ONE));
        }
        return new Order(number, OrderType.BUY, lines, 100 * number);
    }

    /** Runs a page, and counts the orders that were read for it. */
    private static OrderPage page(OrderQuery query, long lastNumber, int[] read) {
        OrderScan scan = new OrderScan(query, lastNumber);
        for (OrderScan.Range range = scan.next(); range != null; range = scan.next()) {
            assertThat(range.first()).isBetween(1L, range.last());
            assertThat(range.last()).isLessThanOrEqualTo(lastNumber);
            List<Order> orders = LongStream.rangeClosed(range.first(), range.last())
                    .mapToObj(OrderScanTest::order)
                    .toList();
            read[0] += orders.size();
            scan.add(orders);
        }
        return scan.page();
    }

    private static List<Order> allPages(OrderQuery first, long lastNumber) {
        List<Order> listed = new ArrayList<>();
        Long cursor = first.cursor();
        while (cursor != null) {
            int[] read = {0};
            OrderQuery query = new OrderQuery(
                    first.newestFirst(), cursor, first.limit(), first.item(), first.fromMillis(), first.toMillis());
            OrderPage page = page(query, lastNumber, read);
            assertThat(read[0]).isLessThanOrEqualTo(MAX);
            assertThat(page.orders().size()).isLessThanOrEqualTo(first.limit());
            assertThat(page.next()).isNotEqualTo(cursor);
            listed.addAll(page.orders());
            cursor = page.next();
        }
        return listed;
    }

    private static List<Order> expected(OrderQuery query, long lastNumber) {
        List<Order> matching = new ArrayList<>(LongStream.rangeClosed(1, lastNumber)
                .mapToObj(OrderScanTest::order)
                .filter(query::matches)
                .toList());
        if (query.newestFirst()) {
            Collections.reverse(matching);
        }
        return matching;
    }

    @Test
    void shouldListEveryMatchingOrderOnceInOrder() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            long lastNumber = random.nextInt(3) == 0 ? random.nextInt(3) : random.nextInt(6_000);
            boolean newest = random.nextBoolean();
            long from = random.nextBoolean() ? Long.MIN_VALUE : random.nextInt(600_000);
            String[] items = {null, "Bear", "Whale", "None"};
            OrderQuery query = new OrderQuery(
                    newest,
                    newest ? OrderQuery.NEWEST : 0,
                    1 + random.nextInt(random.nextBoolean() ? 5 : 1_000),
                    items[random.nextInt(items.length)],
                    from,
                    random.nextBoolean() ? Long.MAX_VALUE : Math.max(0, from) + 1 + random.nextInt(600_000));
            assertThat(allPages(query, lastNumber))
                    .as("%s of %s", query, lastNumber)
                    .isEqualTo(expected(query, lastNumber));
        }
    }

    @Test
    void shouldGoOnAfterAPageWithoutAMatch() {
        OrderQuery none = new OrderQuery(false, 0, 10, "None", Long.MIN_VALUE, Long.MAX_VALUE);
        int[] read = {0};
        assertThat(page(none, MAX + 1, read)).isEqualTo(new OrderPage(List.of(), (long) MAX));
        assertThat(read[0]).isEqualTo(MAX);
        assertThat(page(none, MAX, read)).isEqualTo(new OrderPage(List.of(), null));
    }

    @Test
    void shouldReadNoMoreThanAPageOfNewestOrders() {
        int[] read = {0};
        OrderPage page =
                page(new OrderQuery(true, OrderQuery.NEWEST, 20, null, Long.MIN_VALUE, Long.MAX_VALUE), 1_000, read);
        assertThat(read[0]).isEqualTo(20);
        assertThat(page.orders()).first().isEqualTo(order(1_000));
        assertThat(page.next()).isEqualTo(981);
    }

    @Test
    void shouldIncludeTheBeginningOfATimeAndExcludeItsEnd() {
        OrderQuery query = new OrderQuery(false, 0, 10, null, 200, 500);
        assertThat(page(query, 9, new int[1]).orders())
                .extracting(Order::number)
                .containsExactly(2L, 3L, 4L);
    }

    @Test
    void shouldHaveAnEmptyLastPageBeyondTheEnd() {
        OrderPage empty = new OrderPage(List.of(), null);
        for (OrderQuery query : List.of(
                new OrderQuery(false, 9, 10, "Tux", Long.MIN_VALUE, Long.MAX_VALUE),
                new OrderQuery(false, OrderQuery.NEWEST - 1, 10, "Tux", Long.MIN_VALUE, Long.MAX_VALUE),
                new OrderQuery(true, 1, 10, null, Long.MIN_VALUE, Long.MAX_VALUE))) {
            assertThat(page(query, 9, new int[1])).isEqualTo(empty);
        }
    }
}
