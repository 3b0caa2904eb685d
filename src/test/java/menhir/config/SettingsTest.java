package menhir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import menhir.config.Settings.Address;
import menhir.store.StoreKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final Config DEFAULTS =
            ConfigFactory.parseResources("reference.conf").withOnlyPath("menhir");

    private static Config with(String... lines) {
        return ConfigFactory.parseString(String.join("\n", lines))
                .withFallback(DEFAULTS)
                .resolve();
    }

    private static Settings settings(String... lines) {
        return Settings.from(with(lines));
    }

    private static String error(String... lines) {
        return String.valueOf(assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> settings(lines))
                .actual()
                .getMessage());
    }

    @Test
    void shouldDescribeTheFirstOfThreeNodesByDefault() {
        Settings settings = settings();

        assertThat(settings.node())
                .isEqualTo(new Settings.Node("node-1", 1, "127.0.0.1", 8080, 18080, "127.0.0.1", 18080, List.of(1)));
        assertThat(settings.cluster())
                .isEqualTo(new Settings.Cluster(
                        "menhir",
                        3,
                        3,
                        List.of(
                                new Address("127.0.0.1", 18080),
                                new Address("127.0.0.1", 18081),
                                new Address("127.0.0.1", 18082)),
                        Path.of("data/certificates/node-1").toAbsolutePath()));
        assertThat(settings.cluster().isLocalTo(settings.node())).isTrue();
        assertThat(settings.data().sync()).isEqualTo(Settings.Sync.POWER);
        assertThat(settings.data().dir()).isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(settings.data().nodeDir(settings.node()))
                .isEqualTo(Path.of("data/node-1").toAbsolutePath());
        assertThat(settings.replication().lease()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.stores())
                .containsOnlyKeys("books", "games", "stocks", "toys")
                .containsValues(
                        new Settings.Store(
                                "stocks",
                                StoreKind.STOCKS,
                                3,
                                "builtin:stocks",
                                Settings.Reads.NEAR,
                                false,
                                new Settings.Restock(null, 1, 100)),
                        new Settings.Store(
                                "books",
                                StoreKind.BOOKS,
                                1,
                                "builtin:books",
                                Settings.Reads.BALANCED,
                                false,
                                new Settings.Restock(null, 1, 100)),
                        new Settings.Store(
                                "toys",
                                StoreKind.TOYS,
                                1,
                                "builtin:toys",
                                Settings.Reads.NEAR,
                                true,
                                new Settings.Restock(Duration.ofSeconds(10), 1, 100)),
                        new Settings.Store(
                                "games",
                                StoreKind.GAMES,
                                2,
                                "builtin:games",
                                Settings.Reads.NEAR,
                                false,
                                new Settings.Restock(null, 1, 100)));
        assertThat(settings.scoreboard()).isEqualTo("games");
        assertThat(settings.clock()).isEqualTo(new Settings.Clock(true, Duration.ZERO, 0));
        assertThat(settings.games()).isEqualTo(new Settings.Games(null, 0));
        assertThat(settings.keys().window()).isEqualTo(200_000);
        assertThat(settings.cache().capacity()).isEqualTo(10_000);
        assertThat(settings.http())
                .isEqualTo(new Settings.Http(
                        null,
                        List.of(),
                        null,
                        Settings.Permission.ORDER,
                        1024,
                        "stocks",
                        Set.of(StoreKind.values()),
                        Set.of(),
                        Set.of(),
                        null));
        assertThat(settings.limits().pendingOrders()).isEqualTo(10_000);
        assertThat(settings.log().level()).isEqualTo(Settings.LogLevel.INFO);
    }

    @Test
    void shouldReadWhichDialectsAreSpoken() {
        assertThat(settings("menhir.http.dialects = [toys, Books]").http().dialects())
                .containsExactlyInAnyOrder(StoreKind.BOOKS, StoreKind.TOYS);
        assertThat(settings("menhir.http.dialects = \"stocks,games\"").http().dialects())
                .containsExactlyInAnyOrder(StoreKind.STOCKS, StoreKind.GAMES);
        assertThat(settings("menhir.http.dialects = none").http().dialects()).isEmpty();
        assertThat(settings("menhir.http.dialects = []").http().dialects()).isEmpty();
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> settings("menhir.http.dialects = [toys, none]"))
                .withMessageContaining("menhir.http.dialects")
                .withMessageEndingWith("it must be none, or a list of stocks, books, toys, games");
    }

    @Test
    void shouldDerivePortsAndSlotFromTheOrdinal() {
        Settings settings = settings("menhir.node.ordinal = 3", "menhir.cluster.http-port = \"9000\"");

        assertThat(settings.node())
                .isEqualTo(new Settings.Node("node-3", 3, "127.0.0.1", 9002, 19002, "127.0.0.1", 19002, List.of(3)));
        assertThat(settings.node().httpAddress()).isEqualTo("127.0.0.1:9002");
    }

    @Test
    void shouldPutTheRemotingPortBelowTheHttpPortIfItWouldBeTooHigh() {
        assertThat(settings("menhir.cluster.http-port = 60000").node().remotePort())
                .isEqualTo(50_000);
    }

    @Test
    void shouldDeriveTheSameSeedsOnEveryNode() {
        // Around the port where remoting moves from above to below.
        for (int port = 55_465; port <= 55_480; port++) {
            String base = "menhir.cluster.http-port = " + port;
            List<Address> seeds = settings(base).cluster().seeds();
            for (int ordinal : List.of(2, 3, 4, 64)) {
                Settings other = settings(base, "menhir.node.ordinal = " + ordinal);
                assertThat(other.cluster().seeds()).isEqualTo(seeds);
                assertThat(other.node().remotePort()).isEqualTo(seeds.get(0).port() + ordinal - 1);
            }
        }
    }

    @Test
    void shouldGiveNoSlotToANodeWithALargerOrdinal() {
        assertThat(settings("menhir.node.ordinal = 4").node().slots()).isEmpty();
    }

    @Test
    void shouldPreferANodesOwnPorts() {
        Settings settings = settings("menhir.node.http-port = 81", "menhir.node.remote-port = 82");

        assertThat(settings.node().httpPort()).isEqualTo(81);
        assertThat(settings.node().remotePort()).isEqualTo(82);
        assertThat(settings.cluster().seeds()).contains(new Address("127.0.0.1", 18080));
    }

    @Test
    void shouldListenAtItsHostAndRemotePortByDefault() {
        Settings reached = settings("menhir.node.host = db1", "menhir.node.remote-port = 82");
        assertThat(reached.node().bindHost()).isEqualTo("db1");
        assertThat(reached.node().bindPort()).isEqualTo(82);

        Settings settings =
                settings("menhir.node.host = db1", "menhir.node.bind-host = 0.0.0.0", "menhir.node.bind-port = 2552");
        assertThat(settings.node().host()).isEqualTo("db1");
        assertThat(settings.node().remotePort()).isEqualTo(18080);
        assertThat(settings.node().bindHost()).isEqualTo("0.0.0.0");
        assertThat(settings.node().bindPort()).isEqualTo(2552);
        assertThat(settings.node().httpAddress()).isEqualTo("db1:8080");
        assertThat(error("menhir.node.remote-port = 8080", "menhir.node.bind-port = 2552"))
                .startsWith("menhir.node.remote-port is 8080");
    }

    @Test
    void shouldReadListsAsTheEnvironmentGivesThem() {
        Settings settings =
                settings("menhir.node.slots = \"3, 2\"", "menhir.cluster.seeds = \"10.0.0.1:2552,[::1]:2553\"");

        assertThat(settings.node().slots()).containsExactly(2, 3);
        assertThat(settings.cluster().seeds()).containsExactly(new Address("10.0.0.1", 2552), new Address("::1", 2553));
        assertThat(settings.cluster().seeds().get(1)).hasToString("[::1]:2553");
    }

    @Test
    void shouldAllowANodeWithoutSlots() {
        assertThat(settings("menhir.node.slots = []").node().slots()).isEmpty();
    }

    @Test
    void shouldTreatAnEmptyTextAsNotSet() {
        Settings settings = settings("menhir.http.admin-token = \"\"", "menhir.node.http-port = \"\"");

        assertThat(settings.http().adminToken()).isNull();
        assertThat(settings.node().httpPort()).isEqualTo(8080);
    }

    @Test
    void shouldNeverShowTheAdminToken() {
        Settings settings = settings("menhir.http.admin-token = open-sesame");
        Secret token = Objects.requireNonNull(settings.http().adminToken());

        assertThat(token.reveal()).isEqualTo("open-sesame");
        assertThat(settings.toString()).doesNotContain("sesame");
        assertThat(EffectiveSettings.lines(with("menhir.http.admin-token = open-sesame")))
                .noneMatch(line -> line.contains("sesame"))
                .anyMatch(line -> line.startsWith("menhir.http.admin-token = ********"));
        assertThat(error("menhir.http.admin-token = sesame"))
                .isEqualTo("menhir.http.admin-token (String: 1): it must be 8 to 256 visible ASCII characters without"
                        + " spaces");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            node.ordinal = 0                      | menhir.node.ordinal is 0 (String: 1): it must be a whole number from 1 to 64
            node.ordinal = 1.5                    | menhir.node.ordinal is 1.5 (String: 1): it must be a whole number from 1 to 64
            node.name = "Node 1"                  | menhir.node.name is "Node 1" (String: 1): it must be 1 to 32 lower-case letters, digits and hyphens, not starting with a hyphen
            node.name = [a]                       | menhir.node.name is ["a"] (String: 1): it must be 1 to 32 lower-case letters, digits and hyphens, not starting with a hyphen
            node.host = "a b"                     | menhir.node.host is "a b" (String: 1): it must be a host name or IP address by which other nodes reach this one, not a wildcard
            node.host = ""                        | menhir.node.host is not set: it must be a host name or IP address by which other nodes reach this one, not a wildcard
            node.host = 0.0.0.0                   | menhir.node.host is "0.0.0.0" (String: 1): it must be a host name or IP address by which other nodes reach this one, not a wildcard
            node.http-port = 0                    | menhir.node.http-port is 0 (String: 1): it must be a whole number from 1 to 65535
            node.http-port = 18080                | menhir.node.http-port is 18080 (String: 1): it must be a port other than the node's remoting port, 18080
            node.remote-port = 8080               | menhir.node.remote-port is 8080 (String: 1): it must be a port other than the node's HTTP port, 8080
            node.bind-port = 8080                 | menhir.node.bind-port is 8080 (String: 1): it must be a port other than the node's HTTP port, 8080
            node.bind-host = "a b"                | menhir.node.bind-host is "a b" (String: 1): it must be a host name or IP address on which this machine can listen
            node.remote-port = x                  | menhir.node.remote-port is "x" (String: 1): it must be a whole number from 1 to 65535
            node.slots = [4]                      | menhir.node.slots is [4] (String: 1): it must be a list of distinct slots from 1 to 3 (menhir.cluster.slots)
            node.slots = [1, 1]                   | menhir.node.slots is [1,1] (String: 1): it must be a list of distinct slots from 1 to 3 (menhir.cluster.slots)
            node.slots = "1,,2"                   | menhir.node.slots is "1,,2" (String: 1): it must be a list of distinct slots from 1 to 3 (menhir.cluster.slots)
            cluster.name = "a/b"                  | menhir.cluster.name is "a/b" (String: 1): it must be 1 to 64 letters, digits and hyphens, not starting with a hyphen
            cluster.nodes = 65                    | menhir.cluster.nodes is 65 (String: 1): it must be a whole number from 1 to 64
            cluster.slots = 2                     | menhir.cluster.slots is 2 (String: 1): it must be 1, 3 or 5
            cluster.slots = 7                     | menhir.cluster.slots is 7 (String: 1): it must be 1, 3 or 5
            cluster.http-port = 65534             | menhir.cluster.http-port is 65534 (String: 1): it must be a whole number from 1 to 65533 (65535, less 1 for each further node)
            cluster.http-port = "80 80"           | menhir.cluster.http-port is "80 80" (String: 1): it must be a whole number from 1 to 65533 (65535, less 1 for each further node)
            cluster.remote-port = 8082            | menhir.cluster.remote-port is 8082 (String: 1): it must be at least 3 away from 8080 (menhir.cluster.http-port), so that no two nodes share a port
            cluster.seeds = ["a"]                 | menhir.cluster.seeds is ["a"] (String: 1): it must be a list of up to 64 distinct remoting addresses, host:port
            cluster.seeds = ["a:0"]               | menhir.cluster.seeds is ["a:0"] (String: 1): it must be a list of up to 64 distinct remoting addresses, host:port
            cluster.seeds = ["a:1", "a:1"]        | menhir.cluster.seeds is ["a:1","a:1"] (String: 1): it must be a list of up to 64 distinct remoting addresses, host:port
            data.dir = {}                         | menhir.data.dir is {} (String: 1): it must be the path of a folder
            data.sync = sometimes                 | menhir.data.sync is "sometimes" (String: 1): it must be one of power, process
            replication.lease = 499 ms            | menhir.replication.lease is "499 ms" (String: 1): it must be a duration from 500 ms to 30 s
            replication.lease = 31 s              | menhir.replication.lease is "31 s" (String: 1): it must be a duration from 500 ms to 30 s
            replication.lease = soon              | menhir.replication.lease is "soon" (String: 1): it must be a duration from 500 ms to 30 s
            node = 1                              | menhir.node (String: 1) is a block of settings, not a value
            stores = 1                            | menhir.stores (String: 1) is a block of settings, not a value
            stores.stocks.kind = stamps           | menhir.stores.stocks.kind is "stamps" (String: 1): it must be one of stocks, books, toys, games
            stores.stocks.catalog = ""            | menhir.stores.stocks.catalog is not set: it must be the path of a CSV file, or builtin: followed by a store kind
            stores.bonds.kind = stocks            | menhir.stores.bonds.catalog is not set: it must be the path of a CSV file, or builtin: followed by a store kind
            stores.toys.enabled = perhaps         | menhir.stores.toys.enabled is "perhaps" (String: 1): it must be true or false
            stores.books.home = 4                 | menhir.stores.books.home is 4 (String: 1): it must be a slot from 1 to 3 (menhir.cluster.slots)
            stores.books.reads = far              | menhir.stores.books.reads is "far" (String: 1): it must be one of near, balanced
            stores.toys.log-rejections = 1        | menhir.stores.toys.log-rejections is 1 (String: 1): it must be true or false
            stores.toys.restock = 10 s            | menhir.stores.toys.restock (String: 1) is a block of settings, not a value
            stores.toys.restock.every = 9 ms      | menhir.stores.toys.restock.every is "9 ms" (String: 1): it must be off, or a duration from 100 ms to 24 h
            stores.toys.restock.every = soon      | menhir.stores.toys.restock.every is "soon" (String: 1): it must be off, or a duration from 100 ms to 24 h
            stores.toys.restock.below = 0         | menhir.stores.toys.restock.below is 0 (String: 1): it must be a whole number from 1 to 1000000000
            stores.toys.restock.below = 101       | menhir.stores.toys.restock.to is 100 (default): it must be at least 101 (menhir.stores.toys.restock.below)
            keys.window = 0                       | menhir.keys.window is 0 (String: 1): it must be a whole number from 1 to 10000000
            cache.capacity = -1                   | menhir.cache.capacity is -1 (String: 1): it must be a whole number from 0 to 10000000
            cache.capacity = 99999999999999999999 | menhir.cache.capacity is "99999999999999999999" (String: 1): it must be a whole number from 0 to 10000000
            cache.orders-bytes = -1               | menhir.cache.orders-bytes is -1 (String: 1): it must be a whole number from 0 to 1000000000
            http.max-connections = 0              | menhir.http.max-connections is 0 (String: 1): it must be a whole number from 1 to 65536
            http.root-store = bonds               | menhir.http.root-store is "bonds" (String: 1): it must be one of the enabled stores: books, games, stocks, toys
            clock.offset = -25 h                  | menhir.clock.offset is "-25 h" (String: 1): it must be a duration from -24 h to 24 h
            clock.drift = 100001                  | menhir.clock.drift is 100001 (String: 1): it must be a whole number from -100000 to 100000
            games.auth-id = "a/b/c"               | menhir.games.auth-id (String: 1): it must be 4 to 128 letters, digits or -._~
            games.draw-every = -1                 | menhir.games.draw-every is -1 (String: 1): it must be a whole number from 0 to 1000000
            stores.more { kind = games, catalog = "builtin:games" } | menhir.stores: at most one enabled store may be of kind games
            limits.pending-orders = 0             | menhir.limits.pending-orders is 0 (String: 1): it must be a whole number from 1 to 1000000
            log.level = loud                      | menhir.log.level is "loud" (String: 1): it must be one of error, warn, info, debug, trace
            """)
    void shouldRejectAnInvalidValueWithKeyValueOriginAndWhatIsAllowed(String line, String message) {
        assertThat(error("menhir." + line)).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"menhir.typo = 1", "menhir.stores.stocks.colour = red", "menhir.stores.toys.stock = 1"})
    void shouldRejectAKeyThatIsNotASetting(String line) {
        assertThat(error(line))
                .startsWith(line.substring(0, line.indexOf(' ')) + " (String: 1) is not a setting")
                .contains("menhir.node.http-port");
    }

    @ParameterizedTest
    @CsvSource({
        "menhir.node.htp-port, menhir.node.http-port",
        "menhir.stores.toys.restock.blow, menhir.stores.toys.restock.below",
        "menhir.stores.bonds.catalogue, menhir.stores.bonds.catalog"
    })
    void shouldAskWhatAMisspeltKeyMeans(String key, String meant) {
        assertThat(error(key + " = 1")).isEqualTo(key + " (String: 1) is not a setting; did you mean " + meant + "?");
    }

    /** Others may have system properties with the same prefix, but not one that is nearly a setting. */
    @Test
    void shouldRejectAMisspeltSystemProperty() {
        Config properties = ConfigFactory.parseMap(
                Map.of("menhir.log.levle", "info", "menhir.test.forks", "3"), "system properties");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> Settings.from(properties.withFallback(ConfigFactory.defaultReference())))
                .withMessage("menhir.log.levle (system properties) is not a setting; did you mean menhir.log.level?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "orders", "Stocks", "a/b", "9lives"})
    void shouldRejectAStoreNameThatIsInvalidOrReserved(String name) {
        assertThat(error("menhir.stores.\"" + name + "\" { kind = stocks, catalog = \"builtin:stocks\" }"))
                .startsWith("menhir.stores.")
                .contains(name);
    }

    @Test
    void shouldAcceptFurtherStores() {
        Settings settings = settings(
                "menhir.stores.bonds { kind = stocks, catalog = bonds.csv }", "menhir.http.root-store = bonds");

        assertThat(settings.stores().keySet()).containsExactly("bonds", "books", "games", "stocks", "toys");
        assertThat(settings.http().rootStore()).isEqualTo("bonds");
    }

    @Test
    void shouldSynchroniseClocksByDefaultOnlyIfThereIsAScoreboard() {
        assertThat(settings("menhir.stores.games.enabled = false").clock().enabled())
                .isFalse();
        assertThat(settings("menhir.stores.games.enabled = false", "menhir.clock.enabled = on")
                        .clock()
                        .enabled())
                .isTrue();
        assertThat(settings("menhir.clock.enabled = false").clock().enabled()).isFalse();
    }

    @Test
    void shouldLeaveOutDisabledStores() {
        Settings settings = settings(
                "menhir.stores.stocks.enabled = false",
                "menhir.stores.books.enabled = off",
                "menhir.http.root-store = toys");

        assertThat(settings.stores()).containsOnlyKeys("games", "toys");
        assertThat(error("menhir.stores { stocks.enabled = false, books.enabled = false, toys.enabled = false,"
                        + " games.enabled = false }"))
                .isEqualTo("menhir.stores: at least one store must be enabled");
        assertThat(error("menhir.stores.stocks.enabled = false"))
                .startsWith("menhir.http.root-store is \"stocks\"")
                .endsWith("it must be one of the enabled stores: books, games, toys");
    }

    @Test
    void shouldDeriveWhatAFurtherStoreLeavesOutFromItsKind() {
        Settings settings = settings("menhir.stores.dolls { kind = toys, catalog = dolls.csv, restock.every = off }");

        assertThat(settings.stores().get("dolls"))
                .isEqualTo(new Settings.Store(
                        "dolls",
                        StoreKind.TOYS,
                        2,
                        "dolls.csv",
                        Settings.Reads.NEAR,
                        true,
                        new Settings.Restock(null, 1, 100)));
    }

    @Test
    void shouldSpreadTheLeadersOverTheSlotsInTheOrderOfTheStoresNames() {
        Settings settings = settings("menhir.cluster.slots = 5\nmenhir.stores.books.enabled = false\n"
                + "menhir.stores.bonds { kind = stocks, catalog = bonds.csv }\nmenhir.stores.toys.home = 2");

        assertThat(settings.stores())
                .extractingFromEntries(
                        store -> store.getKey() + " " + store.getValue().home())
                .containsExactlyInAnyOrder("bonds 1", "games 2", "stocks 3", "toys 2");
    }

    @Test
    void shouldShowTheFirstNodesRemotingPortWhateverThisNodesIs() {
        assertThat(EffectiveSettings.lines(with("menhir.node.remote-port = 82")))
                .contains("menhir.cluster.remote-port = 18080  # derived from other settings");
    }

    @Test
    void shouldKeepEveryErrorOnOneLine() {
        assertThat(error("menhir.node.name = \"a\\nb\"")).doesNotContain("\n");
    }
}
