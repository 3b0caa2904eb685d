package menhir.config.catalog;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import menhir.config.SettingsException;
import menhir.store.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Reads the catalog with which a store starts for the first time: a CSV file with the header {@code
 * name,price,quantity,topic}, or {@code number,name,price,quantity,topic} where items have numbers. One invalid field
 * rejects the whole file, because a store that starts with half a catalog is worse than one that does not start.
 */
public final class CatalogFile {
    /** Prefix of the name of a catalog that is in the jar. */
    static final String BUILT_IN = "builtin:";

    private static final List<String> HEADER = List.of("name", "price", "quantity", "topic");
    private static final List<String> NUMBERED_HEADER = List.of("number", "name", "price", "quantity", "topic");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Pattern PRICE = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,9})?");
    private static final Pattern QUANTITY = Pattern.compile("[0-9]{1,10}");

    private CatalogFile() {}

    /**
     * Reads a catalog, in the order of the file.
     *
     * @param catalog the path of a file, or {@code builtin:} and a name
     * @param numbered whether its items have numbers
     * @throws SettingsException if the file cannot be read or is invalid; it names the line and the column
     */
    public static List<CatalogItem> read(String catalog, boolean numbered) {
        List<CatalogItem> items = new ArrayList<>();
        Map<Object, Long> lines = new HashMap<>();
        for (CsvFile.Row row : CsvFile.read(catalog, numbered ? NUMBERED_HEADER : HEADER, Limits.ITEMS)) {
            CatalogItem item = item(row, numbered);
            if (item.number() != null) {
                requireNew(row, "number", lines.putIfAbsent(item.number(), row.line("number")));
            }
            requireNew(row, "name", lines.putIfAbsent(item.name(), row.line("name")));
            items.add(item);
        }
        return List.copyOf(items);
    }

    private static void requireNew(CsvFile.Row row, String column, @Nullable Long earlierLine) {
        if (earlierLine != null) {
            throw row.invalid(column, row.value(column) + " is already in line " + earlierLine);
        }
    }

    private static CatalogItem item(CsvFile.Row row, boolean numbered) {
        Long number = numbered ? (Long) number(row) : null;
        String name = row.name("name");
        BigDecimal price = price(row);
        long quantity = quantity(row);
        String topic = row.value("topic").isEmpty() ? null : row.name("topic");
        return new CatalogItem(name, price, quantity, topic, number);
    }

    private static long number(CsvFile.Row row) {
        if (!NUMBER.matcher(row.value("number")).matches()) {
            throw row.notAllowed("number", "a whole number from 1 to " + Limits.ITEM_NUMBER);
        }
        return Long.parseLong(row.value("number"));
    }

    private static BigDecimal price(CsvFile.Row row) {
        String price = row.value("price");
        if (!PRICE.matcher(price).matches() || !Limits.isPrice(new BigDecimal(price))) {
            throw row.notAllowed("price", Limits.PRICE_ALLOWED);
        }
        return new BigDecimal(price);
    }

    private static long quantity(CsvFile.Row row) {
        String quantity = row.value("quantity");
        if (!QUANTITY.matcher(quantity).matches() || Long.parseLong(quantity) > Limits.CATALOG_QUANTITY) {
            throw row.notAllowed("quantity", "a whole number from 0 to " + Limits.CATALOG_QUANTITY);
        }
        return Long.parseLong(quantity);
    }
}
