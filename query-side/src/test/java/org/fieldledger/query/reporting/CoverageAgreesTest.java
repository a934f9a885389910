package org.fieldledger.query.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Random;
import org.fieldledger.query.RandomHistory;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What SQL counts of leadership interviews is what the question over HTTP says, over an invented history. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CoverageAgreesTest {

    private static final long SEED = Long.getLong("fieldledger.coverage.seed", 7L);
    private static final int EVENTS = 900;
    private static final int QUESTIONS = 40;

    @Test
    void leadership_coverage_in_sql_is_the_answer_over_http_at_any_two_times() {
        System.out.printf("Leadership coverage from seed %d%n", SEED);
        try (var reporting = new Reporting()) {
            new RandomHistory(SEED, reporting.ledger).live(EVENTS);
            reporting.abreast();
            var random = new Random(SEED);
            var cells = 0;
            for (var question = 0; question < QUESTIONS; question++) {
                var day = LocalDate.parse("2018-12-01").plusDays(random.nextInt(365 * 5));
                var known = question == 0 ? reporting.ledger.log().headRecordedAt() : anyMoment(reporting, random);
                var asked = reporting
                        .asking
                        .get("/api/leadership-coverage?trueAt=%s&knownAt=%s".formatted(day, known))
                        .path("items")
                        .valueStream()
                        .map(cell -> "%s %d %s %s %s %d %d %d %d"
                                .formatted(
                                        cell.path("caseCode").asString(),
                                        cell.path("year").asInt(),
                                        cell.path("from").asString(),
                                        cell.path("until").asString(),
                                        cell.path("status").asString().toLowerCase(Locale.ROOT),
                                        cell.path("keyLeaders").asInt(),
                                        cell.path("due").asInt(),
                                        cell.path("done").asInt(),
                                        cell.path("missed").asInt()))
                        .toList();
                assertThat(reporting.values("""
                                select concat_ws(' ', case_code, programme_year, from_day, until_day, status, key_leaders, due, done, missed)
                                  from reporting_v1.leadership_coverage_at(null, '%s', '%s') order by case_code, programme_year
                                """.formatted(day, known)))
                        .as("seed %d, on %s as known at %s", SEED, day, known)
                        .containsExactlyElementsOf(asked);
                cells += asked.size();
            }
            assertThat(cells).isGreaterThan(QUESTIONS);
        }
    }

    private static Instant anyMoment(Reporting reporting, Random random) {
        var log = reporting.ledger.log();
        return log.recordedAt(1 + random.nextInt((int) log.head()));
    }
}
