package menhir.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import menhir.http.problem.ProblemType;
import menhir.http.server.HttpLimits;
import menhir.http.server.WholeNumbers;
import menhir.service.IdempotencyKeys;
import menhir.store.Limits;
import org.junit.jupiter.api.Test;

/** The descriptions of the API must match the server. */
class DescriptionTest {
    private static final Path REFERENCE = Path.of("docs/api.md");
    private static final Pattern SETTING = Pattern.compile("menhir(?:\\.[a-z]+(?:-[a-z]+)*)+");
    private static final List<String> METHODS = List.of("get:", "put:", "post:", "delete:", "patch:");

    @Test
    void shouldDescribeAllRoutesAndNoOthers() throws Exception {
        Set<String> described = new TreeSet<>();
        String path = "";
        List<String> paths = description()
                .lines()
                .takeWhile(line -> !line.equals("webhooks:"))
                .toList();
        for (String line : paths) {
            if (line.matches(" {2}/\\S*:")) {
                path = line.strip().replaceAll(":$", "");
            } else if (line.startsWith("    ") && METHODS.contains(line.strip()) && line.charAt(4) != ' ') {
                described.add(line.strip().replace(":", "").toUpperCase(Locale.ROOT) + " " + path);
            }
        }
        assertThat(described).isEqualTo(routes());
    }

    private static Set<String> routes() {
        return TestServer.routes().stream()
                .map(route -> route.method() + " " + route.pattern())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void shouldListAllProblemTypes() throws Exception {
        List<String> uris =
                Arrays.stream(ProblemType.values()).map(ProblemType::uri).toList();
        List<String> described = description()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("- " + ProblemType.URI_PREFIX))
                .map(line -> line.substring(2))
                .toList();
        assertThat(described).containsExactlyElementsOf(uris);

        String reference = Files.readString(REFERENCE);
        for (ProblemType type : ProblemType.values()) {
            String name = type.uri().substring(ProblemType.URI_PREFIX.length());
            assertThat(reference).contains("| `" + name + "` | " + type.status().intValue() + " |");
        }
    }

    @Test
    void shouldListAllRoutesInTheReference() throws Exception {
        String reference = Files.readString(REFERENCE);
        for (String route : routes()) {
            assertThat(reference).contains("`" + route + "`");
        }
    }

    @Test
    void shouldStateTheLimits() throws Exception {
        HttpLimits limits = HttpLimits.STANDARD;
        assertThat(Files.readString(REFERENCE))
                .contains(
                        HttpLimits.MAX_URI_BYTES + " bytes of path and query",
                        HttpLimits.MAX_HEADERS + " headers",
                        HttpLimits.MAX_HEADER_BYTES + " bytes each",
                        limits.maxConnections() + " connections",
                        limits.maxBodyBytes() / 1024 + " KiB",
                        limits.maxEventListeners() + " event streams",
                        "every " + limits.eventHeartbeat().toSeconds() + " s",
                        IdempotencyKeys.ALLOWED);
        assertThat(description())
                .contains(
                        "maximum: " + HttpLimits.MAX_PAGE + ", default: " + HttpLimits.DEFAULT_PAGE,
                        "maxLength: " + IdempotencyKeys.MAX_LENGTH,
                        "maximum: " + Limits.LINE_QUANTITY,
                        "maximum: " + Limits.ITEM_NUMBER,
                        "maxItems: " + Limits.ORDER_LINES,
                        "maximum: " + WholeNumbers.MAX);
    }

    @Test
    void shouldNameOnlySettingsThatExist() throws Exception {
        Config reference = ConfigFactory.parseResources("reference.conf");
        Set<String> named = new TreeSet<>();
        addSettings(named, Files.readString(REFERENCE));
        addSettings(named, description());
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java/menhir/http"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                // Names of metrics look like settings.
                Files.readString(source)
                        .lines()
                        .filter(line -> !line.matches("(import|package) .*|.*builder\\(.*| *\\*.*"))
                        .flatMap(line ->
                                Pattern.compile("\"[^\"]*\"").matcher(line).results())
                        .forEach(literal -> addSettings(named, literal.group()));
            }
        }
        assertThat(named).contains("menhir.http.admin-token", "menhir.http.root-store", "menhir.games.auth-id");
        assertThat(named).allMatch(reference::hasPathOrNull);
    }

    private static void addSettings(Set<String> named, String text) {
        SETTING.matcher(text).results().forEach(match -> named.add(match.group()));
    }

    private static String description() throws IOException {
        try (InputStream in = DescriptionTest.class.getResourceAsStream("/menhir/http/openapi.yaml")) {
            assertThat(in).isNotNull();
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
