package menhir.frontend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import menhir.replica.CatalogAnswer;
import menhir.replica.CatalogCheckpoint;
import menhir.replica.CatalogRead;
import menhir.replica.LogReplies.ReleasedEntries;
import menhir.replica.SlotCatalog;
import menhir.store.Item;

/** Catalog replicas that a test can silence and move forward. Their answers are those of the real {@link SlotCatalog}. */
final class CatalogsForTest {
    /** A read and the slot that it went to; probes are not among them. */
    record Asked(int slot, CatalogRead read) {}

    final Set<Integer> silent = new HashSet<>();
    final Set<Integer> unreachable = new HashSet<>();
    private final Map<Integer, SlotCatalog> catalogs = new HashMap<>();
    private final List<Asked> asked = new ArrayList<>();
    private final List<CatalogAnswer> answers = new ArrayList<>();

    CatalogsForTest(int slots, long index, List<Item> items) {
        for (int slot = 1; slot <= slots; slot++) {
            catalogs.put(slot, catalog(slot, index, items));
        }
    }

    private static SlotCatalog catalog(int slot, long index, List<Item> items) {
        SlotCatalog catalog = new SlotCatalog(
                slot,
                100,
                new SlotCatalog.Output() {
                    @Override
                    public void readReleased(long after, int limit, long waitMillis) {}

                    @Override
                    public void save(CatalogCheckpoint.Delta delta) {}

                    @Override
                    public void rebuilding(String reason) {}

                    @Override
                    public void unusable(String reason) {}
                },
                0);
        catalog.onRecovered(new CatalogCheckpoint(index, 1, 0, true, List.copyOf(items), List.of()), 0);
        catalog.onReleased(new ReleasedEntries(slot, index, 1, List.of(), index), 0);
        return catalog;
    }

    /** From now on all replicas have applied this. */
    void show(long index, List<Item> items) {
        catalogs.replaceAll((slot, old) -> catalog(slot, index, items));
    }

    void read(int slot, CatalogRead read, long now) {
        if (read.request() != CatalogRead.PROBE) {
            asked.add(new Asked(slot, read));
        }
        if (!silent.contains(slot) && !unreachable.contains(slot)) {
            Objects.requireNonNull(catalogs.get(slot)).read(read, answers::add, now);
        }
    }

    /** The answers that have arrived since the last call. */
    List<CatalogAnswer> takeAnswers() {
        List<CatalogAnswer> taken = List.copyOf(answers);
        answers.clear();
        return taken;
    }

    int asked() {
        return asked.size();
    }

    long asked(int slot) {
        return asked.stream().filter(each -> each.slot() == slot).count();
    }
}
