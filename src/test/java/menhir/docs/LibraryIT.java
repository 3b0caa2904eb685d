package menhir.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import menhir.testkit.CommandResult;
import menhir.testkit.SharedCluster;
import menhir.testkit.TestCluster;
import menhir.testkit.TestNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The client library as {@code ./run/package library} packs it, and the program of its document. */
@ExtendWith(SharedCluster.class)
class LibraryIT {
    private static final Duration BUILD_TIMEOUT = Duration.ofMinutes(5);
    private static final Pattern PRINTED = Pattern.compile("order ([0-9]+), total [0-9.]+\n");

    @TempDir
    private Path folder;

    @Test
    void shouldSellWhenTheLeaderIsKilled(TestCluster cluster) throws Exception {
        succeeds(new ProcessBuilder("./run/package", "--out", folder.toString(), "library"), BUILD_TIMEOUT);
        assertThat(folder).isDirectoryContaining("glob:**/menhir-client-*.pom");
        assertThat(folder).isDirectoryContaining("glob:**/menhir-client-*-javadoc.jar");
        assertThat(folder).isDirectoryContaining("glob:**/menhir-client-*-sources.jar");
        String classPath = classPath();
        Path program = Files.writeString(folder.resolve("Sale.java"), program());
        succeeds(
                java("javac", "-Xlint:all", "-Werror", "-cp", classPath, "-d", folder.toString(), program.toString()),
                TestCluster.TIMEOUT);
        List<String> command = new ArrayList<>(List.of("-cp", classPath + File.pathSeparator + folder, "Sale"));
        cluster.nodes().forEach(node -> command.add(node.address()));

        long first = sell(command);
        TestNode killed = cluster.awaitLeader();
        killed.kill9();
        long second = sell(command);
        killed.start();
        cluster.awaitReady();

        assertThat(second).isGreaterThan(first);
        for (long number : List.of(first, second)) {
            assertThat(cluster.node(1)
                            .api()
                            .json("/v1/stores/stocks/orders/" + number)
                            .path("customer")
                            .asText())
                    .isEqualTo("ann");
        }
    }

    private static long sell(List<String> command) {
        CommandResult sale = succeeds(java("java", command.toArray(String[]::new)), TestCluster.TIMEOUT);
        Matcher printed = PRINTED.matcher(sale.out());
        assertThat(printed.matches()).as(sale.toString()).isTrue();
        return Long.parseLong(printed.group(1));
    }

    private static String program() throws Exception {
        return Block.of(Path.of("docs/library.md")).stream()
                .filter(block -> block.language().equals("java"))
                .findFirst()
                .orElseThrow()
                .text();
    }

    /** The library, and the only libraries that it needs. */
    private String classPath() throws Exception {
        List<String> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.map(Path::toString)
                    .filter(name -> name.matches(".*/menhir-client-[0-9.]+(-SNAPSHOT)?[.]jar"))
                    .forEach(jars::add);
        }
        assertThat(jars).hasSize(1);
        for (Class<?> each : List.of(ObjectMapper.class, JsonFactory.class, JsonSetter.class)) {
            jars.add(jarOf(each));
        }
        assertThat(jars).noneMatch(jar -> jar.matches(".*/menhir-[0-9][^/]*"));
        return String.join(File.pathSeparator, jars);
    }

    private static String jarOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    private static ProcessBuilder java(String tool, String... arguments) {
        String path = Path.of(System.getProperty("java.home"), "bin", tool).toString();
        return new ProcessBuilder(
                Stream.concat(Stream.of(path), Stream.of(arguments)).toList());
    }

    private static CommandResult succeeds(ProcessBuilder command, Duration timeout) {
        CommandResult result = CommandResult.of(command, timeout);
        assertThat(result.status()).as(result.toString()).isZero();
        return result;
    }
}
