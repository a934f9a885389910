package org.fieldledger.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.query.Fieldwork.CAFE;
import static org.fieldledger.query.Fieldwork.WARDS;
import static org.fieldledger.query.Fieldwork.approved;
import static org.fieldledger.query.Fieldwork.enrolled;
import static org.fieldledger.query.Fieldwork.given;
import static org.fieldledger.query.Fieldwork.in;
import static org.fieldledger.query.Fieldwork.on;
import static org.fieldledger.query.Fieldwork.opened;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.Country;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** At half past eleven in the evening in London it is the next day already where the store is, in Stockholm. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CaseDaysTest {

    private static final String LATE = "knownAt=2021-01-10T23:30:00Z";
    private static final Ledger LEDGER = new Ledger();
    private static Asking asking;

    @BeforeAll
    static void one_case_in_each_zone() {
        LEDGER.record(
                List.of(
                        opened(CAFE, "2019-01-10"),
                        new CaseRegistered(
                                in(WARDS, on("2019-01-10")),
                                "A case",
                                Country.GB,
                                "a ward",
                                true,
                                ZoneId.of("Europe/London")),
                        approved("2018-12-01", CAFE, WARDS),
                        enrolled(CAFE, "CAFE-0001", "patient", "2019-02-01"),
                        given(CAFE, "CAFE-0001", "2019-02-01", "interview"),
                        enrolled(WARDS, "WARDS-0001", "patient", "2019-02-01"),
                        given(WARDS, "WARDS-0001", "2019-02-01", "interview"),
                        enrolled(CAFE, "BOTH-0001", "patient", "2019-02-01"),
                        enrolled(WARDS, "BOTH-0001", "patient", "2019-02-01"),
                        given(WARDS, "BOTH-0001", "2019-02-01", "interview")),
                Instant.parse("2020-06-01T08:00:00Z"));
        asking = new Asking(LEDGER);
    }

    @AfterAll
    static void stop() {
        asking.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/cases/WARDS/consent?",
                "/api/participants/WARDS-0001/consent?",
                "/api/participants/WARDS-0001/held?",
                "/api/timeline?case=WARDS&use=usable&",
                "/api/research/retention?case=WARDS&",
                "/api/audit/expires-next?case=WARDS&"
            })
    void a_day_that_is_left_out_is_that_of_the_case(String question) {
        assertThat(day(question)).isEqualTo("2021-01-10");
        assertThat(day(question.replace("WARDS", "CAFE"))).isEqualTo("2021-01-11");
    }

    @Test
    void for_what_lies_in_several_zones_it_is_that_of_the_store() {
        assertThat(day("/api/participants/BOTH-0001/consent?")).isEqualTo("2021-01-11");
        assertThat(day("/api/audit/expires-next?")).isEqualTo("2021-01-11");
    }

    private static String day(String question) {
        return asking.get(question + LATE).at("/basis/trueAt").asString();
    }
}
