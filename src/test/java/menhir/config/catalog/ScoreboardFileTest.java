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

    private String error(String content) {
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
    void shouldKeepTheOrderOfTheFile() throws IOException {
        ScoreboardFile.Layout games = read(HEADER + "event,Tug of War\nteam,Rome\nevent,\"Run, fast\"\nteam,Gaul\n");

        assertThat(games.teams()).containsExactly("Rome", "Gaul");
        assertThat(games.events()).containsExactly("Tug of War", "Run, fast");
    }

    @Test
    void shouldAcceptATeamAndAnEventWithTheSameName() throws IOException {
        assertThat(read(HEADER + "team,Luge\nevent,Luge\n").events()).containsExactly("Luge");
    }

    @Test
    void shouldAcceptAScoreboardWithoutEvents() throws IOException {
        assertThat(read(HEADER + "team,Gaul\n").events()).isEmpty();
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("", "catalog games.csv, line 1: the header must be kind,name"),
                Arguments.of("name,kind\n", "line 1: the header must be kind,name"),
                Arguments.of(HEADER, "catalog games.csv: there must be at least one team"),
                Arguments.of(HEADER + "event,Luge\n", "there must be at least one team"),
                Arguments.of(HEADER + "team\n", "line 2: there must be 2 fields, not 1"),
                Arguments.of(HEADER + "team,Gaul,1\n", "line 2: there must be 2 fields, not 3"),
                Arguments.of(HEADER + "Team,Gaul\n", "line 2, column kind: it must be team or event, not \"Team\""),
                Arguments.of(HEADER + "team,\n", "line 2, column name: it must be " + Names.ALLOWED + ", not \"\""),
                Arguments.of(
                        HEADER + "team,Gaul \n",
                        "line 2, column name: it must be " + Names.ALLOWED + ", not \"Gaul \""),
                Arguments.of(HEADER + "team,Ga\u0007ul\n", "not \"Ga?ul\""),
                Arguments.of(HEADER + "team,Gaul\nteam,Gaul\n", "line 3, column name: there is already this team"),
                Arguments.of(
                        HEADER + "team,Gaul\nevent,Stone Curling\nevent,Stone+Curling\n",
                        "line 4, column name: there is already this event"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void shouldNameThePlaceOfAnError(String content, String expected) {
        assertThat(error(content)).contains(expected);
    }

    @Test
    void shouldRejectMoreThanAThousandRows() throws IOException {
        String thousand = HEADER
                + IntStream.range(0, ScoreboardFile.MAX_ROWS)
                        .mapToObj(i -> "team,t" + i + "\n")
                        .collect(Collectors.joining());

        assertThat(read(thousand).teams()).hasSize(ScoreboardFile.MAX_ROWS);
        assertThat(error(thousand + "event,Luge\n"))
                .contains("line 1002: there must be at most 1000 rows below the header");
    }

    @Test
    void shouldRejectAMissingFile() {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> ScoreboardFile.read(dir.resolve("none.csv").toString()))
                .withMessageContaining("there is no such file");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> ScoreboardFile.read("builtin:circus"))
                .withMessageContaining("there is no such built-in catalog");
    }

    @Test
    void shouldReadAnyBytesOrRejectThemWithTheFilesName() throws IOException {
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
            } catch (SettingsException rejected) {
                assertThat(rejected).hasMessageContaining("fuzz.csv");
            }
        }
    }
}
