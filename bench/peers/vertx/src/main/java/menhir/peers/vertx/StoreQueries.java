package menhir.peers.vertx;

import io.vertx.core.Future;
import io.vertx.core.json.Json;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The store's queries; their results are JSON. */
final class StoreQueries {
    private static final String ITEM = "SELECT name, price, quantity, topic, version FROM items WHERE name = $1";

    private static final String ITEMS =
            "SELECT name, price, quantity, topic, version FROM items WHERE name > $1 ORDER BY name LIMIT $2";

    private static final String ORDER =
            "SELECT number, type, item, quantity, price, time FROM orders WHERE number = $1";

    /**
     * One statement, and so one transaction and one round trip: takes from the stock if there is enough, takes the next
     * number, and stores the order. The counter's row stays locked until the commit, so that no number is skipped.
     */
    private static final String PLACE = "WITH sold AS (UPDATE items SET quantity = quantity + $2, version = version + 1"
            + " WHERE name = $1 AND quantity + $2 >= 0 RETURNING price),"
            + " next AS (UPDATE counter SET number = number + 1 WHERE EXISTS (SELECT FROM sold) RETURNING number)"
            + " INSERT INTO orders (number, type, item, quantity, price, time)"
            + " SELECT next.number, $3, $1, abs($2), sold.price, now() FROM sold, next"
            + " RETURNING number, type, item, quantity, price, time";

    private final Pool orders;
    private final SqlClient reads;

    StoreQueries(Pool orders, SqlClient reads) {
        this.orders = orders;
        this.reads = reads;
    }

    Future<Optional<String>> item(String name) {
        return first(reads.preparedQuery(ITEM).execute(Tuple.of(name))).map(row -> row.map(StoreQueries::itemJson));
    }

    /** A page of items, after a name. */
    Future<String> items(String after, int limit) {
        return reads.preparedQuery(ITEMS).execute(Tuple.of(after, limit)).map(rows -> {
            List<String> items = new ArrayList<>();
            String last = null;
            for (Row row : rows) {
                items.add(itemJson(row));
                last = row.getString(0);
            }
            String next = items.size() < limit ? "null" : Json.encode(last);
            return "{\"items\":[" + String.join(",", items) + "],\"next\":" + next + "}";
        });
    }

    Future<Optional<String>> order(long number) {
        return first(reads.preparedQuery(ORDER).execute(Tuple.of(number))).map(row -> row.map(StoreQueries::orderJson));
    }

    /** Places an order; the result is empty, and nothing is changed, if the item does not exist or there are too few. */
    Future<Optional<String>> place(String item, long quantity, boolean buys) {
        Tuple values = Tuple.of(item, buys ? -quantity : quantity, buys ? "buy" : "sell");
        return first(orders.preparedQuery(PLACE).execute(values)).map(row -> row.map(StoreQueries::orderJson));
    }

    private static Future<Optional<Row>> first(Future<RowSet<Row>> rows) {
        return rows.map(found -> found.size() == 0 ? Optional.empty() : Optional.of(found.iterator().next()));
    }

    private static String itemJson(Row row) {
        String topic = row.getString(3);
        return "{\"name\":" + Json.encode(row.getString(0)) + ",\"price\":" + plain(row.getBigDecimal(1))
                + ",\"quantity\":" + row.getLong(2) + ",\"topic\":" + (topic == null ? "null" : Json.encode(topic))
                + ",\"version\":" + row.getLong(4) + "}";
    }

    private static String orderJson(Row row) {
        long quantity = row.getLong(3);
        String price = plain(row.getBigDecimal(4));
        String amount = plain(row.getBigDecimal(4).multiply(BigDecimal.valueOf(quantity)));
        return "{\"number\":" + row.getLong(0) + ",\"type\":\"" + row.getString(1) + "\",\"lines\":[{\"item\":"
                + Json.encode(row.getString(2)) + ",\"quantity\":" + quantity + ",\"price\":" + price + ",\"amount\":"
                + amount + "}],\"total\":" + amount + ",\"time\":" + Json.encode(row.getOffsetDateTime(5).toInstant().toString()) + "}";
    }

    private static String plain(BigDecimal amount) {
        return amount.toPlainString();
    }
}
