package org.fieldledger.query.audit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fieldledger.query.Fieldwork.CAFE;
import static org.fieldledger.query.Fieldwork.WARDS;
import static org.fieldledger.query.Fieldwork.enrolled;
import static org.fieldledger.query.Fieldwork.given;
import static org.fieldledger.query.Fieldwork.opened;

import java.time.Instant;
import java.util.Map;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.Ledger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Codes are looked up in a real log, which grows meanwhile. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class KnownCodesTest {

    private static final Instant RECORDED = Instant.parse("2020-03-01T09:00:00Z");

    private final Ledger ledger = new Ledger();
    private final KnownCodes known = new KnownCodes(ledger.log());

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void a_code_is_refused_until_something_is_recorded_of_it_however_often_it_was_asked_for_before() {
        assertRefused("participant", "CAFE-0001", "Nothing is recorded of a person of that code");
        ledger.record(opened(CAFE, "2020-01-10"), RECORDED);
        ledger.record(enrolled(CAFE, "CAFE-0001", "patient", "2020-02-01"), RECORDED);

        assertKnown("participant", "CAFE-0001");
        assertKnown("case", "CAFE");
        assertRefused("participant", "CAFE-0002", "Did you mean CAFE-0001?");

        ledger.record(given(CAFE, "CAFE-0002", "2020-02-03", "interview"), RECORDED);
        assertKnown("participant", "CAFE-0002");
        assertKnown("participant", "CAFE-0001");
    }

    @Test
    void a_case_is_known_from_its_opening_and_not_because_somebody_is_in_it() {
        ledger.record(enrolled(WARDS, "WARDS-0001", "patient", "2020-02-01"), RECORDED);
        assertRefused("case", "WARDS", "No case of that code has been opened");
        ledger.record(opened(WARDS, "2020-01-10"), RECORDED);
        assertKnown("case", "WARDS");
    }

    @Test
    void what_is_narrowed_by_neither_is_not_looked_up() {
        assertThatCode(() -> known.require(Map.of("months", "6"))).doesNotThrowAnyException();
    }

    private void assertKnown(String parameter, String code) {
        assertThatCode(() -> known.require(Map.of(parameter, code))).doesNotThrowAnyException();
    }

    private void assertRefused(String parameter, String code, String because) {
        assertThatThrownBy(() -> known.require(Map.of(parameter, code)))
                .isInstanceOf(BadQuestion.class)
                .hasMessageContaining(because);
    }
}
