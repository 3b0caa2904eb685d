package menhir.replica;

import java.util.Iterator;
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
        Iterator<Board> rest = catalog.boards().tailMap(prefix, true).values().stream()
                .takeWhile(board -> board.name().startsWith(prefix))
                .filter(board -> after == null || board.name().compareTo(after) > 0)
                .iterator();
        CutPage<Board> page = CutPage.of(rest, Math.min(limit, MAX_ITEMS), CatalogPage::bytes, MAX_BYTES);
        Board last = page.last();
        return new CatalogPage(List.of(), page.rows(), last == null ? null : last.name(), catalog.size());
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
        NavigableSet<String> following = after == null ? names : names.tailSet(after, false);
        Iterator<Item> rest = following.stream()
                .map(name -> Objects.requireNonNull(catalog.item(name)))
                .iterator();
        CutPage<Item> page = CutPage.of(rest, Math.min(limit, MAX_ITEMS), CatalogPage::bytes, MAX_BYTES);
        Item last = page.last();
        return new CatalogPage(page.rows(), List.of(), last == null ? null : last.name(), catalog.size());
    }

    private static int bytes(Item item) {
        int topic = item.topic() == null ? 0 : item.topic().length();
        return ITEM_BYTES + MAX_BYTES_PER_CHAR * (item.name().length() + topic);
    }
}
