package menhir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import menhir.config.DocumentedSettings.Setting;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The settings are described in reference.conf (defaults), application.conf (variables, meanings) and the error texts (allowed
 * values); the tables in docs/operating.md follow from them. These tests fail if they differ. To write the tables anew:
 * {@code ./mvnw test -Dtest=SettingsDocumentationTest -Dmenhir.docs.update=true}.
 */
class SettingsDocumentationTest {
    private static final Config DEFAULTS =
            ConfigFactory.parseResources("reference.conf").withOnlyPath("menhir");
    private static final Path APPLICATION_CONF = Path.of("application.conf");
    private static final Path OPERATING = Path.of("docs/operating.md");
    private static final Path MAIN = Path.of("src/main/java");
    private static final String TABLES_BEGIN = "<!-- settings: begin -->";
    private static final String TABLES_END = "<!-- settings: end -->";

    /** Variables that only the scripts and the client program read. */
    private static final Set<String> OTHER_VARIABLES = Set.of(
            "MENHIR_HEAP",
            "MENHIR_GC",
            "MENHIR_JIT",
            "MENHIR_KEY",
            "MENHIR_JAVA_OPTIONS",
            "MENHIR_JAR",
            "MENHIR_COMMIT",
            "MENHIR_BUILD_LOCKED",
            "MENHIR_CA_FILE",
            "MENHIR_CHAOS_ISOLATED",
            "MENHIR_SERVERS");

    /** For each variable a valid value other than the default. */
    private static final Map<String, String> OTHER_VALUES = Map.ofEntries(
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
            Map.entry("MENHIR_CLUSTER_TLS", "false"),
            Map.entry("MENHIR_CLUSTER_CERTIFICATE", "/somewhere/else"),
            Map.entry("MENHIR_DATA_DIR", "/somewhere"),
            Map.entry("MENHIR_DATA_SYNC", "process"),
            Map.entry("MENHIR_DATABASE_KIND", "postgresql"),
            Map.entry("MENHIR_DATABASE_URL", "jdbc:postgresql://db.example:5433/menhir?sslmode=verify-full"),
            Map.entry("MENHIR_DATABASE_SCHEMA", "dolmen_"),
            Map.entry("MENHIR_DATABASE_USER", "druid"),
            Map.entry("MENHIR_DATABASE_PASSWORD", "mistletoe and gold"),
            Map.entry("MENHIR_DATABASE_PASSWORD_FILE", "/somewhere/password"),
            Map.entry("MENHIR_REPLICATION_LEASE", "3 s"),
            Map.entry("MENHIR_STOCKS_ENABLED", "true"),
            Map.entry("MENHIR_STOCKS_KIND", "Toys"),
            Map.entry("MENHIR_STOCKS_HOME", "1"),
            Map.entry("MENHIR_STOCKS_CATALOG", "mine.csv"),
            Map.entry("MENHIR_STOCKS_READS", "balanced"),
            Map.entry("MENHIR_STOCKS_LOG_REJECTIONS", "true"),
            Map.entry("MENHIR_STOCKS_RESTOCK_EVERY", "1 minute"),
            Map.entry("MENHIR_STOCKS_RESTOCK_BELOW", "5"),
            Map.entry("MENHIR_STOCKS_RESTOCK_TO", "7"),
            Map.entry("MENHIR_BOOKS_ENABLED", "false"),
            Map.entry("MENHIR_BOOKS_KIND", "Stocks"),
            Map.entry("MENHIR_BOOKS_HOME", "2"),
            Map.entry("MENHIR_BOOKS_CATALOG", "mine.csv"),
            Map.entry("MENHIR_BOOKS_READS", "near"),
            Map.entry("MENHIR_BOOKS_LOG_REJECTIONS", "true"),
            Map.entry("MENHIR_BOOKS_RESTOCK_EVERY", "1 minute"),
            Map.entry("MENHIR_BOOKS_RESTOCK_BELOW", "5"),
            Map.entry("MENHIR_BOOKS_RESTOCK_TO", "7"),
            Map.entry("MENHIR_TOYS_ENABLED", "false"),
            Map.entry("MENHIR_TOYS_KIND", "books"),
            Map.entry("MENHIR_TOYS_HOME", "2"),
            Map.entry("MENHIR_TOYS_CATALOG", "mine.csv"),
            Map.entry("MENHIR_TOYS_READS", "balanced"),
            Map.entry("MENHIR_TOYS_LOG_REJECTIONS", "false"),
            Map.entry("MENHIR_TOYS_RESTOCK_EVERY", "1 minute"),
            Map.entry("MENHIR_TOYS_RESTOCK_BELOW", "5"),
            Map.entry("MENHIR_TOYS_RESTOCK_TO", "7"),
            Map.entry("MENHIR_GAMES_ENABLED", "false"),
            Map.entry("MENHIR_GAMES_KIND", "Toys"),
            Map.entry("MENHIR_GAMES_HOME", "3"),
            Map.entry("MENHIR_GAMES_CATALOG", "games.csv"),
            Map.entry("MENHIR_GAMES_READS", "balanced"),
            Map.entry("MENHIR_KEYS_WINDOW", "7"),
            Map.entry("MENHIR_CACHE_CAPACITY", "0"),
            Map.entry("MENHIR_CACHE_ORDERS_BYTES", "0"),
            Map.entry("MENHIR_ADMIN_TOKEN", "open-sesame"),
            Map.entry("MENHIR_HTTP_CERTIFICATE", "/somewhere/https.crt"),
            Map.entry("MENHIR_HTTP_CERTIFICATE_KEY", "/somewhere/https.key"),
            Map.entry("MENHIR_HTTP_MAX_CONNECTIONS", "9"),
            Map.entry("MENHIR_LOG_FORMAT", "json"),
            Map.entry("MENHIR_HTTP_KEYS_FILE", "/somewhere/keys"),
            Map.entry("MENHIR_HTTP_KEYS", "shop:order:" + "0".repeat(64) + ":50"),
            Map.entry("MENHIR_HTTP_ANONYMOUS", "none"),
            Map.entry("MENHIR_HTTP_DIALECTS", "toys,books"),
            Map.entry("MENHIR_HTTP_HOSTS", "shop.example,menhir-1"),
            Map.entry("MENHIR_HTTP_ORIGINS", "https://shop.example"),
            Map.entry("MENHIR_ROOT_STORE", "toys"),
            Map.entry("MENHIR_PENDING_ORDERS", "9"),
            Map.entry("MENHIR_LOG_LEVEL", "debug"),
            Map.entry("MENHIR_CLOCK_ENABLED", "off"),
            Map.entry("MENHIR_WEBHOOKS_FILE", "/somewhere/webhooks"),
            Map.entry("MENHIR_CLOCK_OFFSET", "-3 s"),
            Map.entry("MENHIR_CLOCK_DRIFT", "-50"),
            Map.entry("MENHIR_GAMES_AUTH_ID", "Cacofonix"),
            Map.entry("MENHIR_GAMES_DRAW_EVERY", "5"));

