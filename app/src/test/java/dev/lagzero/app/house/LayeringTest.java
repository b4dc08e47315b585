package dev.lagzero.app.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may know whom. */
class LayeringTest {

    private static final List<String> SIBLINGS = List.of("capture", "stream", "sink", "control");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("testbed"))
            .importPackages("dev.lagzero");

    @Test
    void theRulesLookAtTheWholeHouse() {
        for (String module : List.of("schemas", "capture", "control", "app")) {
            assertTrue(
                    HOUSE.stream().anyMatch(each -> each.getPackageName().startsWith("dev.lagzero." + module)), module);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"capture", "stream", "sink", "control"})
    void siblingsMeetInSchemasOnly(String module) {
        String[] others = SIBLINGS.stream()
                .filter(other -> !other.equals(module))
                .map(other -> "dev.lagzero." + other + "..")
                .toArray(String[]::new);
        check(noClasses()
                .that()
                .resideInAPackage("dev.lagzero." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others));
        check(noClasses()
                .that()
                .resideInAnyPackage("dev.lagzero." + module + "..", "dev.lagzero.schemas..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.lagzero.app.."));
    }

    @Test
    void schemasKnowNobody() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.lagzero.schemas..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.lagzero.capture..",
                        "dev.lagzero.stream..",
                        "dev.lagzero.sink..",
                        "dev.lagzero.control.."));
    }

    /** Each package is a slice of its own: also a package and its sub-package may not know each other. */
    @Test
    void noPackagesGoInCircles() {
        check(slices().matching("dev.lagzero.(**)").should().beFreeOfCycles());
    }

    @Test
    void debeziumAndConnectStayInTheConnector() {
        fence("dev.lagzero.capture.connector..", "io.debezium..", "org.apache.kafka.connect..");
    }

    @Test
    void avroStaysInItsCodec() {
        fence("dev.lagzero.schemas.avro..", "org.apache.avro..");
    }

    @Test
    void kafkasServerStaysEmbedded() {
        fence(
                "dev.lagzero.app.embedded..",
                "kafka..",
                "org.apache.kafka.server..",
                "org.apache.kafka.metadata..",
                "org.apache.kafka.raft..",
                "org.apache.kafka.storage..",
                "org.apache.kafka.controller..");
    }

    @Test
    void yamlStaysWhereFilesOfThePeopleAreRead() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.lagzero.app.config.ConfigFile")
                .and()
                .resideOutsideOfPackage("dev.lagzero.schemas.mapping.file..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml.jackson.dataformat..", "org.yaml.."));
    }

    /** What a change is and how it becomes rows must be testable without anything running. */
    @Test
    void pureCodeDoesNoInputOrOutput() {
        check(noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.lagzero.schemas..",
                        "dev.lagzero.capture.page..",
                        "dev.lagzero.capture.diff..",
                        "dev.lagzero.sink.gather..",
                        "dev.lagzero.sink.net..",
                        "dev.lagzero.sink.type..",
                        "dev.lagzero.sink.shape..",
                        "dev.lagzero.control.lag..",
                        "dev.lagzero.app.config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..", "org.postgresql..", "org.apache.kafka..", "org.slf4j..", "com.zaxxer.."));
    }

    @Test
    void onlyMainEndsTheProcess() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.lagzero.app.Main")
                .should()
                .callMethod(System.class, "exit", int.class));
        check(classes()
                .that()
                .haveFullyQualifiedName("dev.lagzero.app.Main")
                .should()
                .bePublic());
    }

    @Test
    void nobodyPrintsBesidesTheCommands() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.lagzero.app.Main")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err"));
    }

    private static void fence(String inside, String... vendors) {
        check(noClasses()
                .that()
                .resideInAPackage("dev.lagzero..")
                .and()
                .resideOutsideOfPackage(inside)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(vendors));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(HOUSE);
    }
}
