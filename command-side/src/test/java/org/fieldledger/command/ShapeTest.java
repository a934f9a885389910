package org.fieldledger.command;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fieldledger.events.FieldEvents;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The shape of the command side, as the compiler cannot keep it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ShapeTest {

    private static final String HERE = "org.fieldledger.command";
    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(HERE);

    @Test
    void chapters_know_what_is_on_record_and_the_gate_and_never_each_other() {
        slices().matching(HERE + ".(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(alwaysTrue(), resideInAnyPackage(HERE + ".entity", HERE + ".gate"))
                .ignoreDependency(resideInAnyPackage(HERE + ".api", HERE + ".policy"), alwaysTrue())
                .check(PRODUCTION);
    }

    @Test
    void what_decides_knows_neither_database_nor_web_nor_framework() {
        noClasses()
                .that()
                .resideOutsideOfPackages(HERE, HERE + ".desk", HERE + ".api", HERE + ".policy")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..",
                        "javax.sql..",
                        "org.springframework.web..",
                        "org.axonframework.eventsourcing..",
                        "org.axonframework.commandhandling..",
                        "org.fieldledger.store..",
                        "org.fieldledger.vault..")
                .check(PRODUCTION);
    }

    @Test
    void the_command_side_never_looks_at_the_query_side() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.fieldledger.query..")
                .check(PRODUCTION);
    }

    @Test
    void time_comes_from_the_injected_clock() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .check(PRODUCTION);
        noClasses()
                .that()
                .areNotAssignableTo(CommandDesk.class)
                .should()
                .callMethod(Clock.class, "systemUTC")
                .check(PRODUCTION);
    }

    @Test
    void only_the_desk_hands_events_to_the_store() {
        classes()
                .that()
                .resideInAPackage("org.fieldledger.store..")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage(
                        "org.fieldledger.store..", "org.fieldledger.vault..", HERE, HERE + ".desk", HERE + ".policy")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("org.fieldledger.store", HERE));
    }

    @Test
    void there_is_a_command_for_every_kind_of_event() {
        var decided = PRODUCTION.stream()
                .filter(type -> type.getSimpleName().endsWith("Chapter"))
                .flatMap(type -> type.getConstructorCallsFromSelf().stream())
                .map(call -> call.getTargetOwner())
                .map(JavaClass::getSimpleName)
                .filter(FieldEvents.BY_NAME::containsKey)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(decided).isEqualTo(new TreeSet<>(FieldEvents.BY_NAME.keySet()));
    }
}