    private static final List<String> SERVER = List.of("MENHIR_DATABASE_KIND", "MENHIR_DATABASE_URL");

    /** Variables that need others. */
    private static final Map<String, List<String>> TOGETHER = Map.of(
            "MENHIR_HTTP_CERTIFICATE", List.of("MENHIR_HTTP_CERTIFICATE_KEY"),
            "MENHIR_HTTP_CERTIFICATE_KEY", List.of("MENHIR_HTTP_CERTIFICATE"),
            "MENHIR_DATABASE_KIND", SERVER,
            "MENHIR_DATABASE_URL", SERVER,
            "MENHIR_DATABASE_SCHEMA", SERVER,
            "MENHIR_DATABASE_USER", SERVER,
            "MENHIR_DATABASE_PASSWORD", SERVER,
            "MENHIR_DATABASE_PASSWORD_FILE", SERVER);

    @SuppressWarnings("NullAway.Init")
    private static List<Setting> settings;

    @BeforeAll
    static void readSettings() throws IOException {
        settings = DocumentedSettings.of(APPLICATION_CONF);
    }

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

    @Test
    void shouldDocumentEveryKeyInApplicationConf() {
        assertThat(settings)
                .extracting(Setting::key)
                .containsExactlyInAnyOrderElementsOf(defaults().keySet());
    }

    @Test
    void shouldDocumentTheAllowedValuesAsTheErrorTextsHaveThem() {
        for (Setting setting : settings) {
            // No setting is a block, so an empty block is a value that none allows.
            Config invalid = ConfigFactory.parseString(setting.key() + " = {}")
                    .withFallback(DEFAULTS)
                    .resolve();
            assertThatExceptionOfType(SettingsException.class)
                    .isThrownBy(() -> Settings.from(invalid))
                    .withMessageStartingWith(setting.key() + " ")
                    .withMessageEndingWith(": it must be " + setting.allowed());
        }
    }

