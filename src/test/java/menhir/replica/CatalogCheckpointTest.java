package menhir.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import menhir.replica.CatalogCheckpoint.Delta;
import menhir.replica.CatalogCheckpoint.KeyBatch;
import menhir.store.Item;
import menhir.store.Value;
import org.junit.jupiter.api.Test;

class CatalogCheckpointTest {
    private static final int KEY_CAPACITY = 100;

    private static Item item(String name, long quantity, long version) {
        return new Item(name, BigDecimal.TEN, quantity, null, version);
    }

    private static Delta delta(long index, Value... changed) {
        return new Delta(
                index, index / 5, false, index / 10, true, List.of(changed), List.of(), new byte[] {(byte) index});
    }

    @Test
    void shouldReplaceWhatChangedAndKeepTheRest() {
        CatalogCheckpoint checkpoint = CatalogCheckpoint.EMPTY
                .with(delta(10, item("b", 1, 2), item("a", 1, 1)), KEY_CAPACITY)
                .with(delta(20, item("c", 3, 11), item("b", 2, 12)), KEY_CAPACITY);

        assertThat(checkpoint.items()).containsExactly(item("a", 1, 1), item("b", 2, 12), item("c", 3, 11));
        assertThat(checkpoint)
                .extracting(
                        CatalogCheckpoint::index,
                        CatalogCheckpoint::epoch,
                        CatalogCheckpoint::lastNumber,
                        CatalogCheckpoint::opened)
                .containsExactly(20L, 4L, 2L, true);
    }

    @Test
    void shouldForgetWhatWasDropped() {
        CatalogCheckpoint checkpoint = CatalogCheckpoint.EMPTY
                .with(delta(10, item("b", 1, 2), item("a", 1, 1)), KEY_CAPACITY)
                .with(new Delta(20, 4, false, 2, true, List.of(), List.of("b"), new byte[] {20}), KEY_CAPACITY);

        assertThat(checkpoint.items()).containsExactly(item("a", 1, 1));
    }

    @Test
    void shouldStartAnewWhereTheCatalogWasRebuilt() {
        Delta rebuilt = new Delta(5, 7, true, 1, true, List.of(item("b", 9, 3)), List.of(), new byte[] {5});
        CatalogCheckpoint checkpoint = CatalogCheckpoint.EMPTY
                .with(delta(10, item("b", 1, 2), item("a", 1, 1)), KEY_CAPACITY)
                .with(rebuilt, KEY_CAPACITY);

        assertThat(checkpoint.items()).containsExactly(item("b", 9, 3));
        assertThat(checkpoint.index()).isEqualTo(5);
        assertThat(checkpoint.epoch()).isEqualTo(7);
        assertThat(checkpoint.keys()).extracting(KeyBatch::index).containsExactly(5L);
    }

    @Test
    void shouldDropKeysOnlyWhenTheKeyWindowCannotNeedThem() {
        CatalogCheckpoint checkpoint = CatalogCheckpoint.EMPTY;
        for (long index : new long[] {10, 20, 60, 120}) {
            checkpoint = checkpoint.with(delta(index), KEY_CAPACITY);
        }

        assertThat(checkpoint.keys()).extracting(KeyBatch::index).containsExactly(60L, 120L);
        assertThat(checkpoint.keys()).extracting(batch -> batch.keys()[0]).containsExactly((byte) 60, (byte) 120);
    }
}
