package menhir.client;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The dependencies between the packages of the client program, as its package documentation lists them. */
@AnalyzeClasses(packages = "menhir.client", importOptions = ImportOption.DoNotIncludeTests.class)
class ClientPackagesTest {

    @ArchTest
    static final ArchRule shouldDependOnLowerPackagesOnly = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("library")
            .definedBy("..library..")
            .layer("command")
            .definedBy("..command..")
            .layer("report")
            .definedBy("..report..")
            .layer("work")
            .definedBy("..run..", "..load..", "..events..")
            .layer("api")
            .definedBy("..api..")
            .layer("metrics")
            .definedBy("..metrics..")
            .layer("http")
            .definedBy("..http..")
            .layer("terminal")
            .definedBy("..terminal..")
            .whereLayer("library")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("command")
            .whereLayer("work")
            .mayOnlyBeAccessedByLayers("library", "command", "report")
            .whereLayer("api")
            .mayOnlyBeAccessedByLayers("command", "report", "work")
            .whereLayer("metrics")
            .mayOnlyBeAccessedByLayers("report", "work")
            .whereLayer("http")
            .mayOnlyBeAccessedByLayers("command", "report", "work", "api", "library");

    @ArchTest
    static final ArchRule shouldHaveNoCycles =
            slices().matching("menhir.client.(*)..").should().beFreeOfCycles();
}
