package org.fieldledger.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.StringReader;
import java.time.LocalDate;
import java.util.List;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Country;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DefinitionTest {

    private record Case(CaseCode code, Country country, LocalDate opened) {}

    @Test
    void a_good_file_is_read() throws IOException {
        assertThat(read("""
                cases:
                  - {code: CAFE, country: se, opened: 2019-02-01}
                  - {code: WARDS, country: gb, opened: 2019-05-01}
                """)).extracting(Case::code).containsExactly(new CaseCode("CAFE"), new CaseCode("WARDS"));
    }

    @Test
    void every_mistake_is_told_at_once_with_its_line() {
        assertThat(mistakes("""
                cases:
                  - code: CAFE
                    country: se
                    openend: 2019-02-01
                  - code: café
                    country: atlantis
                    opened: 2019-02-01
                  - code: WARDS
                    country: gb
                    opened: soon
                """))
                .containsExactly(
                        "cases.yaml line 2: cases 1 opened is missing",
                        "cases.yaml line 4: cases 1 openend is not known here; did you mean opened?",
                        "cases.yaml line 5: cases 2 code: 'café' is not a case code; one looks like CAFE",
                        "cases.yaml line 10: cases 3 opened: 'soon' is not a day; one looks like 2021-03-04");
    }

    @Test
    void what_is_not_yaml_is_told_with_the_place() {
        assertThat(mistakes("cases: [\n  {code: CAFE\n"))
                .hasSize(1)
                .first()
                .asString()
                .contains("line 3: this is not YAML");
    }

    @Test
    void an_empty_file_is_no_definition() {
        assertThat(mistakes("")).containsExactly("cases.yaml has no keys and values at its top");
    }

    private static List<String> mistakes(String yaml) {
        return catchThrowableOfType(DefinitionRefused.class, () -> read(yaml)).mistakes();
    }

    private static List<Case> read(String yaml) throws IOException {
        return Definition.read(
                "cases.yaml",
                new StringReader(yaml),
                root -> root.sections(
                        "cases",
                        one -> new Case(
                                one.value("code", CaseCode::new),
                                one.choice("country", Country.class),
                                one.day("opened"))));
    }
}
