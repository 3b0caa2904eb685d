package menhir.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import menhir.config.Settings;
import menhir.config.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path dir;

    @Test
    void shouldNotStartWithAnInvalidCatalog() throws Exception {
        Path catalog =
                Files.writeString(dir.resolve("items.csv"), "name,price,quantity,topic\nTin Soldier,4.50,many,\n");
        Map<String, Object> overrides = Map.of(
                "menhir.data.dir", dir.resolve("data").toString(),
                "menhir.stores.stocks.catalog", catalog.toString());
        Settings settings = Settings.from(ConfigFactory.parseMap(overrides).withFallback(ConfigFactory.load()));

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> Node.run(settings))
                .withMessageContaining("items.csv, line 2, column quantity");

        assertThat(dir.resolve("data")).doesNotExist();
    }
}
