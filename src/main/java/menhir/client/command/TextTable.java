package menhir.client.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import menhir.client.TerminalText;

/** Columns as wide as what is in them. A heading that begins with {@code >} is flushed right, with {@code <} left. */
public final class TextTable {

    private static final int CELL_LIMIT = 60;
    private static final String GAP = "  ";

    private final List<Boolean> right = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(String... headings) {
        List<String> names = new ArrayList<>();
        for (String heading : headings) {
            right.add(heading.charAt(0) == '>');
            names.add(heading.substring(1));
        }
        rows.add(names);
    }

    /** One cell for each heading; what cannot be shown safely is replaced. */
    public void row(String... cells) {
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(TerminalText.line(cell, CELL_LIMIT));
        }
        rows.add(row);
    }

    boolean isEmpty() {
        return rows.size() == 1;
    }

    public void print(PrintWriter out) {
        int[] widths = new int[right.size()];
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
                line.append(right.get(i) ? padding + cell : cell + padding);
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
