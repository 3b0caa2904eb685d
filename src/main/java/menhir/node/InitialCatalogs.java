package menhir.node;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import menhir.config.Settings;
import menhir.config.catalog.CatalogFile;
import menhir.config.catalog.CatalogItem;
import menhir.config.catalog.ScoreboardFile;
import menhir.store.Board;
import menhir.store.Command;

/**
 * The commands that fill each store at its very first start. They are read once per process: an invalid file stops the start,
 * and a file that disappears later does not affect the sessions.
 */
final class InitialCatalogs {
    private static final String KEY_PREFIX = "first-catalog/";
    private static final List<String> MEDALS = List.of("Bronze", "Silver", "Gold");

    private final Map<String, List<Command>> byStore = new LinkedHashMap<>();

    private InitialCatalogs() {}

    /**
     * Reads the catalogs of all stores.
     *
     * @throws menhir.config.SettingsException if one cannot be read or is invalid
     */
    static InitialCatalogs read(Collection<Settings.Store> stores) {
        InitialCatalogs catalogs = new InitialCatalogs();
        for (Settings.Store store : stores) {
            catalogs.byStore.put(
                    store.name(),
                    store.kind().isScoreboard()
                            ? boards(ScoreboardFile.read(store.catalog()))
                            : items(CatalogFile.read(
                                    store.catalog(), store.kind().numbersItems())));
        }
        return catalogs;
    }

    List<Command> of(String store) {
        return Objects.requireNonNull(byStore.get(store));
    }

    private static List<Command> items(List<CatalogItem> items) {
        return items.stream()
                .<Command>map(item -> new Command.PutItem(
                        KEY_PREFIX + item.name(),
                        item.name(),
                        item.price(),
                        item.quantity(),
                        item.topic(),
                        item.number()))
                .toList();
    }

    /** A board of medals for each team, and a board of scores for each event. */
    private static List<Command> boards(ScoreboardFile.Layout layout) {
        List<Command> boards = new ArrayList<>();
        layout.teams().forEach(team -> boards.add(board(Board.medals(team), team, MEDALS)));
        layout.events().forEach(event -> boards.add(board(Board.score(event), event, layout.teams())));
        return boards;
    }

    private static Command board(String name, String title, List<String> counters) {
        return new Command.AddBoard(KEY_PREFIX + name, name, title, counters);
    }
}
