package menhir.config.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import menhir.config.SettingsException;
import menhir.store.Names;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScoreboardFileTest {
    private static final String HEADER = "kind,name\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    private ScoreboardFile.Layout read(String content) throws IOException {
        return ScoreboardFile.read(
                Files.writeString(dir.resolve("games.csv"), content).toString());
    }

    private String refusal(String content) {
        return String.valueOf(assertThatExceptionOfType(SettingsException.class)
                        .isThrownBy(() -> read(content))
                        .actual()
                        .getMessage())
                .replace(dir + "/", "");
    }

    @Test
    void shouldHaveTheOlympicsBuiltIn() {
        ScoreboardFile.Layout games = ScoreboardFile.read("builtin:games");

        assertThat(games.teams()).containsExactly("Gaul", "Rome");
        assertThat(games.events()).containsExactly("Luge", "Stone Curling", "Stone Skating");
    }

    @Test
    void shouldKeepTheFilesOrder() throws IOException {
        ScoreboardFile.Layout games = read(HEADER + "event,Tug of War\nteam,Rome\nevent,\"Run, fast\"\nteam,Gaul\n");

        assertThat(games.teams()).containsExactly("Rome", "Gaul");
        assertThat(games.events()).containsExactly("Tug of War", "Run, fast");
    }

    @Test
    void shouldTakeATeamAndAnEventOfOneName() throws IOException {
        assertThat(read(HEADER + "team,Luge\nevent,Luge\n").events()).containsExactly("Luge");
    }

    @Test
    void shouldDoWithoutEvents() throws IOException {
        assertThat(read(HEADER + "team,Gaul\n").events()).isEmpty();
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("", "catalog games.csv, line 1, column 1: the first line must be kind,name"),
                Arguments.of("name,kind\n", "the first line must be kind,name"),
                Arguments.of(HEADER, "line 1, column 1: there must be at least one team"),
                Arguments.of(HEADER + "event,Luge\n", "there must be at least one team"),
                Arguments.of(HEADER + "team\n", "line 2, column 1: there must be 2 fields, not 1"),
                Arguments.of(HEADER + "team,Gaul,1\n", "line 2, column 1: there must be 2 fields, not 3"),
                Arguments.of(HEADER + "Team,Gaul\n", "line 2, column 1: the kind must be team or event, not \"Team\""),
                Arguments.of(HEADER + "team,\n", "line 2, column 6: the name must be " + Names.ALLOWED + ", not \"\""),
                Arguments.of(HEADER + "team,Gaul \n", "the name must be " + Names.ALLOWED + ", not \"Gaul \""),
                Arguments.of(HEADER + "team,Ga\u0007ul\n", "not \"Ga?ul\""),
                Arguments.of(HEADER + "team,Gaul\nteam,Gaul\n", "line 3, column 6: this team was there already"),
                Arguments.of(
                        HEADER + "team,Gaul\nevent,Stone Curling\nevent,Stone+Curling\n",
                        "line 4, column 7: this event was there already"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void shouldSayWhereAFileIsWrong(String content, String expected) {
        assertThat(refusal(content)).contains(expected);
    }

    @Test
    void shouldRefuseMoreThanAThousandLines() throws IOException {
        String thousand = HEADER
                + IntStream.range(0, ScoreboardFile.MAX_LINES)
                        .mapToObj(i -> "team,t" + i + "\n")
                        .collect(Collectors.joining());

        assertThat(read(thousand).teams()).hasSize(ScoreboardFile.MAX_LINES);
        assertThat(refusal(thousand + "event,Luge\n")).contains("there are at most 1000 teams and events");
    }

    @Test
    void shouldRefuseAFileThatIsNotThere() {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> ScoreboardFile.read(dir.resolve("none.csv").toString()))
                .withMessageContaining("there is no such file");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> ScoreboardFile.read("builtin:circus"))
                .withMessageContaining("there is no such built-in catalog");
    }

    @Test
    void shouldNeverFailOtherwiseWhateverTheBytes() throws IOException {
        Random random = new Random(7);
        byte[] good = (HEADER + "team,Gaul\nevent,\"Stone Curling\"\n").getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = good.clone();
            for (int change = 0; change <= random.nextInt(4); change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(dir.resolve("fuzz.csv"), bytes);
            try {
                assertThat(ScoreboardFile.read(file.toString()).teams()).isNotEmpty();
            } catch (SettingsException refused) {
                assertThat(refused).hasMessageContaining("fuzz.csv");
            }
        }
    }
}
