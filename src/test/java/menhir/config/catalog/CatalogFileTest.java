package menhir.config.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import menhir.config.SettingsException;
import menhir.store.Limits;
import menhir.store.Names;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogFileTest {
    private static final String HEADER = "name,price,quantity,topic\n";
    private static final String QUOTES = "a quoted field is not closed, or has text after its closing quote";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    private Path file(String content) throws IOException {
        return Files.writeString(dir.resolve("items.csv"), content);
    }

    private List<CatalogItem> read(String content) throws IOException {
        return CatalogFile.read(file(content).toString(), false);
    }

    private String error(Path file) {
        return String.valueOf(assertThatExceptionOfType(SettingsException.class)
                        .isThrownBy(() -> CatalogFile.read(file.toString(), false))
                        .actual()
                        .getMessage())
                .replace(dir + "/", "");
    }

    @Test
    void shouldHaveTheStockBazaarBuiltIn() {
        assertThat(CatalogFile.read("builtin:stocks", false))
                .extracting(item -> item.name() + " " + item.price() + " " + item.quantity() + " " + item.topic())
                .containsExactly(
                        "GameStart 15.99 100 null",
                        "FishCo 23.34 100 null",
                        "MenhirCo 234.30 100 null",
                        "BoarCo 34.34 100 null",
                        "ConStock 23.43 100 null",
                        "Wheely 64.23 100 null",
                        "STRStock 34.76 100 null",
                        "CarCo 45.00 100 null",
                        "TheaterCo 91.99 100 null",
                        "DishCo 100.12 100 null");
    }

    @Test
    void shouldReadPricesExactlyAsWritten() throws IOException {
        assertThat(read(HEADER + "a,45.00,1,\nb,0.0001,0,\nc,1000000000,1000000000,\nd,25.9,1,\n"))
                .extracting(CatalogItem::price)
                .containsExactly(
                        new BigDecimal("45.00"),
                        new BigDecimal("0.0001"),
                        new BigDecimal("1000000000"),
                        new BigDecimal("25.9"));
    }

    @Test
    void shouldReadQuotedFieldsAndAnyPrintableName() throws IOException {
        assertThat(read(HEADER
                        + "\"RPCs, for \"\"Dummies\"\"\",40,4,DS\r\n\r\n\"Zaubertr\u00e4nke \ud83e\uddea\",1,2,\"\""))
                .containsExactly(
                        new CatalogItem("RPCs, for \"Dummies\"", new BigDecimal("40"), 4, "DS", null),
                        new CatalogItem("Zaubertr\u00e4nke \ud83e\uddea", new BigDecimal("1"), 2, null, null));
    }

    @Test
    void shouldSkipAByteOrderMark() throws IOException {
        assertThat(read("\uFEFF" + HEADER + "a,1,1,\n")).hasSize(1);
    }

    @Test
    void shouldAllowAnEmptyCatalog() throws IOException {
        assertThat(read(HEADER)).isEmpty();
    }

    static List<Arguments> malformed() {
        return List.of(
                Arguments.of("", "line 1: the header must be name,price,quantity,topic"),
                Arguments.of("name,price\n", "line 1: the header must be name,price,quantity,topic"),
                Arguments.of("a,1,1,\n", "line 1: the header must be name,price,quantity,topic"),
                Arguments.of(HEADER + "a,1,1\n", "line 2: there must be 4 fields, not 3"),
                Arguments.of(HEADER + "a,1,1,t,u\n", "line 2: there must be 4 fields, not 5"),
                Arguments.of(HEADER + "a,1,1,\n\r\n\na,2,2,\n", "line 5, column name: a is already in line 2"),
                Arguments.of(HEADER + ",1,1,\n", name("")),
                Arguments.of(HEADER + "x".repeat(101) + ",1,1,\n", name("x".repeat(100))),
                Arguments.of(HEADER + "a\tb,1,1,\n", name("a?b")),
                Arguments.of(HEADER + "\"a\nb\",1,1,\n", name("a?b")),
                Arguments.of(HEADER + "a\u202eb,1,1,\n", name("a?b")),
                Arguments.of(HEADER + "a ,1,1,\n", name("a ")),
                Arguments.of(HEADER + ".,1,1,\n", name(".")),
                Arguments.of(HEADER + "..,1,1,\n", name("..")),
                Arguments.of(
                        HEADER + "a,1,1,\u0001\n", "line 2, column topic: it must be " + Names.ALLOWED + ", not \"?\""),
                Arguments.of(HEADER + "a,-1,1,\n", price("-1")),
                Arguments.of(HEADER + "a,1.00001,1,\n", price("1.00001")),
                Arguments.of(HEADER + "a,1e3,1,\n", price("1e3")),
                Arguments.of(HEADER + "a,,1,\n", price("")),
                Arguments.of(HEADER + "a,NaN,1,\n", price("NaN")),
                Arguments.of(HEADER + "a,1000000000000,1,\n", price("1000000000000")),
                Arguments.of(HEADER + "a,\"1,5\",1,\n", price("1,5")),
                Arguments.of(HEADER + "a,1\u0001,1,\n", price("1?")),
                Arguments.of(HEADER + "a,\u0661,1,\n", price("\u0661")),
                Arguments.of(HEADER + "a,1,-1,\n", quantity("-1")),
                Arguments.of(HEADER + "a,1,1.5,\n", quantity("1.5")),
                Arguments.of(HEADER + "a,1,1000000001,\n", quantity("1000000001")),
                Arguments.of(HEADER + "a,1, 1,\n", quantity(" 1")),
                Arguments.of(
                        HEADER + "a,1,1,\"t\nu\"\n",
                        "line 2, column topic: it must be " + Names.ALLOWED + ", not \"t?u\""),
                Arguments.of(HEADER + "a,1,1,\nb \"x, y\",1,1,\n", "line 3: there must be 4 fields, not 5"),
                Arguments.of(HEADER + "\"a\"b,1,1,\n", "line 2: " + QUOTES),
                Arguments.of(HEADER + "a,1,1,\n\nb,\"2,1,\n", "line 4: " + QUOTES),
                Arguments.of(HEADER + "\"a\n\n\",1,1\n", "line 2: there must be 4 fields, not 3"));
    }

    private static String name(String shown) {
        return "line 2, column name: it must be " + Names.ALLOWED + ", not \"" + shown + "\"";
    }

    private static String price(String shown) {
        return "line 2, column price: it must be " + Limits.PRICE_ALLOWED + ", not \"" + shown + "\"";
    }

    private static String quantity(String shown) {
        return "line 2, column quantity: it must be a whole number from 0 to 1000000000, not \"" + shown + "\"";
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void shouldNameThePlaceOfAnError(String content, String message) throws IOException {
        assertThat(error(file(content))).isEqualTo("catalog items.csv, " + message);
    }

    @Test
    void shouldNameThePlaceOfInvalidUtf8() throws IOException {
        byte[] bytes = (HEADER + "a,1,1,\nb\u00e4,1,1,\n").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(error(Files.write(dir.resolve("items.csv"), bytes)))
                .isEqualTo("catalog items.csv, line 3: character 2 is not valid UTF-8");
    }

    @Test
    void shouldRejectMoreItemsThanTheLimit() throws IOException {
        String items = IntStream.rangeClosed(1, Limits.ITEMS)
                .mapToObj(i -> "item " + i + ",1,1,\n")
                .collect(Collectors.joining());

        assertThat(read(HEADER + items)).hasSize(Limits.ITEMS);
        assertThat(error(file(HEADER + items + "one more,1,1,\n")))
                .isEqualTo("catalog items.csv, line 100002: there must be at most 100000 rows below the header");
    }

    @Test
    void shouldRejectAFileThatIsTooLarge() throws IOException {
        Path file = Files.write(dir.resolve("items.csv"), new byte[CsvFile.MAX_BYTES + 1]);

        assertThat(error(file)).isEqualTo("catalog items.csv: it is larger than 16 MiB");
    }

    @Test
    void shouldNameAFileThatCannotBeRead() {
        assertThat(error(dir.resolve("none.csv"))).isEqualTo("catalog none.csv: there is no such file");
        assertThat(error(dir)).startsWith("catalog ").contains("it cannot be read");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> CatalogFile.read("builtin:../../reference", false))
                .withMessage("catalog builtin:../../reference: there is no such built-in catalog");
    }

    @Test
    void shouldReadAnyTextOrRejectItWithItsLine() throws IOException {
        String alphabet = "ab,1.\"\n\r \u00e4\uFEFF";
        Random random = new Random(42);
        for (int round = 0; round < 500; round++) {
            StringBuilder content = new StringBuilder(HEADER);
            for (int i = random.nextInt(30); i > 0; i--) {
                content.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Path file = file(content.toString());
            try {
                assertThat(CatalogFile.read(file.toString(), false))
                        .allMatch(item -> !item.name().isBlank());
            } catch (SettingsException e) {
                assertThat(e).hasMessageMatching("catalog .*, line [0-9]+(, column [a-z]+)?: .+");
            }
        }
    }

    @Test
    void shouldHaveTheToyStoreBuiltIn() {
        List<CatalogItem> toys = CatalogFile.read("builtin:toys", false);

        assertThat(toys).hasSize(10).allSatisfy(toy -> assertThat(toy.quantity())
                .isEqualTo(100));
        assertThat(toys.subList(0, 4))
                .extracting(toy -> toy.name() + " " + toy.price())
                .containsExactly("Tux 25.99", "Whale 34.99", "Elephant 29.99", "Bird 39.99");
    }

    @Test
    void shouldHaveTheBookstoreBuiltIn() {
        assertThat(CatalogFile.read("builtin:books", true))
                .extracting(book -> book.number() + " " + book.name() + ", " + book.quantity() + ", " + book.price()
                        + ", " + book.topic())
                .containsExactly(
                        "1 How to get a good grade in 677 in 20 minutes a day, 10, 30, DS",
                        "2 RPCs for Dummies, 4, 40, DS",
                        "3 Xen and the Art of Surviving Graduate School, 10, 75, GS",
                        "4 Cooking for the Impatient Graduate Student, 5, 150, GS",
                        "5 How to finish Project 3 on time, 30, 100, DS",
                        "6 Why Theory Classes are so hard, 12, 20, GS",
                        "7 Spring in the Pioneer Valley, 10, 15, GS");
    }

    private String numberedError(String content) throws IOException {
        Path file = file("number,name,price,quantity,topic\n" + content);
        return String.valueOf(assertThatExceptionOfType(SettingsException.class)
                        .isThrownBy(() -> CatalogFile.read(file.toString(), true))
                        .actual()
                        .getMessage())
                .replace(dir + "/", "");
    }

    @Test
    void shouldNameThePlaceOfAnInvalidNumber() throws IOException {
        String place = "catalog items.csv, line ";
        for (String wrong : List.of("", "0", "-1", "1.5", "01", "1000000000", "one")) {
            assertThat(numberedError(wrong + ",a,1,1,\n"))
                    .isEqualTo(place + "2, column number: it must be a whole number from 1 to 999999999, not \"" + wrong
                            + "\"");
        }
        assertThat(numberedError("7,a,1,1,\n8,b,1,1,\n7,c,1,1,\n"))
                .isEqualTo(place + "4, column number: 7 is already in line 2");
        assertThat(numberedError("7,a,1,1,\n8,a,1,1,\n")).isEqualTo(place + "3, column name: a is already in line 2");
        assertThat(error(file("number,name,price,quantity,topic\n")))
                .isEqualTo(place + "1: the header must be name,price,quantity,topic");
    }
}
