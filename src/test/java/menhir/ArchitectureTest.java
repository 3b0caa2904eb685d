package menhir;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages, as docs/architecture.md draws them. */
@AnalyzeClasses(packages = "menhir", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule shouldKeepTheProtocolFreeOfAkkaAndOfAllElse = classes()
            .that()
            .resideInAPackage("menhir.replication..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "com.fasterxml.jackson.annotation..",
                    "menhir.replication..",
                    "menhir.wire..");

    @ArchTest
    static final ArchRule shouldKeepTheStoresRulesFreeOfAkkaAndOfTheProtocol = classes()
            .that()
            .resideInAPackage("menhir.store..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "com.fasterxml.jackson..", "menhir.store..");

    @ArchTest
    static final ArchRule shouldKeepClockOrderAndRaffleFreeOfAkkaAndOfAllElse = classes()
            .that()
            .resideInAnyPackage("menhir.games.clock..", "menhir.games.multicast..", "menhir.games.raffle..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "com.fasterxml.jackson..",
                    "menhir.games.clock..",
                    "menhir.games.multicast..",
                    "menhir.games.raffle..",
                    "menhir.wire..");

    @ArchTest
    static final ArchRule shouldSpeakHttpInOnePlaceOnly = noClasses()
            .that()
            .resideOutsideOfPackage("menhir.http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("akka.http..");

    @ArchTest
    static final ArchRule shouldKnowTheDatabaseInOnePlaceOnly = noClasses()
            .that()
            .resideOutsideOfPackage("menhir.journal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.h2..", "java.sql..", "akka.persistence.jdbc..");

    @ArchTest
    static final ArchRule shouldKeepTheClientApartFromTheServer = classes()
            .that()
            .resideInAPackage("menhir.client..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "com.fasterxml.jackson..",
                    "picocli..",
                    "org.HdrHistogram..",
                    "me.tongfei.progressbar..",
                    "menhir.client..");

    @ArchTest
    static final ArchRule shouldNotUseTheClientInTheServer = noClasses()
            .that()
            .resideInAPackage("menhir.*..")
            .and()
            .resideOutsideOfPackages("menhir.client..", "menhir.experiment..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("menhir.client..");

    @ArchTest
    static final ArchRule shouldExperimentOnTheServerFromOutsideOnly = noClasses()
            .that()
            .resideInAPackage("menhir.experiment..")
            .should()
            .dependOnClassesThat(resideInAPackage("menhir..")
                    .and(not(resideInAnyPackage("menhir.experiment..", "menhir.client.."))));

    @ArchTest
    static final ArchRule shouldHaveNoCycles =
            slices().matching("menhir.(*)..").should().beFreeOfCycles();
}
