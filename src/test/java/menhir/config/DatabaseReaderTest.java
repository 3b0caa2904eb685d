package menhir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseReaderTest {
    private static final Map<String, Object> SERVER =
            Map.of("menhir.database.kind", "postgresql", "menhir.database.url", "jdbc:postgresql://db:5433/menhir");

    private static Settings settings(Map<String, Object> values) {
        return Settings.from(ConfigFactory.parseMap(values).withFallback(ConfigFactory.defaultReference()));
    }

    private static Settings.Postgresql server(Map<String, Object> values) {
        Map<String, Object> all = new HashMap<>(SERVER);
        all.putAll(values);
        return Objects.requireNonNull(settings(all).database().postgresql());
    }

    @Test
    void shouldUseH2UnlessToldOtherwise() {
        assertThat(settings(Map.of()).database().postgresql()).isNull();
    }

    @Test
    void shouldNameSchemasAfterTheCluster() {
        assertThat(server(Map.of("menhir.cluster.name", "north-sea")).schema()).isEqualTo("north_sea_slot_");
        assertThat(server(Map.of("menhir.database.schema", "shop_")).schema()).isEqualTo("shop_");
        assertThat(server(Map.of()).user()).isEqualTo("menhir");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9-lives", "a-name-that-is-longer-than-the-name-of-a-schema-may-be"})
    void shouldAskForASchemaWhereTheClusterNameCannotBeOne(String cluster) {
        Map<String, Object> name = Map.of("menhir.cluster.name", cluster);
        assertThatThrownBy(() -> server(name))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("menhir.database.schema");
        assertThat(settings(name).database().postgresql()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://db/menhir",
                "jdbc:h2:mem:x",
                "jdbc:postgresql:menhir",
                "jdbc:postgresql://db",
                "jdbc:postgresql://druid:secret@db/menhir",
                "jdbc:postgresql://db/menhir?user=druid&password=secret",
                "jdbc:postgresql://db/menhir?socketFactory=a.B&socketFactoryArg=http://evil",
                "jdbc:postgresql://db/menhir?sslmode=require&loggerFile=/etc/passwd",
                "jdbc:postgresql://db/menhir?sslmode=require#x",
                "jdbc:postgresql://db:123456/menhir"
            })
    void shouldRefuseUrlsWithAnythingButAPlace(String url) {
        assertThatThrownBy(() -> server(Map.of("menhir.database.url", url)))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("menhir.database.url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://[::1]:5432/menhir",
                "jdbc:postgresql://db.example/menhir?sslmode=verify-full&sslrootcert=/etc/menhir/ca.crt"
            })
    void shouldAcceptAddressesAndEncryption(String url) {
        assertThat(server(Map.of("menhir.database.url", url)).url()).isEqualTo(url);
    }

    @Test
    void shouldRefuseAServerWithoutItsKindAndAKindWithoutItsServer() {
        assertThatThrownBy(() -> settings(Map.of("menhir.database.kind", "postgresql")))
                .hasMessageStartingWith("menhir.database.url is not set");
        assertThatThrownBy(() -> server(Map.of("menhir.database.kind", "h2")))
                .hasMessageStartingWith("menhir.database.url is \"jdbc:");
    }

    @Test
    void shouldTakeThePasswordFromOnePlaceAndNotShowIt() {
        Map<String, Object> password = Map.of("menhir.database.password", "mistletoe");
        assertThat(Objects.requireNonNull(server(password).password()).reveal()).isEqualTo("mistletoe");
        assertThat(server(password).toString()).doesNotContain("mistletoe");
        assertThatThrownBy(() -> server(
                        Map.of("menhir.database.password", "mistletoe", "menhir.database.password-file", "/somewhere")))
                .hasMessageStartingWith("menhir.database.password-file");
        assertThatThrownBy(() -> server(Map.of("menhir.database.password", "mistle\ntoe")))
                .hasMessageNotContainingAny("mistle");
    }
}
