package org.fieldledger.command.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.command.desk.Scenario.ANNA;
import static org.fieldledger.command.desk.Scenario.CAFE;
import static org.fieldledger.command.desk.Scenario.FORM;
import static org.fieldledger.command.desk.Scenario.on;
import static org.fieldledger.command.desk.Scenario.openCase;

import java.util.List;
import java.util.stream.Stream;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.Rule;
import org.fieldledger.command.consent.ConsentCommand.AppointRelationship;
import org.fieldledger.command.consent.ConsentCommand.AttestConsent;
import org.fieldledger.command.consent.ConsentCommand.ChangeConsent;
import org.fieldledger.command.consent.ConsentCommand.ExpressDissent;
import org.fieldledger.command.consent.ConsentCommand.GiveConsent;
import org.fieldledger.command.consent.ConsentCommand.InvalidateConsent;
import org.fieldledger.command.consent.ConsentCommand.ReaffirmConsent;
import org.fieldledger.command.consent.ConsentCommand.SuspendConsent;
import org.fieldledger.command.consent.ConsentCommand.WithdrawConsent;
import org.fieldledger.command.consentform.ConsentFormCommand.RetireConsentFormVersion;
import org.fieldledger.command.desk.Scenario;
import org.fieldledger.command.governance.GovernanceCommand.EnterInError;
import org.fieldledger.command.interview.InterviewCommand.RecordInterview;
import org.fieldledger.command.participant.ParticipantCommand.EnrolParticipant;
import org.fieldledger.command.participant.ParticipantCommand.RecordBirth;
import org.fieldledger.command.programme.ProgrammeCommand.AdoptConsentRules;
import org.fieldledger.events.Ability;
import org.fieldledger.events.ConsentEvent.ConsentAttested;
import org.fieldledger.events.ConsentEvent.ConsentChanged;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentInvalidated;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Country;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.Envelope.Correction;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.fieldledger.events.InterviewEvent.InterviewRecorded;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ProgrammeEvent.ConsentRulesAdopted;
import org.fieldledger.events.ProgrammeEvent.DecisionRule;
import org.fieldledger.events.Quorum;
import org.fieldledger.events.RelationshipKind;
import org.fieldledger.events.Role;
import org.fieldledger.events.WithdrawalKind;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What may be recorded about a person's consent. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ConsentChapterTest {

    @Test
    void consent_to_nothing_is_not_consent() {
        openCase().when(gave("2020-02-11")).refused(Rule.FIELD_NOT_FILLED_IN);
    }

    @Test
    void a_person_can_only_say_yes_to_what_the_text_asks_about() {
        openCase().when(gave("2020-02-11", "interview", "genome")).refused(Rule.MODULE_UNKNOWN);
    }

    @Test
    void nobody_is_asked_on_a_text_that_does_not_exist() {
        openCase()
                .when(new GiveConsent(
                        report("2020-02-11"),
                        ANNA,
                        modules("interview"),
                        new FormVersionCode("CAFE-ADULT-9.9-sv"),
                        Decider.SELF,
                        ConsentMethod.WRITTEN,
                        null))
                .refused(Rule.FORM_VERSION_UNKNOWN);
    }

    @Test
    void a_retired_text_can_still_be_what_somebody_signed_before_it_was_retired() {
        openCase()
                .given(new RetireConsentFormVersion(
                        Report.on(null, on("2020-09-01")).done(), FORM, "Replaced"))
                .when(gave("2020-09-02", "interview"))
                .refused(Rule.FORM_VERSION_NOT_IN_USE)
                .when(gave("2020-08-31", "interview"))
                .then(ConsentGiven.class);
    }

    @Test
    void withdrawing_without_naming_modules_takes_back_all_that_was_given_then() {
        var withdrawn = openCase()
                .given(gave("2020-02-11", "interview", "audio"), gave("2020-05-01", "diary"))
                .when(withdrew("2020-04-01"))
                .event(ConsentWithdrawn.class);

        assertThat(withdrawn.modules()).isEqualTo(modules("audio", "interview"));
    }

    @Test
    void withdrawing_again_succeeds_and_records_nothing() {
        openCase()
                .given(gave("2020-02-11", "interview"), withdrew("2020-04-01"))
                .when(withdrew("2020-04-02"))
                .then();
    }

    @Test
    void whoever_took_back_consent_can_still_ask_for_everything_to_be_destroyed() {
        var demand = openCase()
                .given(gave("2020-02-11", "interview", "audio"), withdrew("2020-04-01"))
                .when(withdrew("2020-06-01", WithdrawalKind.DESTROY))
                .event(ConsentWithdrawn.class);

        assertThat(demand.modules()).isEqualTo(modules("audio", "interview"));
    }

    @Test
    void consent_on_hold_is_taken_back_with_the_rest() {
        var withdrawn = openCase()
                .given(gave("2020-02-11", "interview", "audio"))
                .given(new SuspendConsent(report("2020-03-01"), ANNA, modules("audio"), "In hospital"))
                .when(withdrew("2020-04-01"))
                .event(ConsentWithdrawn.class);

        assertThat(withdrawn.modules()).isEqualTo(modules("audio", "interview"));
    }

    @Test
    void withdrawing_where_nothing_was_ever_given_is_refused_and_not_taken_for_done() {
        openCase()
                .when(withdrew("2020-04-01"))
                .refused(Rule.NOTHING_GIVEN)
                .given(gave("2020-02-11", "interview"))
                .when(withdrew("2020-01-15"))
                .refused(Rule.NOTHING_GIVEN);
    }

    @Test
    void only_what_was_given_can_be_confirmed() {
        openCase()
                .when(new ReaffirmConsent(
                        report("2020-03-01"), ANNA, modules("interview"), Decider.SELF, ConsentMethod.ORAL_WITNESSED))
                .refused(Rule.NOTHING_GIVEN);
    }

    @Test
    void one_conversation_may_give_one_thing_and_take_back_another() {
        openCase()
                .given(gave("2020-02-11", "interview", "audio"), enrolled())
                .when(new ChangeConsent(
                        report("2020-04-01"),
                        ANNA,
                        modules("diary"),
                        modules("audio"),
                        FORM,
                        Decider.SELF,
                        ConsentMethod.WRITTEN))
                .then(ConsentChanged.class)
                .when(withdrew("2020-05-01"))
                .then(ConsentWithdrawn.class);
    }

    @Test
    void the_same_module_cannot_be_given_and_taken_back_in_one_breath() {
        openCase()
                .when(new ChangeConsent(
                        report("2020-04-01"),
                        ANNA,
                        modules("diary"),
                        modules("diary"),
                        FORM,
                        Decider.SELF,
                        ConsentMethod.WRITTEN))
                .refused(Rule.FIELD_NOT_FILLED_IN);
    }

    @Test
    void an_invalid_decision_covers_nothing_from_the_beginning() {
        var scenario = openCase().given(enrolled(), gave("2020-02-11", "interview"));

        scenario.when(new InvalidateConsent(
                        report("2020-03-01"),
                        ANNA,
                        modules("interview"),
                        scenario.last(ConsentGiven.class),
                        "Another text was shown"))
                .then(ConsentInvalidated.class)
                .when(interview("2020-02-20"))
                .refused(Rule.CONSENT_INVALIDATED);
    }

    @Test
    void consent_from_before_the_store_existed_is_vouched_for_and_covers_from_its_own_day() {
        openCase()
                .given(enrolled())
                .when(new AttestConsent(
                        report("2020-02-01"),
                        ANNA,
                        modules("interview"),
                        "data-manager",
                        "Signed forms in the binder",
                        null))
                .then(ConsentAttested.class)
                .when(interview("2020-02-10"))
                .then(InterviewRecorded.class);
    }

    @Test
    void a_consent_entered_in_error_is_not_unmarked_but_no_longer_covers() {
        var scenario = openCase().given(enrolled(), gave("2020-02-11", "interview"));
        var entered = new EnterInError(Report.on(CAFE, on("2020-03-01"))
                .correcting(new Correction(scenario.last(ConsentGiven.class), "Another person's form"))
                .done());

        scenario.when(entered)
                .then(EnteredInError.class)
                .when(interview("2020-03-02"))
                .refused(Rule.CONSENT_NOT_GIVEN)
                .when(entered)
                .refused(Rule.ALREADY_SUPERSEDED);
    }

    @Test
    void correcting_the_day_of_a_consent_moves_what_it_covers() {
        var scenario = openCase().given(enrolled(), gave("2020-03-11", "interview"));
        scenario.when(interview("2020-02-20")).refused(Rule.CONSENT_NOT_GIVEN);

        var corrected = new GiveConsent(
                Report.on(CAFE, on("2020-02-11"))
                        .correcting(new Correction(scenario.last(ConsentGiven.class), "The month was misread"))
                        .done(),
                ANNA,
                modules("interview"),
                FORM,
                Decider.SELF,
                ConsentMethod.WRITTEN,
                null);

        scenario.given(corrected).when(interview("2020-02-20")).then(InterviewRecorded.class);
    }

    @Test
    void what_is_said_aloud_needs_a_witness() {
        openCase()
                .when(new GiveConsent(
                        report("2020-02-11"),
                        ANNA,
                        modules("interview"),
                        FORM,
                        Decider.SELF,
                        ConsentMethod.ORAL_WITNESSED,
                        null))
                .refused(Rule.WITNESS_MISSING)
                .when(new GiveConsent(
                        report("2020-02-11"),
                        ANNA,
                        modules("interview"),
                        FORM,
                        Decider.SELF,
                        ConsentMethod.ORAL_WITNESSED,
                        null,
                        "a nurse"))
                .then(ConsentGiven.class);
    }

    @Test
    void a_guardian_decides_only_for_whom_the_rules_let_them_and_once_appointed() {
        underSwedishRules()
                .when(gaveFor("mother", "2020-02-11"))
                .refused(Rule.DECIDER_NOT_ENTITLED)
                .given(new RecordBirth(report("2020-02-10"), ANNA, "2010-05"))
                .when(gaveFor("mother", "2020-02-11"))
                .refused(Rule.DECIDER_NOT_ENTITLED)
                .given(new AppointRelationship(
                        report("2020-02-10"), ANNA, List.of(), RelationshipKind.GUARDIAN, "mother"))
                .when(gave("2020-02-11", "interview"))
                .refused(Rule.DECIDER_NOT_ENTITLED)
                .when(gaveFor("mother", "2020-02-11"))
                .then(ConsentGiven.class);
    }

    @Test
    void nobody_gives_consent_against_the_persons_own_no_and_nobody_is_kept_from_saying_no() {
        underSwedishRules()
                .given(
                        new RecordBirth(report("2020-02-10"), ANNA, "2010-05"),
                        new AppointRelationship(
                                report("2020-02-10"), ANNA, List.of(), RelationshipKind.GUARDIAN, "mother"))
                .given(new ExpressDissent(report("2020-02-10"), ANNA, modules("interview"), null))
                .when(gaveFor("mother", "2020-02-12"))
                .refused(Rule.PERSON_DISSENTED)
                .when(withdrew("2020-02-13", "interview"))
                .then(ConsentWithdrawn.class);
    }

    @Test
    void a_decision_names_the_rules_it_was_made_under_and_keeps_them_when_others_are_adopted() {
        var scenario = underSwedishRules();
        var first = scenario.last(ConsentRulesAdopted.class);

        scenario.given(gave("2020-02-11", "interview"), adopted("2021-01-01", "2021"));

        assertThat(scenario.when(gave("2020-03-11", "audio"))
                        .event(ConsentGiven.class)
                        .decidedBy()
                        .under())
                .isEqualTo(first);
        assertThat(scenario.when(gave("2021-03-11", "audio"))
                        .event(ConsentGiven.class)
                        .decidedBy()
                        .under())
                .isEqualTo(scenario.last(ConsentRulesAdopted.class))
                .isNotEqualTo(first);
    }

    @Test
    void adopting_the_rules_in_force_once_more_adds_nothing() {
        underSwedishRules()
                .when(adopted("2019-01-01", "2019"))
                .then()
                .when(adopted("2020-01-01", "2020"))
                .then(ConsentRulesAdopted.class);
    }

    private static Scenario underSwedishRules() {
        return openCase().given(adopted("2019-01-01", "2019"));
    }

    private static FieldCommand adopted(String from, String edition) {
        return new AdoptConsentRules(
                Report.on(null, on(from)).done(),
                Country.SE,
                edition,
                List.of(
                        new DecisionRule(0, Ability.WITHOUT, true, DeciderCapacity.GUARDIAN, Quorum.ALL, false),
                        new DecisionRule(15, Ability.WITH, true, DeciderCapacity.SELF, Quorum.ONE, false)),
                List.of("Act (2003:460), section 18"));
    }

    private static FieldCommand gaveFor(String relation, String time) {
        return new GiveConsent(
                report(time),
                ANNA,
                modules("interview"),
                FORM,
                new Decider(DeciderCapacity.GUARDIAN, relation),
                ConsentMethod.WRITTEN,
                null);
    }

    private static FieldCommand enrolled() {
        return new EnrolParticipant(report("2020-02-10"), ANNA, new Role("patient"), null, null);
    }

    private static FieldCommand interview(String time) {
        return new RecordInterview(Report.on(CAFE, on(time)).with(ANNA).done(), InterviewStyle.NARRATIVE, null, null);
    }

    private static FieldCommand gave(String time, String... modules) {
        return new GiveConsent(report(time), ANNA, modules(modules), FORM, Decider.SELF, ConsentMethod.WRITTEN, null);
    }

    private static FieldCommand withdrew(String time, String... modules) {
        return withdrew(time, WithdrawalKind.NO_FURTHER_COLLECTION, modules);
    }

    private static FieldCommand withdrew(String time, WithdrawalKind kind, String... modules) {
        return new WithdrawConsent(
                report(time), ANNA, modules(modules), kind, Decider.SELF, ConsentMethod.ORAL_WITNESSED, null);
    }

    private static Report report(String time) {
        return Report.on(CAFE, on(time)).done();
    }

    private static List<ModuleCode> modules(String... codes) {
        return Stream.of(codes).map(ModuleCode::new).toList();
    }
}
