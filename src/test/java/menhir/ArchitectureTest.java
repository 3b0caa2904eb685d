package menhir;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The table of packages in docs/architecture.md is true: it names every package and every arrow, and no other. */
class ArchitectureTest {
    private static final String ROOT = "menhir";
    /** As many as menhir.store has: the kinds of a sealed type must share its package. */
    private static final int MOST_FILES = 44;

    /** {@code | `name` | purpose | uses | plain |} */
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z.]+)` \\|([^|]+)\\|([^|]*)\\| *(yes)? *\\|$");

    private record Row(Set<String> uses, boolean plain) {}

    private static final Map<String, Row> TABLE = new LinkedHashMap<>();
    private static JavaClasses code;

    @BeforeAll
    static void read() throws IOException {
        code = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
        for (String line : Files.readAllLines(Path.of("docs/architecture.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                Set<String> uses = new TreeSet<>(List.of(row.group(3).strip().split(", ")));
                uses.remove("");
                TABLE.put(row.group(1), new Row(uses, row.group(4) != null));
            }
        }
    }

    /** A package's name in the table. */
    private static String nameOf(String javaPackage) {
        return javaPackage.equals(ROOT) ? ROOT : javaPackage.substring(ROOT.length() + 1);
    }

    private static String javaPackage(String name) {
        return name.equals(ROOT) ? ROOT : ROOT + "." + name;
    }

    @Test
    void shouldListEveryPackageAndEveryArrow() {
        Set<String> packages = new TreeSet<>();
        Set<String> arrows = new TreeSet<>();
        for (JavaClass each : code) {
            String name = nameOf(each.getPackageName());
            packages.add(name);
            for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
                String to = dependency.getTargetClass().getBaseComponentType().getPackageName();
                if ((to.equals(ROOT) || to.startsWith(ROOT + ".")) && !to.equals(each.getPackageName())) {
                    arrows.add(name + " -> " + nameOf(to));
                }
            }
        }
        Set<String> documented = new TreeSet<>();
        TABLE.forEach((name, row) -> row.uses().forEach(used -> documented.add(name + " -> " + used)));
        assertThat(TABLE.keySet()).as("packages in the table").containsExactlyInAnyOrderElementsOf(packages);
        assertThat(documented).as("arrows in the table").containsExactlyInAnyOrderElementsOf(arrows);
    }

    @Test
    void shouldPointFromUpperRowsToLowerOnesOnly() {
        List<String> order = new ArrayList<>(TABLE.keySet());
        TABLE.forEach((name, row) -> assertThat(row.uses())
                .as("what %s uses", name)
                .allSatisfy(used -> assertThat(order.indexOf(used)).isGreaterThan(order.indexOf(name))));
    }

    @Test
    void shouldKeepAkkaOutOfPlainPackages() {
        String[] plain = TABLE.entrySet().stream()
                .filter(entry -> entry.getValue().plain())
                .map(entry -> javaPackage(entry.getKey()))
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAnyPackage(plain)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("akka..")
                .check(code);
    }

    @Test
    void shouldKeepTheProtocolFreeOfEverythingElse() {
        classes()
                .that()
                .resideInAPackage("menhir.replication..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "com.fasterxml.jackson.annotation..",
                        "menhir.replication..",
                        "menhir.wire..")
                .check(code);
    }

    @Test
    void shouldUseAkkaHttpInTheHttpPackagesOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("menhir.http..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("akka.http..")
                .check(code);
    }

    @Test
    void shouldUseTheDatabaseInTheJournalOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("menhir.journal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.h2..", "java.sql..", "akka.persistence.jdbc..")
                .check(code);
    }

    @Test
    void shouldHaveNoCycles() {
        slices().matching("menhir.(**)").should().beFreeOfCycles().check(code);
    }

    @Test
    void shouldSayInEveryPackageWhyItExists() {
        for (String name : TABLE.keySet()) {
            if (!name.equals(ROOT)) {
                Path info = Path.of("src/main/java", javaPackage(name).replace('.', '/'), "package-info.java");
                assertThat(info).content().contains("@NullMarked").doesNotContain("TODO");
            }
        }
    }

    @Test
    void shouldKeepFoldersSmall() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("src"))) {
            all.filter(Files::isDirectory).forEach(folder -> assertThat(javaFilesIn(folder))
                    .as("files in %s", folder)
                    .isLessThanOrEqualTo(MOST_FILES));
        }
    }

    private static long javaFilesIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
