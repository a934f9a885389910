package org.fieldledger.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.consent.Story.ANNA;
import static org.fieldledger.consent.Story.FIRST;
import static org.fieldledger.consent.Story.INTERVIEW;
import static org.fieldledger.consent.Story.SECOND;
import static org.fieldledger.consent.Story.at;

import java.util.List;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.ConsentEvent.ConsentAttested;
import org.fieldledger.events.ConsentEvent.ConsentDeferred;
import org.fieldledger.events.ConsentEvent.ConsentExpired;
import org.fieldledger.events.ConsentEvent.ConsentInvalidated;
import org.fieldledger.events.ConsentEvent.ConsentReaffirmed;
import org.fieldledger.events.ConsentEvent.ConsentRequested;
import org.fieldledger.events.ConsentEvent.ConsentSuspended;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentEvent.ObjectionDecided;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.EthicsEvent.EthicsApprovalSuspended;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ObjectionOutcome;
import org.fieldledger.events.ReconsentRule;
import org.fieldledger.events.WithdrawalKind;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a person stands with a module on a day, as decisions and time have it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class StandingTest {

    private static final List<ModuleCode> MODULES = List.of(INTERVIEW);

    @Test
    void nobody_was_asked_then_asked_then_wanted_time_then_gave() {
        var story = Story.inSweden()
                .and(new ConsentRequested(at("2020-02-01"), ANNA, MODULES, FIRST, ConsentMethod.WRITTEN))
                .and(new ConsentDeferred(at("2020-02-03"), ANNA, MODULES, FIRST))
                .gave("2020-02-10");

        assertThat(story.stateOn("2020-01-31")).isEqualTo(State.NOT_ASKED);
        assertThat(story.stateOn("2020-02-01")).isEqualTo(State.REQUESTED);
        assertThat(story.stateOn("2020-02-03")).isEqualTo(State.DEFERRED);
        assertThat(story.stateOn("2020-02-10")).isEqualTo(State.GIVEN);
    }

    @Test
    void what_is_taken_back_on_a_day_is_taken_back_at_its_end() {
        var story = Story.inSweden().gave("2020-02-10").withdrew(WithdrawalKind.NO_FURTHER_COLLECTION, "2020-03-01");

        assertThat(story.stateOn("2020-03-01")).isEqualTo(State.GIVEN);
        assertThat(story.stateOn("2020-03-02")).isEqualTo(State.WITHDRAWN);
    }

    @ParameterizedTest
    @EnumSource(
            value = WithdrawalKind.class,
            names = {"NO_CONTACT", "NO_FURTHER_COLLECTION", "NO_NEW_USE", "DESTROY"})
    void four_kinds_of_withdrawal_close_collection(WithdrawalKind kind) {
        var story = Story.inSweden().gave("2020-02-10").withdrew(kind, "2020-03-01");

        assertThat(story.on("2020-03-02").state()).isEqualTo(State.WITHDRAWN);
        assertThat(story.on("2020-03-02").withdrawal()).isEqualTo(kind);
        assertThat(story.gave("2020-04-01").stateOn("2020-04-01")).isEqualTo(State.GIVEN);
    }

    @ParameterizedTest
    @EnumSource(
            value = WithdrawalKind.class,
            names = {"DISSENT_IN_SESSION", "REDUCE_OR_CHANGE_MODE"})
    void two_kinds_leave_the_consent_as_it_stands(WithdrawalKind kind) {
        assertThat(Story.inSweden()
                        .gave("2020-02-10")
                        .withdrew(kind, "2020-03-01")
                        .stateOn("2020-03-02"))
                .isEqualTo(State.GIVEN);
    }

    @Test
    void an_objection_puts_on_hold_and_lifting_it_restores_what_stood() {
        var story = Story.inSweden().gave("2020-02-10").withdrew(WithdrawalKind.RESTRICT_OR_OBJECT, "2020-03-01");
        var objection = story.last();
        assertThat(story.on("2020-03-02").cause()).isEqualTo(Cause.OBJECTION);

        story.and(new ObjectionDecided(
                at("2020-03-10"), ANNA, MODULES, objection, ObjectionOutcome.LIFTED, "the officer"));

        assertThat(story.stateOn("2020-03-09")).isEqualTo(State.SUSPENDED);
        assertThat(story.stateOn("2020-03-10")).isEqualTo(State.GIVEN);
    }

    @Test
    void an_objection_that_is_upheld_withdraws_from_new_use() {
        var story = Story.inSweden().gave("2020-02-10").withdrew(WithdrawalKind.RESTRICT_OR_OBJECT, "2020-03-01");
        story.and(new ObjectionDecided(
                at("2020-03-10"), ANNA, MODULES, story.last(), ObjectionOutcome.UPHELD, "the officer"));

        assertThat(story.on("2020-03-11").withdrawal()).isEqualTo(WithdrawalKind.NO_NEW_USE);
    }

    @Test
    void a_confirmation_lifts_a_hold_but_gives_nothing_that_was_not_given() {
        var confirmed = new ConsentReaffirmed(at("2020-04-01"), ANNA, MODULES, Decider.SELF, ConsentMethod.WRITTEN);

        assertThat(Story.inSweden().and(confirmed).stateOn("2020-04-02")).isEqualTo(State.NOT_ASKED);
        assertThat(Story.inSweden()
                        .gave("2020-02-10")
                        .and(new ConsentSuspended(at("2020-03-01"), ANNA, MODULES, "capacity in doubt"))
                        .and(confirmed)
                        .stateOn("2020-04-02"))
                .isEqualTo(State.REAFFIRMED);
    }

    @Test
    void what_somebody_vouches_for_counts_unless_the_person_said_no() {
        var vouched = new ConsentAttested(at("2020-04-01"), ANNA, MODULES, "a registrar", "a binder", null);

        assertThat(Story.inSweden().and(vouched).stateOn("2020-04-02")).isEqualTo(State.GIVEN);
        assertThat(Story.inSweden().refused("2020-03-01").and(vouched).stateOn("2020-04-02"))
                .isEqualTo(State.REFUSED);
    }

    @Test
    void an_invalid_decision_counts_for_nothing_from_the_beginning() {
        var story = Story.inSweden().gave("2020-02-10");
        story.and(new ConsentInvalidated(at("2020-03-01"), ANNA, MODULES, story.last(), "the wrong text"));

        assertThat(story.stateOn("2020-02-09")).isEqualTo(State.NOT_ASKED);
        assertThat(story.stateOn("2020-02-20")).isEqualTo(State.INVALIDATED);
        assertThat(story.interview("2020-02-20")).contains(CoverRule.CONSENT_INVALIDATED);
        assertThat(story.gave("2020-04-01").stateOn("2020-04-01")).isEqualTo(State.GIVEN);
    }

    @Test
    void a_loss_of_capacity_outlasts_an_objection_that_is_lifted() {
        var story = Story.inSweden().gave("2020-02-10").withdrew(WithdrawalKind.RESTRICT_OR_OBJECT, "2020-03-01");
        var objection = story.last();
        story.assessed(CapacityOutcome.LACKS_CAPACITY, "2020-03-05")
                .and(new ObjectionDecided(
                        at("2020-03-10"), ANNA, MODULES, objection, ObjectionOutcome.LIFTED, "the officer"));

        assertThat(story.on("2020-03-11").state()).isEqualTo(State.SUSPENDED);
        assertThat(story.on("2020-03-11").cause()).isEqualTo(Cause.CAPACITY);
    }

    @Test
    void a_withdrawal_known_only_to_the_month_may_have_come_after_a_yes_of_that_month() {
        var story = Story.inSweden().gave("2020-02-11").withdrew(WithdrawalKind.NO_FURTHER_COLLECTION, "2020-02");

        assertThat(story.stateOn("2020-02-20")).isEqualTo(State.WITHDRAWN);
        assertThat(story.gave("2020-03-01").stateOn("2020-03-01")).isEqualTo(State.GIVEN);
    }

    @Test
    void a_yes_known_only_to_the_month_may_have_come_before_a_withdrawal_of_that_month() {
        var story = Story.inSweden().gave("2020-02").withdrew(WithdrawalKind.NO_FURTHER_COLLECTION, "2020-02-15");

        assertThat(story.stateOn("2020-03-02")).isEqualTo(State.WITHDRAWN);
    }

    @Test
    void taken_back_in_the_morning_and_given_in_the_afternoon_covers_from_the_next_day() {
        var story = Story.inSweden()
                .gave("2020-02-11")
                .withdrew(WithdrawalKind.NO_FURTHER_COLLECTION, "2020-03-04T09:00")
                .gave("2020-03-04T14:00")
                .enrolled();

        assertThat(story.interview("2020-03-04")).containsExactly(CoverRule.CONSENT_WITHDRAWN);
        assertThat(story.interview("2020-03-05")).isEmpty();
    }

    @Test
    void a_slip_about_yesterday_that_arrives_today_does_not_undo_todays_yes() {
        var story = Story.inSweden().gave("2020-03-04").withdrew(WithdrawalKind.NO_FURTHER_COLLECTION, "2020-03-03");

        assertThat(story.stateOn("2020-03-04")).isEqualTo(State.GIVEN);
    }

    @Test
    void consent_that_expired_is_not_confirmed_back_to_life() {
        assertThat(Story.inSweden()
                        .gave("2020-02-10")
                        .and(new ConsentExpired(at("2020-03-01"), ANNA, MODULES))
                        .and(new ConsentReaffirmed(
                                at("2020-04-01"), ANNA, MODULES, Decider.SELF, ConsentMethod.WRITTEN))
                        .stateOn("2020-04-02"))
                .isEqualTo(State.EXPIRED);
    }

    @Test
    void in_Sweden_all_guardians_have_to_say_yes() {
        var story = Story.inSweden()
                .born("2010-01-01")
                .guardian("mother")
                .guardian("father")
                .gaveFor(DeciderCapacity.GUARDIAN, "mother", "2020-02-10");

        assertThat(story.stateOn("2020-02-11")).isEqualTo(State.REQUESTED);
        assertThat(story.on("2020-02-11").awaiting().guardians()).containsExactly("father");

        story.gaveFor(DeciderCapacity.GUARDIAN, "father", "2020-02-20");
        assertThat(story.stateOn("2020-02-20")).isEqualTo(State.GIVEN);
        assertThat(story.on("2020-02-20").decidedBy()).contains(story.last());
    }

    @Test
    void in_England_one_parent_suffices_together_with_the_childs_assent() {
        var story = Story.inEngland()
                .born("2010-01-01")
                .guardian("mother")
                .guardian("father")
                .gaveFor(DeciderCapacity.PARENT, "mother", "2020-02-10");
        assertThat(story.stateOn("2020-02-11")).isEqualTo(State.REQUESTED);
        assertThat(story.on("2020-02-11").awaiting().assent()).isTrue();

        assertThat(story.assented("2020-02-20").stateOn("2020-02-20")).isEqualTo(State.GIVEN);
        assertThat(story.stateOn("2020-02-19")).isEqualTo(State.REQUESTED);
    }

    @Test
    void a_childs_own_no_wins_over_what_guardians_gave_before_or_after() {
        var story = Story.inSweden()
                .born("2010-01-01")
                .guardian("mother")
                .gaveFor(DeciderCapacity.GUARDIAN, "mother", "2020-02-10")
                .dissented("2020-03-01")
                .gaveFor(DeciderCapacity.GUARDIAN, "mother", "2020-04-01");

        assertThat(story.stateOn("2020-03-01")).isEqualTo(State.GIVEN);
        assertThat(story.stateOn("2020-04-02")).isEqualTo(State.REFUSED);
        assertThat(story.assented("2020-05-01").stateOn("2020-05-01")).isEqualTo(State.GIVEN);
    }

    @Test
    void what_guardians_gave_is_on_hold_from_the_birthday_on_which_the_person_decides() {
        var story = Story.inSweden()
                .born("2006-05-17")
                .guardian("mother")
                .gaveFor(DeciderCapacity.GUARDIAN, "mother", "2020-02-10");

        assertThat(story.stateOn("2021-05-16")).isEqualTo(State.GIVEN);
        assertThat(story.stateOn("2021-05-17")).isEqualTo(State.SUSPENDED);
        assertThat(story.on("2021-05-17").cause()).isEqualTo(Cause.AGE_REACHED);
        assertThat(story.gave("2021-06-01").stateOn("2021-06-01")).isEqualTo(State.GIVEN);
    }

    @Test
    void a_birth_known_to_the_year_is_read_as_the_earliest_birthday_there_can_be() {
        var story = Story.inSweden()
                .born("2006")
                .guardian("mother")
                .gaveFor(DeciderCapacity.GUARDIAN, "mother", "2020-02-10");

        assertThat(story.stateOn("2020-12-31")).isEqualTo(State.GIVEN);
        assertThat(story.stateOn("2021-01-01")).isEqualTo(State.SUSPENDED);
    }

    @Test
    void nobody_comes_of_age_while_found_to_lack_the_ability() {
        var story = Story.inSweden()
                .born("2006-05-17")
                .guardian("mother")
                .assessed(CapacityOutcome.LACKS_CAPACITY, "2020-02-01")
                .gaveFor(DeciderCapacity.GUARDIAN, "mother", "2020-02-10");

        assertThat(story.stateOn("2021-05-17")).isEqualTo(State.GIVEN);
    }

    @Test
    void losing_capacity_puts_on_hold_and_regaining_it_ends_what_a_consultee_advised() {
        var story = Story.inEngland()
                .consultee("sibling")
                .gave("2020-02-10")
                .assessed(CapacityOutcome.LACKS_CAPACITY, "2020-03-01");
        assertThat(story.on("2020-03-02").cause()).isEqualTo(Cause.CAPACITY);

        story.gaveFor(DeciderCapacity.CONSULTEE, "sibling", "2020-03-10");
        assertThat(story.stateOn("2020-03-10")).isEqualTo(State.GIVEN);

        story.assessed(CapacityOutcome.HAS_CAPACITY, "2020-04-01");
        assertThat(story.on("2020-04-02").cause()).isEqualTo(Cause.CAPACITY);
        assertThat(story.gave("2020-04-10").stateOn("2020-04-10")).isEqualTo(State.GIVEN);
    }

    @Test
    void an_amendment_that_requires_it_makes_consent_due_again_until_given_on_another_text() {
        var story = Story.inSweden().gave("2020-02-10").amended("2020-09-01", ReconsentRule.REQUIRED, FIRST);

        assertThat(story.stateOn("2020-09-01")).isEqualTo(State.GIVEN);
        assertThat(story.stateOn("2020-09-02")).isEqualTo(State.RECONSENT_DUE);
        story.and(new ConsentReaffirmed(at("2020-09-05"), ANNA, MODULES, Decider.SELF, ConsentMethod.WRITTEN));
        assertThat(story.stateOn("2020-09-06")).isEqualTo(State.RECONSENT_DUE);
        assertThat(story.gaveOn(SECOND, "2020-10-01").stateOn("2020-10-01")).isEqualTo(State.GIVEN);
    }

    @Test
    void an_amendment_that_only_has_to_be_told_changes_nothing() {
        assertThat(Story.inSweden()
                        .gave("2020-02-10")
                        .amended("2020-09-01", ReconsentRule.NOTIFY, FIRST)
                        .stateOn("2020-09-02"))
                .isEqualTo(State.GIVEN);
    }

    @Test
    void consent_is_on_hold_while_no_approval_is_in_force() {
        var story = Story.inSweden()
                .gave("2020-02-10")
                .and(new EthicsApprovalSuspended(at(null, "2020-03-20"), Story.APPROVAL, "the pandemic"));

        assertThat(story.stateOn("2020-03-20")).isEqualTo(State.GIVEN);
        assertThat(story.on("2020-03-21").cause()).isEqualTo(Cause.APPROVAL_LAPSED);
    }

    @Test
    void consent_ends_with_the_modules_period_whether_or_not_anybody_looked() {
        var story = Story.inSweden().gave("2020-02-10");

        assertThat(story.stateOn("2024-12-31")).isEqualTo(State.GIVEN);
        assertThat(story.on("2025-01-01").cause()).isEqualTo(Cause.PERIOD_OVER);
    }
}
