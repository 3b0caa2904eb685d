package menhir.client.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A table whose columns are as wide as their widest cell. A heading that starts with {@code >} makes its column
 * right-aligned, one with {@code <} left-aligned.
 *
 * <p>Picocli's table is no substitute: its columns have fixed widths and no alignment, a cell that is too wide wraps to
 * another line, and it interprets its own markup in cells, which here come from servers.
 */
public final class TextTable {

    private static final int CELL_LIMIT = 60;
    private static final String GAP = "  ";

    private final List<Boolean> rightAligned = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** An empty table with these headings, each with its alignment in front. */
    public TextTable(String... headings) {
        List<String> names = new ArrayList<>();
        for (String heading : headings) {
            rightAligned.add(heading.charAt(0) == '>');
            names.add(heading.substring(1));
        }
        rows.add(names);
    }

    /** Adds a row with one cell for each heading; unsafe characters are replaced, and long cells cut. */
    public void row(String... cells) {
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(TerminalText.line(cell, CELL_LIMIT));
        }
        rows.add(row);
    }

    /** Prints the headings and all rows. */
    public void print(PrintWriter out) {
        int[] widths = new int[rightAligned.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = row.get(i);
                String padding = " ".repeat(widths[i] - cell.length());
                line.append(i == 0 ? "" : GAP);
                line.append(rightAligned.get(i) ? padding + cell : cell + padding);
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
