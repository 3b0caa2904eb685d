package menhir.experiment.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Figures, for people and for programs.
 *
 * @param name part of its file's name: small letters and hyphens
 * @param columns headings, each with its unit, such as {@code mean [ms]}
 * @param rows cells: text, whole numbers, or {@link Double}s
 */
public record Table(String name, String caption, List<String> columns, List<List<Object>> rows) {

    private static final int DECIMALS = 3;

    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<Object> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(name + " has a row of " + row.size() + " cells: " + row);
            }
        }
    }

    /** Rows are added one by one. */
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

        public void row(Object... cells) {
            rows.add(List.of(cells));
        }

        public Table table() {
            return new Table(name, caption, columns, rows);
        }
    }

    /** A cell as it is written; three decimals are finer than what is measured. */
    static String written(Object cell) {
        if (cell instanceof Double number) {
            return Double.isFinite(number)
                    ? BigDecimal.valueOf(number)
                            .setScale(DECIMALS, RoundingMode.HALF_UP)
                            .toPlainString()
                    : "";
        }
        return cell.toString();
    }

    /** As RFC 4180 has it, but with plain line feeds: one header, and quotes where they are needed. */
    String csv() {
        StringBuilder csv = new StringBuilder();
        line(csv, columns);
        rows.forEach(row -> line(csv, row.stream().map(Table::written).toList()));
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
