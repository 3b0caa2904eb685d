package menhir.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownVariablesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"MENHIR_HTTP_PORT", "MENHIR_HEAP", "MENHIR_TOYS_RESTOCK_EVERY", "PATH", "MENHIR"})
    void shouldAcceptVariablesOfTheProgramAndOfOthers(String name) {
        assertThatCode(() -> KnownVariables.requireKnown(List.of(name), null)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "MENHIR_HTP_PORT, ; did you mean MENHIR_HTTP_PORT?",
        "MENHIR_ADMIN_TOKENS, ; did you mean MENHIR_ADMIN_TOKEN?",
        "MENHIR_NOTHING_OF_THE_KIND, ''"
    })
    void shouldRejectAMisspeltVariable(String name, String question) {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> KnownVariables.requireKnown(List.of("HOME", name), null))
                .withMessage("the environment variable " + name + " is not one of this program" + question);
    }

    @Test
    void shouldAcceptVariablesThatTheDeploymentsFilesName() throws IOException {
        Path included =
                Files.writeString(folder.resolve("shoes.conf"), "menhir.stores.shoes.kind = ${?MENHIR_SHOES_KIND}");
        Path file = Files.writeString(
                folder.resolve("node.conf"), "include \"shoes.conf\"\nmenhir.log.level = ${?MENHIR_OUR_LEVEL}");
        assertThatCode(() ->
                        KnownVariables.requireKnown(List.of("MENHIR_SHOES_KIND", "MENHIR_OUR_LEVEL"), file.toString()))
                .doesNotThrowAnyException();
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> KnownVariables.requireKnown(List.of("MENHIR_OUR_LEVELS"), included.toString()));
    }
}
