package menhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

/** The libraries in the jar: their licences, as the list of them (SBOM) has them, and the versions that are known to be safe. */
class LibrariesTest {
    private static final Path CLASSES = Path.of("target", "classes", "META-INF");

    private record Library(String group, String name, String version, String licences) {
        static Library of(JsonNode component) {
            String licences = StreamSupport.stream(component.path("licenses").spliterator(), false)
                    .map(each -> each.path("license"))
                    .map(each -> each.path("id").asText(each.path("name").asText()))
                    .collect(Collectors.joining(" "));
            return new Library(
                    component.path("group").asText(),
                    component.path("name").asText(),
                    component.path("version").asText(),
                    licences);
        }
    }

    /** Maven writes the list only when it is online. The versions are checked without it. */
    private static List<Library> listed() throws IOException {
        Path file = CLASSES.resolve("sbom/menhir.cdx.json");
        assumeTrue(Files.exists(file), "Maven was offline when it built this: there is no list of the libraries");
        JsonNode components = new JsonMapper().readTree(file.toFile()).path("components");
        return StreamSupport.stream(components.spliterator(), false)
                .map(Library::of)
                .toList();
    }

    @Test
    void shouldHaveALicenceThatSomebodyHasLookedAt() throws IOException {
        List<Library> libraries = listed();
        Map<String, String> expected = new TreeMap<>();
        for (CSVRecord row : rows("licences.csv")) {
            expected.put(row.get("group"), row.get("licences"));
        }

        assertThat(libraries).hasSizeGreaterThan(50);
        assertThat(libraries)
                .allSatisfy(library -> assertThat(library.licences()).isEqualTo(expected.get(library.group())));
        assertThat(expected.keySet())
                .isEqualTo(libraries.stream().map(Library::group).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void shouldHaveTheTextOfEachLicence() throws IOException {
        assertThat(CLASSES.resolve("LICENSE")).isRegularFile();
        assertThat(listed()).allMatch(LibrariesTest::hasText);
    }

    /** Of the Apache licence there is one text, that of Menhir. Akka comes to be under it at a date that the notice names. */
    private static boolean hasText(Library library) {
        try {
            return switch (library.licences()) {
                case "Apache-2.0" -> true;
                case "BUSL-1.1" -> Files.readString(CLASSES.resolve("NOTICE")).contains(" " + library.version() + "  ");
                default ->
                    Files.exists(CLASSES.resolve("licenses/" + library.group() + ".txt"))
                            || hasOwnText(CLASSES.resolve("third-party/" + library.name() + "-jar/META-INF"));
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasOwnText(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith("LICENSE"));
        }
    }

    @Test
    void shouldHaveNoVersionThatIsKnownToBeVulnerable() throws IOException {
        for (CSVRecord row : rows("least-versions.csv")) {
            Version least = Version.parse(row.get("least"));
            assertThat(versionsOnClassPath(row.get("group"), row.get("name")))
                    .as(row.get("reason"))
                    .isNotEmpty()
                    .allMatch(version -> version.compareTo(least) >= 0);
        }
    }

    /** Versions of the libraries whose names begin so, by their places in Maven's repository: group, name, version, jar. */
    private static List<Version> versionsOnClassPath(String group, String name) {
        String place = "/" + group.replace('.', '/') + "/" + name;
        return Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator))
                .map(Path::of)
                .filter(jar -> jar.toString().contains(place))
                .map(jar -> jar.getParent().getFileName().toString())
                .map(Version::parse)
                .toList();
    }

    private static List<CSVRecord> rows(String file) throws IOException {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(LibrariesTest.class.getResourceAsStream("/menhir/libraries/" + file)),
                StandardCharsets.UTF_8)) {
            return CSVFormat.RFC4180
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .get()
                    .parse(reader)
                    .getRecords();
        }
    }
}
