package menhir.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import menhir.config.Settings;
import menhir.config.SettingsException;
import menhir.http.HttpSettings;
import menhir.http.TestServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret that the settings accept must work in the HTTP server. */
class NodeConfigTest {
    private static Settings settings(String key, String value) {
        return Settings.from(ConfigFactory.parseResources("reference.conf")
                .withOnlyPath("menhir")
                .withValue(key, ConfigValueFactory.fromAnyRef(value))
                .resolve());
    }

    private static HttpSettings http(Settings settings) {
        return NodeConfig.http(settings).withKeys(NodeConfig.keys(settings.http(), List.of()));
    }

    /** On a free port. */
    private static TestServer start(Settings settings) throws Exception {
        return new TestServer(http(settings).withPort(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"p@ssw0rd!", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "12345678"})
    void shouldAcceptAdministrativeRequestsWithAnyTokenThatTheSettingsAllow(String token) throws Exception {
        try (TestServer server = start(settings("menhir.http.admin-token", token))) {
            assertThat(server.get("/v1/cache", "Authorization", "Bearer " + token)
                            .status())
                    .isEqualTo(200);
            assertThat(server.get("/v1/cache", "Authorization", "Bearer " + token + "x")
                            .status())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "with a space in it", "ünprintable"})
    void shouldRejectABadTokenWithoutShowingIt(String token) {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> settings("menhir.http.admin-token", token))
                .withMessageContaining("menhir.http.admin-token")
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain(token));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123", "AZaz09._~-"})
    void shouldAcceptScoresWithAnyIdThatTheSettingsAllow(String id) throws Exception {
        try (TestServer server = start(settings("menhir.games.auth-id", id))) {
            assertThat(server.get("/incrementMedalTally/Gaul/Gold/" + id).status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"menhir.http.admin-token", "menhir.games.auth-id"})
    void shouldNotShowSecrets(String key) {
        assertThat(http(settings(key, "very-secret")).toString()).doesNotContain("very-secret");
    }
}
