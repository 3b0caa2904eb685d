package menhir.peers.spring;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The store's queries. */
@Repository
class StoreQueries {
    record Item(String name, BigDecimal price, long quantity, String topic, long version) {}

    record Line(String item, long quantity, BigDecimal price, BigDecimal amount) {}

    record Order(long number, String type, List<Line> lines, BigDecimal total, String time) {}

    private static final String ITEM = "SELECT name, price, quantity, topic, version FROM items WHERE name = ?";

    private static final String ITEMS =
            "SELECT name, price, quantity, topic, version FROM items WHERE name > ? ORDER BY name LIMIT ?";

    private static final String ORDER =
            "SELECT number, type, item, quantity, price, time FROM orders WHERE number = ?";

    /**
     * One statement, and so one transaction and one round trip: takes from the stock if there is enough, takes the next
     * number, and stores the order. The counter's row stays locked until the commit, so that no number is skipped.
     */
    private static final String PLACE = "WITH asked AS (SELECT ?::text AS item, ?::bigint AS change, ?::text AS type),"
            + " sold AS (UPDATE items SET quantity = items.quantity + asked.change, version = version + 1 FROM asked"
            + " WHERE name = asked.item AND items.quantity + asked.change >= 0 RETURNING price),"
            + " next AS (UPDATE counter SET number = number + 1 WHERE EXISTS (SELECT FROM sold) RETURNING number)"
            + " INSERT INTO orders (number, type, item, quantity, price, time)"
            + " SELECT next.number, asked.type, asked.item, abs(asked.change), sold.price, now() FROM asked, sold, next"
            + " RETURNING number, type, item, quantity, price, time";

    private final JdbcTemplate jdbc;

    StoreQueries(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Item> item(String name) {
        return jdbc.query(ITEM, StoreQueries::readItem, name).stream().findFirst();
    }

    /** A page of items, after a name. */
    List<Item> items(String after, int limit) {
        return jdbc.query(ITEMS, StoreQueries::readItem, after, limit);
    }

    Optional<Order> order(long number) {
        return jdbc.query(ORDER, StoreQueries::readOrder, number).stream().findFirst();
    }

    /** Places an order; the result is empty, and nothing is changed, if the item does not exist or there are too few. */
    Optional<Order> place(String item, long quantity, String type) {
        long change = type.equals("buy") ? -quantity : quantity;
        return jdbc.query(PLACE, StoreQueries::readOrder, item, change, type).stream()
                .findFirst();
    }

    private static Item readItem(ResultSet row, int index) throws SQLException {
        return new Item(row.getString(1), row.getBigDecimal(2), row.getLong(3), row.getString(4), row.getLong(5));
    }

    private static Order readOrder(ResultSet row, int index) throws SQLException {
        long quantity = row.getLong(4);
        BigDecimal price = row.getBigDecimal(5);
        BigDecimal amount = price.multiply(BigDecimal.valueOf(quantity));
        String time = row.getObject(6, OffsetDateTime.class).toInstant().toString();
        return new Order(
                row.getLong(1),
                row.getString(2),
                List.of(new Line(row.getString(3), quantity, price, amount)),
                amount,
                time);
    }
}
