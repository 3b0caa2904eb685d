package menhir.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import menhir.store.Board;
import menhir.store.Item;
import menhir.store.StoreState;
import menhir.wire.CborMessage;
import org.jspecify.annotations.Nullable;

/**
 * A page of a catalog by name, small enough for one message between nodes: items, or the boards of a scoreboard.
 *
 * @param next the name after which the next page begins; null at the end
 * @param count how many items, or boards, the whole catalog has
 */
public record CatalogPage(
        List<Item> items, List<Board> boards, @Nullable String next, long count) implements CborMessage {
    static final int MAX_ITEMS = 1_000;

    /** Akka drops messages above 256 KiB. */
    private static final int MAX_BYTES = 200 * 1024;

    /** Size of an item without its name and topic. */
    private static final int ITEM_BYTES = 90;

    private static final int MAX_BYTES_PER_CHAR = 3;

    /**
     * Items with names above {@code after} (null: from the first), of one topic if it is given; or boards, whose names begin with the
     * topic.
     *
     * @param limit most items or boards; a page has at least one if there are any
     */
    static CatalogPage of(StoreState catalog, @Nullable String topic, @Nullable String after, int limit) {
        return catalog.isScoreboard()
                ? ofBoards(catalog, topic == null ? "" : topic, after, limit)
                : ofItems(catalog, topic, after, limit);
    }

    private static CatalogPage ofBoards(StoreState catalog, String prefix, @Nullable String after, int limit) {
        int most = Math.max(1, Math.min(limit, MAX_ITEMS));
        List<Board> boards = new ArrayList<>();
        int bytes = 0;
        for (Board board : catalog.boards().tailMap(prefix, true).values()) {
            if (!board.name().startsWith(prefix)) {
                break;
            }
            if (after != null && board.name().compareTo(after) <= 0) {
                continue;
            }
            bytes += bytes(board);
            if (!boards.isEmpty() && (boards.size() == most || bytes > MAX_BYTES)) {
                return new CatalogPage(
                        List.of(), boards, boards.get(boards.size() - 1).name(), catalog.size());
            }
            boards.add(board);
        }
        return new CatalogPage(List.of(), boards, null, catalog.size());
    }

    private static int bytes(Board board) {
        int characters = board.name().length() + board.title().length();
        for (Board.Counter counter : board.counters()) {
            characters += counter.name().length();
        }
        return ITEM_BYTES * (1 + board.counters().size()) + MAX_BYTES_PER_CHAR * characters;
    }

    private static CatalogPage ofItems(StoreState catalog, @Nullable String topic, @Nullable String after, int limit) {
        NavigableSet<String> names = topic == null ? catalog.items().navigableKeySet() : catalog.namesOf(topic);
        NavigableSet<String> rest = after == null ? names : names.tailSet(after, false);
        int maxItems = Math.max(1, Math.min(limit, MAX_ITEMS));
        List<Item> items = new ArrayList<>();
        int bytes = 0;
        for (String name : rest) {
            Item item = Objects.requireNonNull(catalog.item(name));
            bytes += bytes(item);
            if (items.size() == maxItems || bytes > MAX_BYTES) {
                return new CatalogPage(
                        items, List.of(), items.get(items.size() - 1).name(), catalog.size());
            }
            items.add(item);
        }
        return new CatalogPage(items, List.of(), null, catalog.size());
    }

    private static int bytes(Item item) {
        int topic = item.topic() == null ? 0 : item.topic().length();
        return ITEM_BYTES + MAX_BYTES_PER_CHAR * (item.name().length() + topic);
    }
}
