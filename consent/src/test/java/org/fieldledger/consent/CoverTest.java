package org.fieldledger.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.consent.Story.ANNA;
import static org.fieldledger.consent.Story.BO;
import static org.fieldledger.consent.Story.FIRST;
import static org.fieldledger.consent.Story.INTERVIEW;
import static org.fieldledger.consent.Story.at;
import static org.fieldledger.consent.Story.interviewed;
import static org.fieldledger.consent.Story.noon;

import java.time.LocalDate;
import java.util.List;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.consent.Upcoming.Due;
import org.fieldledger.consent.Upcoming.Task;
import org.fieldledger.events.CaseStudyEvent.CaseClosed;
import org.fieldledger.events.ConsentEvent.DissentExpressed;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.FieldEvents;
import org.fieldledger.events.GroupSessionEvent.FocusGroupHeld;
import org.fieldledger.events.Held;
import org.fieldledger.events.Mode;
import org.fieldledger.events.ReconsentRule;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.WithdrawalKind;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Whether an action was covered, what may be done with what it collected, and what falls due. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CoverTest {

    private static final SessionCode SESSION = new SessionCode("CAFE-FG-1");

    @Test
    void it_is_said_of_every_kind_of_event_what_it_needs() {
        assertThat(FieldEvents.BY_NAME.values())
                .allSatisfy(kind -> assertThat(Needs.of(kind)).isNotNull());
    }

    @Test
    void an_interview_is_covered_from_the_day_consent_was_given_to_the_day_it_was_taken_back() {
        var story = Story.inSweden()
                .enrolled()
                .gave("2020-02-10")
                .withdrew(WithdrawalKind.NO_FURTHER_COLLECTION, "2020-03-01");

        assertThat(story.interview("2020-02-09")).containsExactly(CoverRule.CONSENT_NOT_GIVEN);
        assertThat(story.interview("2020-02-10")).isEmpty();
        assertThat(story.interview("2020-03-01")).isEmpty();
        assertThat(story.interview("2020-03-02")).containsExactly(CoverRule.CONSENT_WITHDRAWN);
    }

    @Test
    void to_the_minute_consent_covers_what_comes_after_it() {
        var story = Story.inSweden().enrolled().gave("2020-02-10T14:00");

        assertThat(story.interview("2020-02-10T13:59")).containsExactly(CoverRule.CONSENT_NOT_GIVEN);
        assertThat(story.interview("2020-02-10T14:00")).isEmpty();
        assertThat(story.interview("2020-02-10")).isEmpty();
    }

    @Test
    void consent_that_was_taken_back_during_an_action_does_not_cover_it() {
        var story = Story.inSweden()
                .enrolled()
                .gave("2020-02-10")
                .withdrew(WithdrawalKind.NO_FURTHER_COLLECTION, "2020-03-01");

        assertThat(story.interview("2020-03")).containsExactly(CoverRule.CONSENT_WITHDRAWN);
    }

    @Test
    void a_birthday_within_an_action_ends_the_cover_of_what_guardians_gave() {
        var story = Story.inSweden()
                .enrolled()
                .born("2006-05-17")
                .guardian("mother")
                .gaveFor(DeciderCapacity.GUARDIAN, "mother", "2020-02-10");

        assertThat(story.interview("2021-05-16")).isEmpty();
        assertThat(story.interview("2021-05")).containsExactly(CoverRule.CONSENT_SUSPENDED);
    }

    @Test
    void a_case_that_was_told_to_be_closed_twice_was_open_until_the_earlier_day_whichever_was_told_first() {
        var story = Story.inSweden()
                .enrolled()
                .gave("2020-02-10")
                .and(new CaseClosed(at("2020-11-15"), "Done"))
                .and(new CaseClosed(at("2020-05-18"), "Done"))
                .and(new CaseClosed(at("2020-08-01"), "Done"));

        assertThat(story.interview("2020-05-18")).isEmpty();
        assertThat(story.interview("2020-05-19")).containsExactly(CoverRule.CASE_NOT_OPEN);
    }

    @Test
    void what_ends_at_a_minute_or_with_a_day_does_not_cover_the_moment_at_which_it_is_over() {
        var toTheMinute =
                Story.inSweden().enrolled().gave("2020-02-10").and(new CaseClosed(at("2020-11-15T14:00"), "Done"));
        var toTheDay = Story.inSweden().enrolled().gave("2020-02-10").and(new CaseClosed(at("2020-11-15"), "Done"));

        assertThat(toTheMinute.interview("2020-11-15T13:59")).isEmpty();
        assertThat(toTheMinute.interview("2020-11-15T14:00")).containsExactly(CoverRule.CASE_NOT_OPEN);
        assertThat(toTheDay.interview("2020-11-15T23:59")).isEmpty();
        assertThat(toTheDay.interview("2020-11-16T00:00")).containsExactly(CoverRule.CASE_NOT_OPEN);
    }

    @Test
    void every_reason_is_told_at_once() {
        assertThat(Story.inSweden().interview("2019-01-15"))
                .containsExactly(
                        CoverRule.CASE_NOT_OPEN,
                        CoverRule.PERFORMER_NOT_ASSIGNED,
                        CoverRule.PARTICIPANT_NOT_ENROLLED,
                        CoverRule.CONSENT_NOT_GIVEN);
    }

    @Test
    void after_an_amendment_that_requires_it_nothing_is_covered_by_the_old_text() {
        assertThat(Story.inSweden()
                        .enrolled()
                        .gave("2020-02-10")
                        .amended("2020-09-01", ReconsentRule.REQUIRED, FIRST)
                        .interview("2020-09-02"))
                .containsExactly(CoverRule.RECONSENT_DUE);
    }

    @Test
    void somebody_met_only_by_telephone_is_not_met_otherwise_until_they_consent_anew() {
        var story = Story.inSweden().enrolled().gave("2020-02-10").wantsOnly("2020-03-01", Mode.TELEPHONE);

        assertThat(story.interview("2020-03-02", Mode.TELEPHONE, ANNA)).isEmpty();
        assertThat(story.interview("2020-03-02", Mode.IN_PERSON, ANNA)).containsExactly(CoverRule.MODE_DECLINED);
        assertThat(story.interview("2020-03-02", null, ANNA)).containsExactly(CoverRule.MODE_DECLINED);
        assertThat(story.gave("2020-04-01").interview("2020-04-01", Mode.IN_PERSON, ANNA))
                .isEmpty();
    }

    @Test
    void somebody_who_wants_no_contact_is_not_interviewed() {
        assertThat(Story.inSweden()
                        .enrolled()
                        .gave("2020-02-10")
                        .withdrew(WithdrawalKind.NO_CONTACT, "2020-03-01")
                        .interview("2020-03-02"))
                .containsExactly(CoverRule.NO_CONTACT);
    }

    @Test
    void one_person_blocks_a_group_and_is_named() {
        var story = Story.inSweden().enrolled().enrolled(BO).gave("2020-02-10").gave(BO, "2020-02-10");
        assertThat(story.interview("2020-03-02", null, ANNA, BO)).isEmpty();

        story.dissented("2020-03-01");

        assertThat(story.read().shortfalls(Action.of(interviewed("2020-03-02", null, ANNA, BO), List.of())))
                .singleElement()
                .satisfies(shortfall -> {
                    assertThat(shortfall.participant()).isEqualTo(ANNA);
                    assertThat(shortfall.rule()).isEqualTo(CoverRule.CONSENT_REFUSED);
                    assertThat(shortfall.detail()).contains("CAFE-0001 refused interview on 2020-03-01");
                });
    }

    @Test
    void a_no_to_one_session_stops_that_session_only() {
        var story = Story.inSweden()
                .enrolled()
                .gave("2020-02-10")
                .and(new DissentExpressed(at("2020-03-01"), ANNA, List.of(INTERVIEW), SESSION, Held.DESTROY));

        assertThat(story.read().shortfalls(Action.of(focusGroup(), List.of())))
                .extracting(Shortfall::rule)
                .containsExactly(CoverRule.SESSION_DISSENTED);
        assertThat(story.interview("2020-03-02")).isEmpty();
        assertThat(use(story.and(focusGroup()), "2020-03-03")).isEqualTo(Use.TO_BE_DESTROYED);
    }

    @Test
    void what_is_held_follows_the_kind_of_withdrawal_that_came_after_it() {
        assertThat(held(WithdrawalKind.NO_FURTHER_COLLECTION)).isEqualTo(Use.USABLE);
        assertThat(held(WithdrawalKind.NO_CONTACT)).isEqualTo(Use.USABLE);
        assertThat(held(WithdrawalKind.REDUCE_OR_CHANGE_MODE)).isEqualTo(Use.USABLE);
        assertThat(held(WithdrawalKind.NO_NEW_USE)).isEqualTo(Use.NOT_IN_NEW_DATASETS);
        assertThat(held(WithdrawalKind.RESTRICT_OR_OBJECT)).isEqualTo(Use.ON_HOLD);
        assertThat(held(WithdrawalKind.DESTROY)).isEqualTo(Use.TO_BE_DESTROYED);
    }

    @Test
    void what_was_collected_after_a_withdrawal_that_became_known_late_is_quarantined() {
        var story = Story.inSweden().enrolled().gave("2020-02-10").and(interviewed("2020-03-10", null, ANNA));
        assertThat(use(story, "2020-04-01")).isEqualTo(Use.USABLE);

        var collected = story.last();
        story.withdrew(WithdrawalKind.NO_FURTHER_COLLECTION, "2020-03-01");

        assertThat(HeldMaterial.of(
                                story.read().person(ANNA),
                                new Fact<>(collected, interviewed("2020-03-10", null, ANNA)),
                                noon("2020-04-01"))
                        .use())
                .isEqualTo(Use.QUARANTINED);
    }

    @Test
    void what_is_held_of_a_module_stays_usable_until_the_end_of_its_use() {
        var story = Story.inSweden().enrolled().gave("2020-02-10").and(interviewed("2020-03-10", null, ANNA));

        assertThat(use(story, "2029-12-31")).isEqualTo(Use.USABLE);
        assertThat(use(story, "2030-01-01")).isEqualTo(Use.USE_PERIOD_OVER);
    }

    @Test
    void what_falls_due_is_told_in_advance() {
        var person = Story.inSweden()
                .born("2006-05-17")
                .guardian("mother")
                .gaveFor(DeciderCapacity.GUARDIAN, "mother", "2020-02-10")
                .read()
                .person(ANNA);

        assertThat(Upcoming.of(person, day("2020-06-01"), day("2021-05-16"))).isEmpty();
        assertThat(Upcoming.of(person, day("2020-06-01"), day("2021-05-17")))
                .singleElement()
                .extracting(Due::task, Due::on)
                .containsExactly(Task.COMING_OF_AGE, day("2021-05-17"));
        assertThat(Upcoming.ofCase(person.caseReading(), day("2024-01-01"), day("2024-12-31")))
                .extracting(Due::task)
                .containsExactly(Task.APPROVAL_ENDS);
    }

    private static Use held(WithdrawalKind kind) {
        var story = Story.inSweden().enrolled().gave("2020-02-10").and(interviewed("2020-03-10", null, ANNA));
        var collected = story.last();
        story.withdrew(kind, "2020-04-01").gave("2020-05-01");
        return HeldMaterial.of(
                        story.read().person(ANNA),
                        new Fact<>(collected, interviewed("2020-03-10", null, ANNA)),
                        noon("2020-06-01"))
                .use();
    }

    private static Use use(Story story, String day) {
        var facts = story.read();
        var last = story.facts().getLast();
        return HeldMaterial.of(facts.person(ANNA), last, noon(day)).use();
    }

    private static FocusGroupHeld focusGroup() {
        return new FocusGroupHeld(interviewed("2020-03-02", null, ANNA).envelope(), SESSION, "Visits");
    }

    private static LocalDate day(String day) {
        return LocalDate.parse(day);
    }
}
