package menhir.config;

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
import menhir.config.Csv.Field;
import org.jspecify.annotations.Nullable;

/**
 * Reads the catalog of a store's very first start: CSV as in RFC 4180, UTF-8, with the header
 * {@code name,price,quantity,topic}. One wrong field refuses the whole file, with file, line and column: a store that
 * opens with half a catalog is worse than one that does not open.
 */
public final class CatalogFile {
    /** Before the name of a catalog that is in the jar. */
    public static final String BUILT_IN = "builtin:";

    static final int MAX_BYTES = 16 * 1024 * 1024;
    static final int MAX_ITEMS = 100_000;
    static final int MAX_NAME_LENGTH = 100;

    private static final List<String> HEADER = List.of("name", "price", "quantity", "topic");
    private static final BigDecimal MAX_PRICE = new BigDecimal("1000000000");
    private static final long MAX_QUANTITY = 1_000_000_000;
    private static final Pattern PRICE = Pattern.compile("[0-9]{1,10}(\\.[0-9]{1,4})?");
    private static final Pattern QUANTITY = Pattern.compile("[0-9]{1,10}");
    private static final Pattern BUILT_IN_NAME = Pattern.compile("[a-z]{1,32}");

    private final String file;

    private CatalogFile(String file) {
        this.file = file;
    }

    /**
     * Reads a catalog, in the file's order.
     *
     * @param catalog the path of a file, or {@link #BUILT_IN} and a name
     * @throws SettingsException if it cannot be read, or says where it is wrong
     */
    public static List<CatalogItem> read(String catalog) {
        return new CatalogFile(catalog).items(bytes(catalog));
    }

    private List<CatalogItem> items(byte[] bytes) {
        Csv csv = new Csv(file, bytes);
        List<Field> header = csv.next();
        if (header == null) {
            throw csv.wrong(1, 1, "the file is empty: its first line must be " + String.join(",", HEADER));
        }
        if (!header.stream().map(Field::text).toList().equals(HEADER)) {
            throw csv.wrong(header.get(0), "the first line must be " + String.join(",", HEADER));
        }
        List<CatalogItem> items = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        for (List<Field> record = csv.next(); record != null; record = csv.next()) {
            Field first = record.get(0);
            if (record.size() != HEADER.size()) {
                throw csv.wrong(
                        record.get(Math.min(record.size(), HEADER.size() + 1) - 1),
                        "there must be " + HEADER.size() + " fields, not " + record.size());
            }
            if (items.size() == MAX_ITEMS) {
                throw csv.wrong(first, "a catalog has at most " + MAX_ITEMS + " items");
            }
            CatalogItem item = item(csv, record);
            Integer before = lines.putIfAbsent(item.name(), first.line());
            if (before != null) {
                throw csv.wrong(first, "the item " + item.name() + " was in line " + before + " already");
            }
            items.add(item);
        }
        return List.copyOf(items);
    }

    private static CatalogItem item(Csv csv, List<Field> record) {
        Field name = record.get(0);
        requireName(csv, name, "the name");
        Field price = record.get(1);
        if (!PRICE.matcher(price.text()).matches() || new BigDecimal(price.text()).compareTo(MAX_PRICE) > 0) {
            throw csv.wrong(
                    price,
                    "the price must be a number from 0 to " + MAX_PRICE + " with at most 4 decimals, not "
                            + csv.show(price));
        }
        Field quantity = record.get(2);
        if (!QUANTITY.matcher(quantity.text()).matches() || Long.parseLong(quantity.text()) > MAX_QUANTITY) {
            throw csv.wrong(
                    quantity,
                    "the quantity must be a whole number from 0 to " + MAX_QUANTITY + ", not " + csv.show(quantity));
        }
        Field topic = record.get(3);
        if (!topic.text().isEmpty()) {
            requireName(csv, topic, "the topic");
        }
        return new CatalogItem(
                name.text(),
                new BigDecimal(price.text()),
                Long.parseLong(quantity.text()),
                topic.text().isEmpty() ? null : topic.text());
    }

    static void requireName(Csv csv, Field field, String what) {
        String text = field.text();
        int length = text.codePointCount(0, text.length());
        if (length < 1 || length > MAX_NAME_LENGTH) {
            throw csv.wrong(field, what + " must have 1 to " + MAX_NAME_LENGTH + " characters, not " + length);
        }
        if (!text.codePoints().allMatch(CatalogFile::isPrintable)) {
            throw csv.wrong(field, what + " has a character that cannot be printed");
        }
        if (!text.equals(text.strip())) {
            throw csv.wrong(field, what + " must not begin or end with a space");
        }
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
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
