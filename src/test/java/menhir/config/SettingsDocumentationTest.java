package menhir.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written about the settings is true. */
class SettingsDocumentationTest {
    private static final Config DEFAULTS =
            ConfigFactory.parseResources("reference.conf").withOnlyPath("menhir");
    private static final Path APPLICATION_CONF = Path.of("application.conf");
    private static final Path OPERATING = Path.of("docs/operating.md");
    private static final Pattern BLOCK = Pattern.compile("\\s*([a-z0-9-]+) \\{");
    private static final Pattern BY_ENVIRONMENT = Pattern.compile("\\s*([a-z-]+) = \\$\\{\\?(MENHIR_[A-Z_]+)}");
    private static final Pattern ROW = Pattern.compile("\\| `(menhir\\.[^`]+)` \\| `([A-Z_]+)` \\| ([^|]+) \\|.*");

    /** Good values that are no defaults. */
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("MENHIR_NODE_NAME", "anvil"),
            Map.entry("MENHIR_NODE_ORDINAL", "2"),
            Map.entry("MENHIR_HOST", "localhost"),
            Map.entry("MENHIR_NODE_HTTP_PORT", "81"),
            Map.entry("MENHIR_NODE_REMOTE_PORT", "82"),
            Map.entry("MENHIR_BIND_HOST", "0.0.0.0"),
            Map.entry("MENHIR_BIND_PORT", "83"),
            Map.entry("MENHIR_NODE_SLOTS", "2,3"),
            Map.entry("MENHIR_CLUSTER_NAME", "dolmen"),
            Map.entry("MENHIR_CLUSTER_NODES", "5"),
            Map.entry("MENHIR_CLUSTER_SLOTS", "5"),
            Map.entry("MENHIR_HTTP_PORT", "9000"),
            Map.entry("MENHIR_REMOTE_PORT", "9100"),
            Map.entry("MENHIR_CLUSTER_SEEDS", "localhost:1,localhost:2"),
            Map.entry("MENHIR_DATA_DIR", "/somewhere"),
            Map.entry("MENHIR_DATA_SYNC", "process"),
            Map.entry("MENHIR_REPLICATION_LEASE", "3 s"),
            Map.entry("MENHIR_STOCKS_ENABLED", "true"),
            Map.entry("MENHIR_STOCKS_KIND", "Toys"),
            Map.entry("MENHIR_STOCKS_CATALOG", "mine.csv"),
            Map.entry("MENHIR_STOCKS_READS", "balanced"),
            Map.entry("MENHIR_STOCKS_LOG_REFUSALS", "true"),
            Map.entry("MENHIR_STOCKS_RESTOCK_EVERY", "1 minute"),
            Map.entry("MENHIR_STOCKS_RESTOCK_BELOW", "5"),
            Map.entry("MENHIR_STOCKS_RESTOCK_TO", "7"),
            Map.entry("MENHIR_BOOKS_ENABLED", "false"),
            Map.entry("MENHIR_BOOKS_KIND", "Stocks"),
            Map.entry("MENHIR_BOOKS_CATALOG", "mine.csv"),
            Map.entry("MENHIR_BOOKS_READS", "near"),
            Map.entry("MENHIR_BOOKS_LOG_REFUSALS", "true"),
            Map.entry("MENHIR_BOOKS_RESTOCK_EVERY", "1 minute"),
            Map.entry("MENHIR_BOOKS_RESTOCK_BELOW", "5"),
            Map.entry("MENHIR_BOOKS_RESTOCK_TO", "7"),
            Map.entry("MENHIR_TOYS_ENABLED", "false"),
            Map.entry("MENHIR_TOYS_KIND", "books"),
            Map.entry("MENHIR_TOYS_CATALOG", "mine.csv"),
            Map.entry("MENHIR_TOYS_READS", "balanced"),
            Map.entry("MENHIR_TOYS_LOG_REFUSALS", "false"),
            Map.entry("MENHIR_TOYS_RESTOCK_EVERY", "1 minute"),
            Map.entry("MENHIR_TOYS_RESTOCK_BELOW", "5"),
            Map.entry("MENHIR_TOYS_RESTOCK_TO", "7"),
            Map.entry("MENHIR_KEYS_WINDOW", "7"),
            Map.entry("MENHIR_CACHE_CAPACITY", "0"),
            Map.entry("MENHIR_ADMIN_TOKEN", "open-sesame"),
            Map.entry("MENHIR_HTTP_MAX_CONNECTIONS", "9"),
            Map.entry("MENHIR_ROOT_STORE", "toys"),
            Map.entry("MENHIR_PENDING_ORDERS", "9"),
            Map.entry("MENHIR_LOG_LEVEL", "debug"),
            Map.entry("MENHIR_GAMES_ENABLED", "false"),
            Map.entry("MENHIR_GAMES_KIND", "Toys"),
            Map.entry("MENHIR_GAMES_CATALOG", "games.csv"),
            Map.entry("MENHIR_GAMES_READS", "balanced"),
            Map.entry("MENHIR_CLOCK_ENABLED", "off"),
            Map.entry("MENHIR_CLOCK_OFFSET", "-3 s"),
            Map.entry("MENHIR_CLOCK_DRIFT", "-50"),
            Map.entry("MENHIR_GAMES_AUTH_ID", "Cacofonix"),
            Map.entry("MENHIR_GAMES_DRAW_EVERY", "5"));

    private static Map<String, ConfigValue> defaults() {
        return KnownKeys.leaves(DEFAULTS);
    }

    private static Config deployment(Path file, Map<String, String> environment) {
        return ConfigFactory.parseFile(
                        file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false))
                .withFallback(ConfigFactory.parseMap(environment))
                .withFallback(DEFAULTS)
                .resolve(ConfigResolveOptions.noSystem());
    }

    /** Key to variable, as application.conf has them; every one must have a comment right above it. */
    private static Map<String, String> variables() throws IOException {
        Map<String, String> variables = new TreeMap<>();
        List<String> path = new ArrayList<>();
        String before = "";
        for (String line : Files.readAllLines(APPLICATION_CONF)) {
            Matcher block = BLOCK.matcher(line);
            Matcher key = BY_ENVIRONMENT.matcher(line);
            if (block.matches()) {
                path.add(block.group(1));
            } else if (line.strip().equals("}")) {
                path.remove(path.size() - 1);
            } else if (key.matches()) {
                assertThat(before.strip()).as("the line above " + line).startsWith("#");
                variables.put(String.join(".", path) + "." + key.group(1), key.group(2));
            } else {
                assertThat(line.strip())
                        .as("a line that only the test does not know")
                        .matches("(#.*)?");
            }
            before = line;
        }
        return variables;
    }

    @Test
    void shouldDocumentEveryKeyInApplicationConf() throws IOException {
        assertThat(variables().keySet()).isEqualTo(defaults().keySet());
    }

    @Test
    void shouldLetTheEnvironmentSetEveryKey() throws IOException {
        Map<String, String> variables = variables();
        assertThat(variables.values()).containsExactlyInAnyOrderElementsOf(OTHERS.keySet());
        variables.forEach((key, variable) -> {
            String value = OTHERS.get(variable);
            Config config = deployment(APPLICATION_CONF, Map.of(variable, String.valueOf(value)));
            assertThat(config.getString(key)).isEqualTo(value);
            // Without the stocks there would have to be another root store; there is at most one scoreboard.
            if (!variable.equals("MENHIR_STOCKS_ENABLED")) {
                assertThat(Settings.from(config))
                        .as(variable)
                        .usingRecursiveComparison()
                        .isNotEqualTo(Settings.from(deployment(APPLICATION_CONF, Map.of())));
            }
        });
    }

    @Test
    void shouldLeaveTheDefaultsAloneWithoutAnEnvironment() {
        assertThat(Settings.from(deployment(APPLICATION_CONF, Map.of()))).isEqualTo(Settings.from(DEFAULTS));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldDescribeThreeNodesThatFitTogether(int ordinal) {
        Path file = Path.of("run/node-" + ordinal + ".conf");

        Settings settings = Settings.from(deployment(file, Map.of("MENHIR_HTTP_PORT", "9000")));

        assertThat(settings.node())
                .isEqualTo(new Settings.Node(
                        "node-" + ordinal,
                        ordinal,
                        "127.0.0.1",
                        8999 + ordinal,
                        18999 + ordinal,
                        "127.0.0.1",
                        18999 + ordinal,
                        List.of(ordinal)));
        assertThat(settings.cluster().seeds())
                .contains(new Settings.Address("127.0.0.1", settings.node().remotePort()));
    }

    @Test
    void shouldListEveryKeyInTheOperatingManual() throws IOException {
        Map<String, String> variables = variables();
        Map<String, String> documentedVariables = new TreeMap<>();
        for (String line : Files.readAllLines(OPERATING)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                documentedVariables.put(row.group(1), row.group(2));
                ConfigValue value = defaults().get(row.group(1));
                if (value != null && value.valueType() != ConfigValueType.NULL) {
                    assertThat(row.group(3).strip())
                            .as("the default of " + row.group(1))
                            .isEqualTo("`" + value.unwrapped() + "`");
                }
            }
        }
        assertThat(documentedVariables).isEqualTo(variables);
    }
}
