package org.fieldledger.consent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The reading is pure: it knows events and nothing else, neither a clock nor a database. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ShapeTest {

    @Test
    void the_reading_knows_events_and_nothing_else() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.fieldledger.events..", "org.fieldledger.consent..", "org.jspecify..")
                .check(new ClassFileImporter()
                        .withImportOption(new DoNotIncludeTests())
                        .importPackages("org.fieldledger.consent"));
    }
}
