package org.fieldledger.query;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The shape of the query side, kept by a test rather than by good intentions. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ShapeTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path TABLES = Path.of("src/main/resources/db/query");
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.fieldledger");

    @Test
    void of_the_ledger_it_knows_the_events_the_reading_of_consent_the_store_the_vault_and_the_door_and_nothing_else() {
        noClasses()
                .that(resideInAPackage("org.fieldledger.query.."))
                .should()
                .dependOnClassesThat(resideInAPackage("org.fieldledger..")
                        .and(DescribedPredicate.not(resideInAnyPackage(
                                "org.fieldledger.query..",
                                "org.fieldledger.events..",
                                "org.fieldledger.consent..",
                                "org.fieldledger.store..",
                                "org.fieldledger.access..",
                                "org.fieldledger.vault.."))))
                .check(CLASSES);
    }

    @Test
    void it_never_writes_to_the_log() {
        noClasses()
                .that(resideInAPackage("org.fieldledger.query.."))
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "append to the log", type -> type.getSimpleName().equals("Append")))
                .check(CLASSES);
    }

    @Test
    void chapters_do_not_know_one_another() {
        slices().matching("org.fieldledger.query.(timeline|participant|consent|leadership|measure|register)..")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
    }

    @Test
    void nobody_asks_the_system_for_the_time() {
        noClasses()
                .that(resideInAPackage("org.fieldledger.query.."))
                .should()
                .callMethod(Instant.class, "now")
                .check(CLASSES);
    }

    @Test
    void each_table_is_named_in_one_class() throws IOException {
        var tables = new TreeSet<String>();
        var gone = new TreeSet<String>();
        try (var migrations = Files.list(TABLES)) {
            for (var migration : migrations.toList()) {
                var created = Pattern.compile("create table query\\.(\\w+)").matcher(Files.readString(migration));
                while (created.find()) tables.add(created.group(1));
                var dropped = Pattern.compile("drop table query\\.(\\w+)").matcher(Files.readString(migration));
                while (dropped.find()) gone.add(dropped.group(1));
            }
        }
        tables.removeAll(gone);
        tables.remove("fact"); // the template that the others are made like
        var naming = new TreeMap<String, TreeSet<String>>();
        try (var sources = Files.walk(SOURCES)) {
            for (var source : sources.filter(Files::isRegularFile).toList()) {
                var text = Files.readString(source);
                for (var table : tables)
                    if (Pattern.compile("query\\." + table + "\\b|\"" + table + "\"")
                                    .matcher(text)
                                    .find()
                            && !table.equals("timeline"))
                        naming.computeIfAbsent(table, t -> new TreeSet<>())
                                .add(source.getFileName().toString());
            }
        }

        assertThat(naming.keySet()).hasSize(tables.size() - 1);
        assertThat(naming)
                .allSatisfy((table, classes) -> assertThat(classes).as(table).hasSize(1));
    }
}
