package menhir.experiment.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of measurements.
 *
 * @param name part of the file name: lower-case letters and hyphens
 * @param columns headings with units, such as {@code mean [ms]}
 * @param rows cells: text, whole numbers, or {@link Double}s
 */
public record Table(String name, String caption, List<String> columns, List<List<Object>> rows) {

    private static final int DECIMALS = 3;

    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<Object> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(name + ": a row has " + row.size() + " cells: " + row);
            }
        }
    }

    /** Builds a table row by row. */
    public static final class Builder {
        private final String name;
        private final String caption;
        private final List<String> columns;
        private final List<List<Object>> rows = new ArrayList<>();

        public Builder(String name, String caption, String... columns) {
            this.name = name;
            this.caption = caption;
            this.columns = List.of(columns);
        }

        /** Adds a row. */
        public void row(Object... cells) {
            rows.add(List.of(cells));
        }

        public Table build() {
            return new Table(name, caption, columns, rows);
        }
    }

    /** Formats a cell; three decimals are more precise than the measurements. */
    static String format(Object cell) {
        if (cell instanceof Double number) {
            return Double.isFinite(number)
                    ? BigDecimal.valueOf(number)
                            .setScale(DECIMALS, RoundingMode.HALF_UP)
                            .toPlainString()
                    : "";
        }
        return cell.toString();
    }

    /** The table as CSV (RFC 4180, but with LF line ends): a header, and quotes only where required. */
    String csv() {
        StringBuilder csv = new StringBuilder();
        line(csv, columns);
        rows.forEach(row -> line(csv, row.stream().map(Table::format).toList()));
        return csv.toString();
    }

    private static void line(StringBuilder csv, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            boolean quotes = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            csv.append(i == 0 ? "" : ",").append(quotes ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
        }
        csv.append('\n');
    }
}
