package menhir.config.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import menhir.config.SettingsException;

/**
 * Reads the teams and events with which a scoreboard starts for the first time: a CSV file with the header {@code
 * kind,name} and a row for each team and each event. As strict as {@link CatalogFile}, for the same reason.
 */
public final class ScoreboardFile {
    static final int MAX_ROWS = 1_000;

    private static final List<String> HEADER = List.of("kind", "name");

    /** Teams and events, in the order of the file; at least one team. */
    public record Layout(List<String> teams, List<String> events) {
        public Layout {
            teams = List.copyOf(teams);
            events = List.copyOf(events);
        }
    }

    private ScoreboardFile() {}

    /**
     * Reads a layout.
     *
     * @param catalog the path of a file, or {@code builtin:} and a name
     * @throws SettingsException if the file cannot be read or is invalid; it names the line and the column
     */
    public static Layout read(String catalog) {
        List<String> teams = new ArrayList<>();
        List<String> events = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (CsvFile.Row row : CsvFile.read(catalog, HEADER, MAX_ROWS)) {
            String kind = row.value("kind");
            if (!kind.equals("team") && !kind.equals("event")) {
                throw row.notAllowed("kind", "team or event");
            }
            String name = row.name("name");
            // Requests cannot tell names apart that differ in spaces only.
            if (!seen.add(kind + "/" + name.replaceAll("[ +]", ""))) {
                throw row.invalid("name", "there is already this " + kind);
            }
            (kind.equals("team") ? teams : events).add(name);
        }
        if (teams.isEmpty()) {
            throw CsvFile.invalid(catalog, "there must be at least one team");
        }
        return new Layout(teams, events);
    }
}
