package menhir.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import menhir.store.Entry;
import menhir.store.EntrySamples;
import org.junit.jupiter.api.Test;

class EventViewsTest {
    @Test
    void shouldListTheKindsThatThereAre() {
        Set<String> kinds = EntrySamples.everyKind()
                .map(EventViews::of)
                .flatMap(Optional::stream)
                .map(EventViews.Event::name)
                .collect(Collectors.toSet());
        assertThat(EventViews.KINDS).isEqualTo(kinds);
    }

    /** Its event source is told of the kinds that it listens for only. */
    @Test
    void shouldShowAllOfThemInTheConsole() throws Exception {
        String script = Files.readString(Path.of("src/main/resources/menhir/console/events.js"));
        Matcher list = Pattern.compile("KINDS = \\[([^]]+)]").matcher(script);
        assertThat(list.find()).isTrue();
        Set<String> shown = Pattern.compile("'([a-z-]+)'")
                .matcher(list.group(1))
                .results()
                .map(kind -> kind.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown).isEqualTo(new TreeSet<>(EventViews.KINDS));
    }

    @Test
    void shouldDescribeAllOfThem() throws Exception {
        String reference = Files.readString(Path.of("docs/api.md"));
        assertThat(EventViews.KINDS).allMatch(kind -> reference.contains("| `" + kind + "` |"));
    }

    @Test
    void shouldTellWhenEachWasDecided() {
        assertThat(EntrySamples.everyKind().filter(Entry.Keyed.class::isInstance))
                .allSatisfy(entry -> EventViews.of(entry).ifPresent(view -> assertThat(view.timeMillis())
                        .isEqualTo(((Entry.Keyed) entry).timeMillis())));
    }
}
