package menhir.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.stream.KillSwitches;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import menhir.http.api.ScoreAuthorization;
import menhir.http.server.HttpSettings;
import menhir.http.server.ProblemType;
import org.junit.jupiter.api.Test;

/** The texts that describe the API say what the server does. */
class DescriptionTest {
    private static final List<String> METHODS = List.of("get:", "put:", "post:", "delete:", "patch:");

    @Test
    void shouldDescribeEveryRouteAndNoOther() throws Exception {
        Set<String> described = new TreeSet<>();
        String path = "";
        for (String line : description().lines().toList()) {
            if (line.matches(" {2}/\\S*:")) {
                path = line.strip().replaceAll(":$", "");
            } else if (line.startsWith("    ") && METHODS.contains(line.strip()) && line.charAt(4) != ' ') {
                described.add(line.strip().replace(":", "").toUpperCase(Locale.ROOT) + " " + path);
            }
        }
        assertThat(described).isEqualTo(routes());
    }

    private static Set<String> routes() {
        return HttpServer.routes(
                        HttpSettings.defaults("127.0.0.1", 0, "stocks", "1"),
                        new MemoryStores(),
                        new ScoreAuthorization(new MemoryGames(), null),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                        KillSwitches.shared("test"))
                .stream()
                .map(route -> route.method() + " " + route.pattern())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void shouldNameEveryTypeOfProblem() throws Exception {
        List<String> uris =
                Arrays.stream(ProblemType.values()).map(ProblemType::uri).toList();
        List<String> described = description()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("- urn:menhir:problem:"))
                .map(line -> line.substring(2))
                .toList();
        assertThat(described).containsExactlyElementsOf(uris);

        String reference = Files.readString(Path.of("docs/api.md"));
        for (ProblemType type : ProblemType.values()) {
            String name = type.uri().substring("urn:menhir:problem:".length());
            assertThat(reference).contains("| `" + name + "` | " + type.status().intValue() + " |");
        }
    }

    @Test
    void shouldNameEveryPathInTheReference() throws Exception {
        String reference = Files.readString(Path.of("docs/api.md"));
        for (String route : routes()) {
            assertThat(reference).contains("`" + route + "`");
        }
    }

    private static String description() throws IOException {
        try (InputStream in = DescriptionTest.class.getResourceAsStream("/menhir/http/openapi.yaml")) {
            assertThat(in).isNotNull();
            return new String(java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
