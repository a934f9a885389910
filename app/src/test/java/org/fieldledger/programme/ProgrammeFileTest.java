package org.fieldledger.programme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.fieldledger.definition.DefinitionRefused;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ProgrammeFileTest {

    @Test
    void the_reference_programme_has_nine_cases_seven_forums_and_texts_in_both_languages() throws IOException {
        var programme = ProgrammeFile.reference();

        assertThat(programme.cases())
                .extracting(one -> one.code().code())
                .containsExactly(
                        "ESTHER", "COMPACT", "WECOPRO", "DJURSDALA", "CIPN", "CAFE", "SOLBERGA", "WARDS", "PSYCHOSIS");
        assertThat(programme.forums()).hasSize(7);
        assertThat(programme.instruments())
                .allSatisfy(instrument -> assertThat(instrument.title()).hasSize(2));
    }

    @Test
    void a_case_that_names_what_is_not_defined_is_told_with_its_line() throws IOException {
        assertThat(mistakes(
                        "asks about",
                        "modules: [interview, audio, observation, verbatim-quotes, re-contact, data-sharing]",
                        "modules: [interview, telepathy]"))
                .singleElement()
                .asString()
                .matches(
                        "programme.yaml line 2\\d\\d: cases 1: case ESTHER asks about module telepathy, which is not defined");
    }

    @Test
    void words_that_are_not_known_are_told_with_those_that_are() throws IOException {
        assertThat(mistakes("objective", "objectives: [mechanisms, management]", "objectives: [mechanics]"))
                .first()
                .asString()
                .contains("line 2", "mechanics", "mechanisms");
    }

    private static List<String> mistakes(String what, String good, String bad) throws IOException {
        String text;
        try (InputStream file = ProgrammeFile.class.getResourceAsStream("/programme/samskapa.yaml")) {
            text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(text).as("a file in which to put the mistake about " + what).contains(good);
        var wrong = text.replaceFirst(Pattern.quote(good), bad);
        return catchThrowableOfType(
                        DefinitionRefused.class, () -> ProgrammeFile.read("programme.yaml", new StringReader(wrong)))
                .mistakes();
    }
}
