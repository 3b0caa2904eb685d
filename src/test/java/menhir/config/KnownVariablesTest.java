package menhir.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
        assertThatCode(() -> KnownVariables.requireKnown(Map.of(name, "1"), null))
                .doesNotThrowAnyException();
    }

    /** A service named menhir, or menhir-0, in the same namespace. */
    @ParameterizedTest
    @CsvSource({
        "MENHIR_PORT, tcp://10.0.0.7:8080",
        "MENHIR_0_PORT, tcp://10.0.0.7:8080",
        "MENHIR_SERVICE_HOST, 10.0.0.7",
        "MENHIR_SERVICE_PORT, 8080",
        "MENHIR_SERVICE_PORT_HTTP, 8080",
        "MENHIR_PORT_8080_TCP, tcp://10.0.0.7:8080",
        "MENHIR_0_PORT_8080_TCP_ADDR, 10.0.0.7"
    })
    void shouldIgnoreTheAddressesOfServices(String name, String value) {
        assertThatCode(() -> KnownVariables.requireKnown(Map.of(name, value), null))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "MENHIR_HTP_PORT, ; did you mean MENHIR_HTTP_PORT?",
        "MENHIR_ADMIN_TOKENS, ; did you mean MENHIR_ADMIN_TOKEN?",
        "MENHIR_NOTHING_OF_THE_KIND, ''"
    })
    void shouldRejectAMisspeltVariable(String name, String question) {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> KnownVariables.requireKnown(Map.of("HOME", "/", name, "1"), null))
                .withMessage("the environment variable " + name + " is not one of this program" + question);
    }

    @Test
    void shouldAcceptVariablesThatTheDeploymentsFilesName() throws IOException {
        Path included =
                Files.writeString(folder.resolve("shoes.conf"), "menhir.stores.shoes.kind = ${MENHIR_SHOES_KIND}");
        Path file = Files.writeString(
                folder.resolve("node.conf"), "include \"shoes.conf\"\nmenhir.log.level = ${?MENHIR_OUR_LEVEL}");
        assertThatCode(() -> KnownVariables.requireKnown(
                        Map.of("MENHIR_SHOES_KIND", "toys", "MENHIR_OUR_LEVEL", "info"), file.toString()))
                .doesNotThrowAnyException();
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(
                        () -> KnownVariables.requireKnown(Map.of("MENHIR_OUR_LEVELS", "info"), included.toString()));
    }
}
