package menhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files by which nodes are deployed agree with the program. */
class DeploymentTest {
    private static final Path DEPLOY = Path.of("run", "deploy");
    private static final Pattern VARIABLE = Pattern.compile("\\bMENHIR_[A-Z_]+");

    @Test
    void shouldUseVariablesThatExistOnly() throws IOException {
        Set<String> known = variablesIn(Path.of("application.conf"));
        known.addAll(variablesIn(Path.of("run", "jvm.sh")));

        for (Path file : files()) {
            assertThat(variablesIn(file)).as(file.toString()).isSubsetOf(known);
        }
        assertThat(variablesIn(DEPLOY.resolve("kubernetes/menhir.yaml"))).contains("MENHIR_NODE_NAME");
    }

    @Test
    void shouldNameTheVersionOfTheProgram() throws IOException {
        Matcher version = Pattern.compile("<version>(.+)</version>").matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        for (String file : List.of("docker/Dockerfile", "docker/compose.yaml", "kubernetes/menhir.yaml")) {
            List<String> named = all("(?:menhir:|VERSION=)(\\d[\\w.-]*)", Files.readString(DEPLOY.resolve(file)));
            assertThat(named).as(file).isNotEmpty().containsOnly(version.group(1));
        }
    }

    @Test
    void shouldRestartAServiceByItsExitStatus() throws IOException {
        assertThat(DEPLOY.resolve("systemd/menhir.service"))
                .content()
                .contains("\nRestart=on-failure\n", "\nRestartSec=5\n", "\nRestartPreventExitStatus=2\n")
                // More than http.max-connections needs by default.
                .contains("\nLimitNOFILE=65536\n")
                .contains("\nProtectSystem=strict\n", "\nNoNewPrivileges=yes\n", "\nPrivateTmp=yes\n")
                // The JVM could not compile.
                .contains("\nMemoryDenyWriteExecute=no\n");
    }

    @Test
    void shouldProbeWhatANodeAnswers() throws IOException {
        String pods = Files.readString(DEPLOY.resolve("kubernetes/menhir.yaml"));

        assertThat(all("(\\w+)Probe:\\s+httpGet: \\{path: /alive", pods)).containsExactly("startup", "liveness");
        assertThat(all("(\\w+)Probe:\\s+httpGet: \\{path: /ready", pods)).containsExactly("readiness");
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(DEPLOY)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static Set<String> variablesIn(Path file) throws IOException {
        return VARIABLE.matcher(Files.readString(file))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
