package menhir.client;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A correct store in memory: a catalog, an order log and the orders by key. Several servers may share it. */
final class TestStore {

    record Stock(BigDecimal price, long quantity) {}

    record Placed(long number, String type, String item, long quantity, BigDecimal price) {}

    sealed interface Outcome {
        record Accepted(Placed order, boolean replayed) implements Outcome {}

        record NotEnough(long available) implements Outcome {}

        record Unknown() implements Outcome {}

        record KeyReused() implements Outcome {}
    }

    private final TreeMap<String, Stock> stocks = new TreeMap<>();
    private final List<Placed> log = new ArrayList<>();
    private final Map<String, Placed> byKey = new HashMap<>();

    synchronized void put(String name, String price, long quantity) {
        stocks.put(name, new Stock(new BigDecimal(price), quantity));
    }

    synchronized @Nullable Stock find(String name) {
        return stocks.get(name);
    }

    /** Up to {@code limit} names after this one, in order. */
    synchronized List<String> namesAfter(String after, int limit) {
        return stocks.tailMap(after, false).keySet().stream().limit(limit).toList();
    }

    synchronized Outcome order(String type, String item, long quantity, @Nullable String key) {
        Placed before = key == null ? null : byKey.get(key);
        if (before != null) {
            boolean same = before.type.equals(type) && before.item.equals(item) && before.quantity == quantity;
            return same ? new Outcome.Accepted(before, true) : new Outcome.KeyReused();
        }
        Stock stock = stocks.get(item);
        if (stock == null) {
            return new Outcome.Unknown();
        }
        if (type.equals("buy") && stock.quantity < quantity) {
            return new Outcome.NotEnough(stock.quantity);
        }
        long left = type.equals("buy") ? stock.quantity - quantity : stock.quantity + quantity;
        stocks.put(item, new Stock(stock.price, left));
        Placed placed = new Placed(log.size() + 1, type, item, quantity, stock.price);
        log.add(placed);
        if (key != null) {
            byKey.put(key, placed);
        }
        return new Outcome.Accepted(placed, false);
    }

    synchronized @Nullable Placed findOrder(long number) {
        return number < 1 || number > log.size() ? null : log.get((int) number - 1);
    }

    synchronized List<Placed> log() {
        return List.copyOf(log);
    }
}
