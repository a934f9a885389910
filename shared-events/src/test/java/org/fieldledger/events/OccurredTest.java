package org.fieldledger.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class OccurredTest {

    private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    /** Samoa left out 30 December 2011 altogether. */
    private static final ZoneId APIA = ZoneId.of("Pacific/Apia");

    @Test
    void a_date_is_a_whole_day_in_its_own_zone_and_not_midnight() {
        var day = new Occurred("2021-03-04", null, STOCKHOLM);

        assertThat(day.precision()).isEqualTo(Precision.DAY);
        assertThat(day.earliest()).isEqualTo(Instant.parse("2021-03-03T23:00:00Z"));
        assertThat(day.latest()).isEqualTo(Instant.parse("2021-03-04T23:00:00Z"));
        assertThat(day.lastDay()).isEqualTo(LocalDate.parse("2021-03-04"));
    }

    @Test
    void the_same_date_begins_an_hour_later_in_London() {
        assertThat(new Occurred("2021-03-04", null, LONDON).earliest())
                .isEqualTo(Instant.parse("2021-03-04T00:00:00Z"));
    }

    @Test
    void the_day_the_clocks_go_forward_is_an_hour_shorter() {
        var day = new Occurred("2021-03-28", null, STOCKHOLM);

        assertThat(day.earliest()).isEqualTo(Instant.parse("2021-03-27T23:00:00Z"));
        assertThat(day.latest()).isEqualTo(Instant.parse("2021-03-28T22:00:00Z"));
    }

    @Test
    void a_time_that_the_clock_change_skips_is_read_an_hour_later() {
        assertThat(new Occurred("2021-03-28T02:30", null, STOCKHOLM).earliest())
                .isEqualTo(Instant.parse("2021-03-28T01:30:00Z"));
    }

    @Test
    void a_month_has_certainly_begun_only_when_it_is_over() {
        var month = new Occurred("2021-02", null, STOCKHOLM);

        assertThat(month.precision()).isEqualTo(Precision.MONTH);
        assertThat(month.begunOn()).isEqualTo(LocalDate.parse("2021-02-28"));
        assertThat(month.begunBy()).isEqualTo(Instant.parse("2021-02-28T23:00:00Z"));
        assertThat(month.firstDay()).isEqualTo(LocalDate.parse("2021-02-01"));
    }

    @Test
    void an_interval_to_the_minute_ends_at_the_minute_named() {
        var meeting = new Occurred("2021-03-04T10:00", "2021-03-04T11:30", STOCKHOLM);

        assertThat(meeting.earliest()).isEqualTo(Instant.parse("2021-03-04T09:00:00Z"));
        assertThat(meeting.latest()).isEqualTo(Instant.parse("2021-03-04T10:30:00Z"));
        assertThat(meeting.begunBy()).isEqualTo(meeting.earliest());
    }

    @Test
    void an_interval_that_ends_before_it_begins_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Occurred("2021-03-04", "2021-03-03", STOCKHOLM))
                .withMessageContaining("ends before it begins");
    }

    @Test
    void every_minute_of_a_year_of_clock_changes_is_read_as_the_calendar_has_it() {
        for (var minute = LocalDateTime.parse("2020-01-01T00:00");
                minute.getYear() == 2020;
                minute = minute.plusMinutes(1))
            for (var zone : List.of(STOCKHOLM, LONDON, APIA))
                assertThat(new Occurred(minute.toString(), null, zone).earliest())
                        .isEqualTo(minute.atZone(zone).toInstant());
    }

    @Test
    void every_day_and_month_ends_where_the_next_begins() {
        for (var day = LocalDate.parse("2010-01-01"); day.getYear() < 2026; day = day.plusDays(1))
            for (var zone : List.of(STOCKHOLM, LONDON, APIA)) {
                assertThat(Occurred.on(day, zone).latest())
                        .isEqualTo(day.plusDays(1).atStartOfDay(zone).toInstant());
                var month = YearMonth.from(day);
                var written = new Occurred(month.toString(), null, zone);
                assertThat(written.latest())
                        .isEqualTo(
                                month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant());
                assertThat(written.lastDay()).isEqualTo(month.atEndOfMonth());
            }
        assertThat(new Occurred("2020", null, STOCKHOLM).lastDay()).isEqualTo(LocalDate.parse("2020-12-31"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2021-3-4",
                "2021-02-30",
                "2021-13",
                "2021-00-10",
                "2021/03/04",
                "٢٠٢١",
                "-202",
                "+2021-3",
                "2021-03-04 10:00",
                "2021-03-04T25:00",
                "2021-03-04T10:60",
                "2021-03-04T10:00:00Z"
            })
    void what_cannot_be_read_is_refused_with_the_forms_that_can(String written) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Occurred(written, null, STOCKHOLM))
                .withMessageContaining("2021-03-04T10:00");
    }
}
