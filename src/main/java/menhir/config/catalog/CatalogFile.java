package menhir.config.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import menhir.config.SettingsException;
import menhir.config.catalog.Csv.Field;
import menhir.store.Limits;
import menhir.store.Names;
import org.jspecify.annotations.Nullable;

/**
 * Reads the catalog of a store's very first start: CSV as in RFC 4180, UTF-8, with the header
 * {@code name,price,quantity,topic}, or {@code number,name,price,quantity,topic} where items have numbers. One wrong field refuses the whole file, with file, line and column: a store that
 * opens with half a catalog is worse than one that does not open.
 */
public final class CatalogFile {
    /** Before the name of a catalog that is in the jar. */
    public static final String BUILT_IN = "builtin:";

    static final int MAX_BYTES = 16 * 1024 * 1024;

    private static final List<String> HEADER = List.of("name", "price", "quantity", "topic");
    private static final List<String> NUMBERED_HEADER = List.of("number", "name", "price", "quantity", "topic");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Pattern PRICE = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,9})?");
    private static final Pattern QUANTITY = Pattern.compile("[0-9]{1,10}");
    private static final Pattern BUILT_IN_NAME = Pattern.compile("[a-z]{1,32}");

    private final String file;
    private final boolean numbered;
    private final List<String> header;

    private CatalogFile(String file, boolean numbered) {
        this.file = file;
        this.numbered = numbered;
        this.header = numbered ? NUMBERED_HEADER : HEADER;
    }

    /**
     * Reads a catalog, in the file's order.
     *
     * @param catalog the path of a file, or {@link #BUILT_IN} and a name
     * @param numbered whether its items have numbers
     * @throws SettingsException if it cannot be read, or says where it is wrong
     */
    public static List<CatalogItem> read(String catalog, boolean numbered) {
        return new CatalogFile(catalog, numbered).items(bytes(catalog));
    }

    private List<CatalogItem> items(byte[] bytes) {
        Csv csv = new Csv(file, bytes);
        List<Field> first = csv.next();
        if (first == null) {
            throw csv.wrong(1, 1, "the file is empty: its first line must be " + String.join(",", header));
        }
        if (!first.stream().map(Field::text).toList().equals(header)) {
            throw csv.wrong(first.get(0), "the first line must be " + String.join(",", header));
        }
        List<CatalogItem> items = new ArrayList<>();
        Map<Object, Integer> lines = new HashMap<>();
        for (List<Field> record = csv.next(); record != null; record = csv.next()) {
            if (record.size() != header.size()) {
                throw csv.wrong(
                        record.get(Math.min(record.size(), header.size() + 1) - 1),
                        "there must be " + header.size() + " fields, not " + record.size());
            }
            if (items.size() == Limits.ITEMS) {
                throw csv.wrong(record.get(0), "a catalog has at most " + Limits.ITEMS + " items");
            }
            Long number = numbered ? (Long) number(csv, record.get(0)) : null;
            List<Field> fields = numbered ? record.subList(1, record.size()) : record;
            CatalogItem item = item(csv, fields, number);
            if (number != null) {
                requireNew(csv, lines.putIfAbsent(number, record.get(0).line()), record.get(0), "the number " + number);
            }
            requireNew(
                    csv,
                    lines.putIfAbsent(item.name(), fields.get(0).line()),
                    fields.get(0),
                    "the item " + item.name());
            items.add(item);
        }
        return List.copyOf(items);
    }

    private static void requireNew(Csv csv, @Nullable Integer lineBefore, Field field, String what) {
        if (lineBefore != null) {
            throw csv.wrong(field, what + " was in line " + lineBefore + " already");
        }
    }

    private static long number(Csv csv, Field number) {
        if (!NUMBER.matcher(number.text()).matches()) {
            throw csv.wrong(
                    number,
                    "the number must be a whole number from 1 to 999999999, not " + Names.quoted(number.text()));
        }
        return Long.parseLong(number.text());
    }

    private static CatalogItem item(Csv csv, List<Field> record, @Nullable Long number) {
        Field name = record.get(0);
        requireName(csv, name, "the name");
        Field price = record.get(1);
        if (!PRICE.matcher(price.text()).matches() || !Limits.isPrice(new BigDecimal(price.text()))) {
            throw csv.wrong(price, "the price must be " + Limits.PRICE_ALLOWED + ", not " + Names.quoted(price.text()));
        }
        Field quantity = record.get(2);
        if (!QUANTITY.matcher(quantity.text()).matches() || Long.parseLong(quantity.text()) > Limits.CATALOG_QUANTITY) {
            throw csv.wrong(
                    quantity,
                    "the quantity must be a whole number from 0 to " + Limits.CATALOG_QUANTITY + ", not "
                            + Names.quoted(quantity.text()));
        }
        Field topic = record.get(3);
        if (!topic.text().isEmpty()) {
            requireName(csv, topic, "the topic");
        }
        return new CatalogItem(
                name.text(),
                new BigDecimal(price.text()),
                Long.parseLong(quantity.text()),
                topic.text().isEmpty() ? null : topic.text(),
                number);
    }

    static void requireName(Csv csv, Field field, String what) {
        if (!Names.isValid(field.text())) {
            throw csv.wrong(field, what + " must be " + Names.ALLOWED + ", not " + Names.quoted(field.text()));
        }
    }

    static byte[] bytes(String catalog) {
        try (InputStream in = open(catalog)) {
            if (in == null) {
                throw new SettingsException("catalog " + catalog + ": there is no such built-in catalog");
            }
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new SettingsException("catalog " + catalog + ": it is larger than 16 MiB");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new SettingsException("catalog " + catalog + ": there is no such file");
        } catch (IOException | InvalidPathException e) {
            throw new SettingsException("catalog " + catalog + ": it cannot be read: " + e.getMessage());
        }
    }

    private static @Nullable InputStream open(String catalog) throws IOException {
        if (!catalog.startsWith(BUILT_IN)) {
            return Files.newInputStream(Path.of(catalog));
        }
        String name = catalog.substring(BUILT_IN.length());
        return BUILT_IN_NAME.matcher(name).matches()
                ? CatalogFile.class.getResourceAsStream("/menhir/catalogs/" + name + ".csv")
                : null;
    }
}
