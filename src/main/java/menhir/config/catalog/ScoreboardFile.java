package menhir.config.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import menhir.config.catalog.Csv.Field;
import menhir.store.Names;

/**
 * Reads how a scoreboard is laid out at its very first start: CSV with the header {@code kind,name}, a line for each team
 * and each event. As strict as {@link CatalogFile}, and for the same reason.
 */
public final class ScoreboardFile {
    static final int MAX_LINES = 1_000;

    private static final List<String> HEADER = List.of("kind", "name");

    /** Teams and events, in the file's order; at least one team. */
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
     * @param catalog the path of a file, or {@link CatalogFile#BUILT_IN} and a name
     * @throws SettingsException if it cannot be read, or says where it is wrong
     */
    public static Layout read(String catalog) {
        return layout(new Csv(catalog, CatalogFile.bytes(catalog)));
    }

    private static Layout layout(Csv csv) {
        List<Field> header = csv.next();
        if (header == null || !header.stream().map(Field::text).toList().equals(HEADER)) {
            throw csv.wrong(1, 1, "the first line must be " + String.join(",", HEADER));
        }
        List<String> teams = new ArrayList<>();
        List<String> events = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (List<Field> line = csv.next(); line != null; line = csv.next()) {
            Field kind = line.get(0);
            if (line.size() != HEADER.size()) {
                throw csv.wrong(kind, "there must be " + HEADER.size() + " fields, not " + line.size());
            }
            Field name = line.get(1);
            CatalogFile.requireName(csv, name, "the name");
            boolean team = kind.text().equals("team");
            if (!team && !kind.text().equals("event")) {
                throw csv.wrong(kind, "the kind must be team or event, not " + Names.quoted(kind.text()));
            }
            // Blanks do not tell names apart in requests.
            if (!seen.add(kind.text() + "/" + name.text().replaceAll("[ +]", ""))) {
                throw csv.wrong(name, "this " + kind.text() + " was there already");
            }
            if (seen.size() > MAX_LINES) {
                throw csv.wrong(kind, "there are at most " + MAX_LINES + " teams and events");
            }
            (team ? teams : events).add(name.text());
        }
        if (teams.isEmpty()) {
            throw csv.wrong(1, 1, "there must be at least one team");
        }
        return new Layout(teams, events);
    }
}