    @Test
    void shouldDocumentEveryDefault() {
        Map<String, String> effective = EffectiveSettings.lines(DEFAULTS).stream()
                .map(line -> line.split(" = |  # "))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1].replace("\"", "")));
        for (Setting setting : settings) {
            ConfigValue value = Objects.requireNonNull(defaults().get(setting.key()));
            List<String> comments = value.origin().comments();
            String expected;
            if (value.valueType() != ConfigValueType.NULL) {
                expected = String.valueOf(value.unwrapped());
            } else if (!comments.isEmpty()) {
                expected = comments.get(0).replaceFirst("^ null: ", "");
            } else {
                expected = effective.get(setting.key());
            }
            assertThat(setting.defaultValue()).as(setting.key()).isEqualTo(expected);
        }
    }

    @Test
    void shouldLetTheEnvironmentSetEveryKey() {
        assertThat(settings).extracting(Setting::variable).containsExactlyInAnyOrderElementsOf(OTHER_VALUES.keySet());
        for (Setting setting : settings) {
            String value = Objects.requireNonNull(OTHER_VALUES.get(setting.variable()));
            Map<String, String> environment = new HashMap<>(Map.of(setting.variable(), value));
            for (String other : TOGETHER.getOrDefault(setting.variable(), List.of())) {
                environment.put(other, Objects.requireNonNull(OTHER_VALUES.get(other)));
            }
            Config config = deployment(APPLICATION_CONF, environment);
            assertThat(config.getString(setting.key())).isEqualTo(value);
            // Without the stocks there would have to be another root store.
            if (!setting.variable().equals("MENHIR_STOCKS_ENABLED")) {
                assertThat(Settings.from(config))
                        .as(setting.variable())
                        .usingRecursiveComparison()
                        .isNotEqualTo(without(setting.variable(), environment));
            }
        }
    }

    /** The settings without a variable; the defaults if the others need it. */
    private static Settings without(String variable, Map<String, String> environment) {
        Map<String, String> others = new HashMap<>(environment);
        others.remove(variable);
        try {
            return Settings.from(deployment(APPLICATION_CONF, others));
        } catch (SettingsException incomplete) {
            return Settings.from(deployment(APPLICATION_CONF, Map.of()));
        }
    }

    @Test
    void shouldLeaveTheDefaultsAloneWithoutAnEnvironment() {
        assertThat(Settings.from(deployment(APPLICATION_CONF, Map.of()))).isEqualTo(Settings.from(DEFAULTS));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldDescribeThreeNodesThatFitTogether(int ordinal) {
        Path file = Path.of("run/node-" + ordinal + ".conf");

        Settings node = Settings.from(deployment(file, Map.of("MENHIR_HTTP_PORT", "9000")));

        assertThat(node.node())
                .isEqualTo(new Settings.Node(
                        "node-" + ordinal,
                        ordinal,
                        "127.0.0.1",
                        8999 + ordinal,
                        18999 + ordinal,
                        "127.0.0.1",
                        18999 + ordinal,
                        List.of(ordinal)));
        assertThat(node.cluster().seeds())
                .contains(new Settings.Address("127.0.0.1", node.node().remotePort()));
    }

    @Test
    void shouldListEverySettingInTheOperatingManual() throws IOException {
        List<String> lines = Files.readAllLines(OPERATING);
        int begin = lines.indexOf(TABLES_BEGIN) + 1;
        int end = lines.indexOf(TABLES_END);
        assertThat(begin).isBetween(1, end);
        List<String> tables = DocumentedSettings.tables(settings);
        if (Boolean.getBoolean("menhir.docs.update")) {
            List<String> updated = new ArrayList<>(lines.subList(0, begin));
            updated.addAll(tables);
            updated.addAll(lines.subList(end, lines.size()));
            Files.write(OPERATING, updated);
        } else {
            assertThat(lines.subList(begin, end)).isEqualTo(tables);
        }
    }

    @Test
    void shouldNameOnlySettingsThatExistInErrorTexts() throws IOException {
        Pattern text = Pattern.compile("\"[^\"]*\\bmenhir\\.[^\"]*\"");
        Pattern name = Pattern.compile("\\bmenhir(\\.[a-z-]+)+(?![\\w.]*[A-Z])");
        for (String area : List.of("config", "cli", "cluster", "journal", "node")) {
            for (Path source : files(MAIN.resolve("menhir").resolve(area), ".java")) {
                // Names of metrics look like settings.
                Matcher texts = text.matcher(Files.readString(source).replaceAll(".*[gG]auge\\.builder\\(.*", ""));
                while (texts.find()) {
                    Matcher names = name.matcher(texts.group());
                    while (names.find()) {
                        assertThat(existing(names.group()))
                                .as(source + ": " + names.group())
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void shouldNameOnlySettingsAndVariablesThatExistInTheDocuments() throws IOException {
        Set<String> variables = new HashSet<>(OTHER_VARIABLES);
        settings.forEach(setting -> variables.add(setting.variable()));
        String blocks = DEFAULTS.getObject("menhir").keySet().stream().collect(Collectors.joining("|"));
        Pattern setting = Pattern.compile("`(?:menhir\\.)?((?:" + blocks + ")(?:\\.[a-z-]+)+)`");
        Pattern variable = Pattern.compile("\\bMENHIR_[A-Z_]+");
        List<Path> documents = new ArrayList<>(files(Path.of("docs"), ".md"));
        documents.add(Path.of("README.md"));
        documents.addAll(files(Path.of("run"), ""));
        for (Path document : documents) {
            String text = Files.readString(document);
            Matcher settingNames = setting.matcher(text);
            while (settingNames.find()) {
                String key = "menhir." + settingNames.group(1);
                assertThat(existing(key) || Files.isDirectory(MAIN.resolve(key.replace('.', '/'))))
                        .as(document + ": " + key)
                        .isTrue();
            }
            Matcher variableNames = variable.matcher(text);
            while (variableNames.find()) {
                assertThat(variables).as(document.toString()).contains(variableNames.group());
            }
        }
    }

    /** Whether there is such a setting, or a block of settings. */
    private static boolean existing(String name) {
        return KnownKeys.contains(name) || DEFAULTS.hasPathOrNull(name);
    }

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(
                            file -> Files.isRegularFile(file) && file.toString().endsWith(ending))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
