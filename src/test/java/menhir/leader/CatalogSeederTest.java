package menhir.leader;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import menhir.store.Command;
import menhir.store.Decider;
import menhir.store.Entry;
import menhir.store.StoreState;
import org.junit.jupiter.api.Test;

class CatalogSeederTest {
    private static final List<Command> FIRST_CATALOG = List.of(put("Tux"), put("Bear"), put("Duck"));

    private final Decider decider = new Decider(new StoreState(100));

    private static Command put(String name) {
        return new Command.PutItem("first/" + name, name, BigDecimal.TEN, 5L, null);
    }

    private Entry write(CatalogSeeder seeder) {
        Entry next = seeder.next(decider, 99);
        decider.apply(decider.state().index() + 1, next);
        return next;
    }

    @Test
    void shouldWriteTheFirstCatalogAndThenOpenTheStore() {
        CatalogSeeder seeder = new CatalogSeeder(FIRST_CATALOG);
        for (int i = 0; i < 3; i++) {
            assertThat(write(seeder)).isInstanceOf(Entry.ItemAdded.class);
        }
        assertThat(write(seeder)).isEqualTo(new Entry.StoreOpened(99));
        assertThat(decider.state().items().keySet()).containsExactly("Bear", "Duck", "Tux");
    }

    @Test
    void shouldContinueWhereAnEarlierLeaderStopped() {
        CatalogSeeder earlier = new CatalogSeeder(FIRST_CATALOG);
        write(earlier);
        write(earlier);
        CatalogSeeder seeder = new CatalogSeeder(FIRST_CATALOG);

        assertThat(write(seeder)).isInstanceOfSatisfying(Entry.ItemAdded.class, added -> assertThat(added.name())
                .isEqualTo("Duck"));
        assertThat(write(seeder)).isInstanceOf(Entry.StoreOpened.class);
    }
}
