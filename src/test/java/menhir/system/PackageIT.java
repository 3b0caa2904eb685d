package menhir.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import menhir.chaos.check.OrderRequest;
import menhir.chaos.load.RecordingClient;
import menhir.experiment.lab.FreePorts;
import menhir.experiment.lab.GuardedProcess;
import menhir.experiment.lab.NodeApi;
import menhir.testkit.CommandResult;
import menhir.testkit.TestCluster;
import menhir.testkit.TestedJar;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tarball that {@code ./run/package} makes, unpacked into a folder. */
class PackageIT {
    @TempDir
    private static Path folder;

    private static Path tarball = Path.of("");
    private static Path unpacked = Path.of("");

    @BeforeAll
    static void unpack() throws Exception {
        tarball = pack("first");
        succeeds(new ProcessBuilder("tar", "-xzf", tarball.toString(), "-C", folder.toString()));
        try (Stream<Path> files = Files.list(folder)) {
            unpacked = files.filter(file -> Files.isDirectory(file.resolve("bin")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Path pack(String name) throws IOException {
        Path out = folder.resolve(name);
        ProcessBuilder command = new ProcessBuilder("./run/package", "--out", out.toString(), "tar");
        command.environment().put("MENHIR_JAR", TestedJar.path().toString());
        return Path.of(succeeds(command).out().strip());
    }

    @Test
    void shouldTakeAnOrderOnAJavaRuntimeWithoutACompiler() throws Exception {
        int port = FreePorts.range(2, RandomGenerator.getDefault());
        Path config = Files.writeString(folder.resolve("node.conf"), """
                include "%s"
                menhir {
                  cluster { nodes = 1, slots = 1, http-port = %d, remote-port = %d }
                  data.dir = "%s"
                }
                """.formatted(
                        unpacked.resolve("conf/application.conf"), port, port + 1, folder.resolve("data")));
        ProcessBuilder command = launcher(runtime("runtime", null), config.toString(), "node");
        command.environment().put("MENHIR_HEAP", "256m");
        Path log = Files.createDirectories(Path.of("target", "system-tests")).resolve("package.log");
        GuardedProcess node =
                GuardedProcess.start(command.redirectErrorStream(true).redirectOutput(Redirect.to(log.toFile())));
        try {
            NodeApi api = new NodeApi(port);
            TestCluster.until("the node is ready, see " + log, () -> {
                assertThat(node.isAlive()).as(Files.readString(log)).isTrue();
                return api.get("/ready", Duration.ofSeconds(3)).status() == 200;
            });

            var order = RecordingClient.send(OrderRequest.buy("GameStart", 7), api, TestCluster.TIMEOUT);

            assertThat(order.body().path("number").asLong()).isEqualTo(1);
            node.terminate();
            assertThat(node.awaitExit()).as(Files.readString(log)).isZero();
        } finally {
            node.kill();
        }
    }

    @Test
    void shouldSayInOneLineWhichJavaItNeeds() throws Exception {
        CommandResult old = CommandResult.of(launcher(runtime("old", "11.0.25"), "version"), TestCluster.TIMEOUT);
        CommandResult none = CommandResult.of(launcher(folder, "version"), TestCluster.TIMEOUT);

        assertThat(old.err()).hasLineCount(1).contains("which is Java 11: it must be Java 17 or later");
        assertThat(none.err()).hasLineCount(1).contains("which is no Java runtime: it must be Java 17 or later");
        assertThat(List.of(old.status(), none.status())).containsOnly(2);
    }

    @Test
    void shouldReadTheSampleOfANodesConfiguration() throws Exception {
        ProcessBuilder command = launcher(runtime("sample", null), "config");
        command.environment().put("MENHIR_DATA_DIR", folder.resolve("elsewhere").toString());

        String settings = succeeds(command).out();

        assertThat(settings)
                .containsPattern("menhir.node.remote-port = 18080 .*conf/node.conf")
                .containsPattern("menhir.data.dir = .*elsewhere");
    }

    @Test
    void shouldHaveTheLicencesOfAllLibrariesInTheJar() throws Exception {
        try (ZipFile jar = new ZipFile(unpacked.resolve("lib/menhir.jar").toFile())) {
            assertThat(jar.stream().map(ZipEntry::getName))
                    .contains(
                            "META-INF/LICENSE",
                            "META-INF/NOTICE",
                            "META-INF/licenses/com.h2database.txt",
                            "META-INF/third-party/scala-library-jar/NOTICE",
                            "META-INF/sbom/menhir.cdx.json");
        }
        assertThat(unpacked.resolve("menhir.cdx.json")).content().contains("CycloneDX");
    }

    @Test
    void shouldBeTheSameByteByByteWhenItIsMadeAgain() throws Exception {
        assertThat(Files.mismatch(tarball, pack("second"))).isEqualTo(-1);
    }

    /** The program from the package, with a runtime and without the variables of this process. */
    private static ProcessBuilder launcher(Path runtime, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of("bin/menhir"), Stream.of(arguments)).toList());
        builder.directory(unpacked.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MENHIR_"));
        builder.environment().put("JAVA_HOME", runtime.toString());
        return builder;
    }

    /** A folder that has what a runtime has and a JDK's compiler not: this Java, which may pretend to be of another version. */
    private static Path runtime(String name, @Nullable String version) throws IOException {
        Path home = folder.resolve(name);
        Path java = Path.of(System.getProperty("java.home"));
        Files.createDirectories(home.resolve("bin"));
        Path program = Files.writeString(
                home.resolve("bin/java"), "#!/bin/sh\nexec " + java.resolve("bin/java") + " \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        String release =
                version == null ? Files.readString(java.resolve("release")) : "JAVA_VERSION=\"" + version + "\"\n";
        Files.writeString(home.resolve("release"), release);
        return home;
    }

    private static CommandResult succeeds(ProcessBuilder command) {
        CommandResult result = CommandResult.of(command, TestCluster.TIMEOUT);
        assertThat(result.status()).as(result.toString()).isZero();
        return result;
    }
}
