package org.fieldledger.command.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.fieldledger.command.desk.Scenario.ANNA;
import static org.fieldledger.command.desk.Scenario.APPROVAL;
import static org.fieldledger.command.desk.Scenario.BO;
import static org.fieldledger.command.desk.Scenario.CAFE;
import static org.fieldledger.command.desk.Scenario.FIELDWORKER;
import static org.fieldledger.command.desk.Scenario.FORM;
import static org.fieldledger.command.desk.Scenario.STOCKHOLM;
import static org.fieldledger.command.desk.Scenario.on;
import static org.fieldledger.command.desk.Scenario.openCase;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Problem;
import org.fieldledger.command.Report;
import org.fieldledger.command.Rule;
import org.fieldledger.command.casestudy.CaseStudyCommand.CloseCase;
import org.fieldledger.command.casestudy.CaseStudyCommand.EndResearcherRole;
import org.fieldledger.command.consent.ConsentCommand.ExpressDissent;
import org.fieldledger.command.consent.ConsentCommand.GiveConsent;
import org.fieldledger.command.consent.ConsentCommand.InvalidateConsent;
import org.fieldledger.command.consent.ConsentCommand.RefuseConsent;
import org.fieldledger.command.consent.ConsentCommand.WithdrawConsent;
import org.fieldledger.command.ethics.EthicsCommand.AmendEthicsApproval;
import org.fieldledger.command.ethics.EthicsCommand.GrantEthicsApproval;
import org.fieldledger.command.ethics.EthicsCommand.ResumeEthicsApproval;
import org.fieldledger.command.ethics.EthicsCommand.SuspendEthicsApproval;
import org.fieldledger.command.groupsession.GroupSessionCommand.HoldFocusGroup;
import org.fieldledger.command.interview.InterviewCommand.RecordInterview;
import org.fieldledger.command.participant.ParticipantCommand.DiscontinueParticipant;
import org.fieldledger.command.participant.ParticipantCommand.EnrolParticipant;
import org.fieldledger.consent.CoverRule;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Country;
import org.fieldledger.events.DiscontinuationReason;
import org.fieldledger.events.Envelope.Artefact;
import org.fieldledger.events.GroupSessionEvent.FocusGroupHeld;
import org.fieldledger.events.InterviewEvent.InterviewRecorded;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.Mode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ReconsentRule;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Role;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.Sha256;
import org.fieldledger.events.WithdrawalKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What must hold before an action is recorded, rule by rule. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class GateTest {

    @Test
    void an_interview_with_everything_in_place_is_recorded_with_the_decision_it_rests_on() {
        var event = openCase()
                .given(enrolled(ANNA), gave(ANNA, "2020-02-11", "interview"))
                .when(interview(ANNA, "2020-03-04T10:00"))
                .event(InterviewRecorded.class);

        var part = event.envelope().partOf(ANNA).orElseThrow();
        assertThat(part.restsOn()).hasSize(1);
        assertThat(part.role()).isEqualTo(new Role("patient"));
        assertThat(event.envelope().approval()).isEqualTo(APPROVAL);
        assertThat(event.envelope().performedBy()).containsExactly(FIELDWORKER);
    }

    @Test
    void nobody_is_interviewed_who_was_never_asked() {
        openCase().given(enrolled(ANNA)).when(interview(ANNA, "2020-03-04")).refused(Rule.CONSENT_NOT_GIVEN);
    }

    @Test
    void nobody_is_interviewed_who_said_no() {
        openCase()
                .given(enrolled(ANNA))
                .given(new RefuseConsent(
                        report("2020-02-11"), ANNA, modules("interview"), FORM, Decider.SELF, ConsentMethod.WRITTEN))
                .when(interview(ANNA, "2020-03-04"))
                .refused(Rule.CONSENT_REFUSED);
    }

    @Test
    void consent_given_on_a_day_covers_that_day() {
        openCase()
                .given(enrolled(ANNA), gave(ANNA, "2020-03-04", "interview"))
                .when(interview(ANNA, "2020-03-04"))
                .then(InterviewRecorded.class);
    }

    @Test
    void to_the_minute_an_interview_before_the_consent_is_not_covered() {
        openCase()
                .given(enrolled(ANNA), gave(ANNA, "2020-03-04T14:00", "interview"))
                .when(interview(ANNA, "2020-03-04T13:59"))
                .refused(Rule.CONSENT_NOT_GIVEN);
    }

    @Test
    void consent_known_only_to_the_month_covers_nothing_before_the_month_is_over() {
        openCase()
                .given(enrolled(ANNA), gave(ANNA, "2020-03", "interview"))
                .when(interview(ANNA, "2020-03-31"))
                .refused(Rule.CONSENT_NOT_GIVEN)
                .when(interview(ANNA, "2020-04-01"))
                .then(InterviewRecorded.class);
    }

    @Test
    void a_withdrawal_known_only_to_the_day_takes_effect_at_the_days_end() {
        var scenario = openCase()
                .given(
                        enrolled(ANNA),
                        gave(ANNA, "2020-02-11", "interview"),
                        withdrew(ANNA, "2020-03-04", "interview"));

        scenario.when(interview(ANNA, "2020-03-04")).then(InterviewRecorded.class);
        scenario.when(interview(ANNA, "2020-03-05")).refused(Rule.CONSENT_WITHDRAWN);
    }

    @Test
    void a_withdrawal_to_the_minute_leaves_an_interview_known_only_to_that_day_uncovered() {
        var scenario = openCase()
                .given(
                        enrolled(ANNA),
                        gave(ANNA, "2020-02-11", "interview"),
                        withdrew(ANNA, "2020-03-04T14:00", "interview"));

        scenario.when(interview(ANNA, "2020-03-04")).refused(Rule.CONSENT_WITHDRAWN);
        assertThat(scenario.problems().getFirst().wayOut()).contains("give the time");
        scenario.when(interview(ANNA, "2020-03-04T13:00")).then(InterviewRecorded.class);
    }

    @Test
    void paper_that_arrives_late_is_judged_by_the_day_it_was_signed() {
        openCase()
                .given(enrolled(ANNA), withdrew(ANNA, "2020-05-01", "interview"), gave(ANNA, "2020-02-11", "interview"))
                .given(withdrew(ANNA, "2020-05-01", "interview"))
                .when(interview(ANNA, "2020-03-04"))
                .then(InterviewRecorded.class);
    }

    @Test
    void giving_again_after_a_withdrawal_covers_what_comes_after() {
        openCase()
                .given(
                        enrolled(ANNA),
                        gave(ANNA, "2020-02-11", "interview"),
                        withdrew(ANNA, "2020-03-04", "interview"),
                        gave(ANNA, "2020-04-01", "interview"))
                .when(interview(ANNA, "2020-03-20"))
                .refused(Rule.CONSENT_WITHDRAWN)
                .when(interview(ANNA, "2020-04-02"))
                .then(InterviewRecorded.class);
    }

    @Test
    void sound_needs_its_own_consent() {
        var recording = new Artefact(new Sha256("b".repeat(64)), "audio/wav", "Archive");
        var taped = new RecordInterview(
                Report.on(CAFE, on("2020-03-04")).with(ANNA).keeping(recording).done(),
                InterviewStyle.SEMISTRUCTURED,
                60,
                null);

        openCase()
                .given(enrolled(ANNA), gave(ANNA, "2020-02-11", "interview"))
                .when(taped)
                .refused(Rule.CONSENT_NOT_GIVEN)
                .given(gave(ANNA, "2020-02-12", "audio"))
                .when(taped)
                .then(InterviewRecorded.class);
    }

    @Test
    void one_unwilling_member_and_the_whole_focus_group_is_refused_and_says_who_and_why() {
        var scenario = openCase()
                .given(
                        enrolled(ANNA),
                        enrolled(BO),
                        gave(ANNA, "2020-02-11", "interview"),
                        gave(BO, "2020-02-11", "interview"),
                        withdrew(BO, "2020-03-01", "interview"))
                .when(focusGroup("CAFE-FG-1", ANNA, BO))
                .refused(Rule.CONSENT_WITHDRAWN);

        assertThat(scenario.problems())
                .extracting(Problem::participant, Problem::module)
                .containsExactly(tuple(BO, new ModuleCode("interview")));
        scenario.when(focusGroup("CAFE-FG-1", ANNA)).then(FocusGroupHeld.class);
    }

    @Test
    void a_persons_own_no_to_a_session_wins_over_their_consent_and_over_any_reason() {
        openCase()
                .given(
                        enrolled(ANNA),
                        gave(ANNA, "2020-02-11", "interview"),
                        new ExpressDissent(
                                report("2020-03-04"), ANNA, modules("interview"), new SessionCode("CAFE-FG-1")))
                .when(new HoldFocusGroup(
                        Report.on(CAFE, on("2020-03-04"))
                                .with(ANNA)
                                .asDeviationBecause("It was held all the same")
                                .done(),
                        new SessionCode("CAFE-FG-1"),
                        "Visits"))
                .refused(Rule.SESSION_DISSENTED);
    }

    @Test
    void what_happened_without_cover_is_kept_only_as_a_quarantined_deviation_with_a_reason() {
        var event = openCase()
                .given(enrolled(ANNA))
                .when(new RecordInterview(
                        Report.on(CAFE, on("2020-03-04"))
                                .with(ANNA)
                                .asDeviationBecause("The form had not been handed out")
                                .done(),
                        InterviewStyle.NARRATIVE,
                        null,
                        null))
                .event(InterviewRecorded.class);

        var deviation = Objects.requireNonNull(event.envelope().deviation());
        assertThat(deviation.reason()).isEqualTo("The form had not been handed out");
        assertThat(deviation.uncovered()).extracting("rule").containsExactly("consent-not-given");
    }

    @Test
    void a_blank_reason_is_no_reason() {
        openCase()
                .given(enrolled(ANNA))
                .when(new RecordInterview(
                        Report.on(CAFE, on("2020-03-04"))
                                .with(ANNA)
                                .asDeviationBecause("  ")
                                .done(),
                        InterviewStyle.NARRATIVE,
                        null,
                        null))
                .refused(Rule.CONSENT_NOT_GIVEN);
    }

    @Test
    void nothing_is_recorded_of_somebody_not_enrolled_on_that_day() {
        openCase()
                .given(enrolled(ANNA), gave(ANNA, "2020-02-11", "interview"))
                .given(new DiscontinueParticipant(report("2020-03-01"), ANNA, DiscontinuationReason.MOVED_AWAY, null))
                .when(interview(ANNA, "2020-03-01"))
                .then(InterviewRecorded.class)
                .when(interview(ANNA, "2020-03-02"))
                .refused(Rule.PARTICIPANT_NOT_ENROLLED);
    }

    @Test
    void every_reason_is_given_at_once() {
        openCase()
                .given(new EndResearcherRole(report("2020-02-01"), FIELDWORKER, ResearchRole.FIELDWORKER, "Left"))
                .when(interview(ANNA, "2020-03-04"))
                .refused(Rule.PERFORMER_NOT_ASSIGNED, Rule.PARTICIPANT_NOT_ENROLLED, Rule.CONSENT_NOT_GIVEN);
    }

    @Test
    void fieldwork_needs_a_performer_assigned_to_the_case() {
        openCase()
                .given(enrolled(ANNA), gave(ANNA, "2020-02-11", "interview"))
                .when(new RecordInterview(
                        Report.on(CAFE, on("2020-03-04"))
                                .by(new ResearcherCode("stranger"))
                                .with(ANNA)
                                .done(),
                        InterviewStyle.NARRATIVE,
                        null,
                        null))
                .refused(Rule.PERFORMER_NOT_ASSIGNED);
    }

    @Test
    void an_approval_on_hold_covers_nothing_until_it_is_resumed() {
        openCase()
                .given(enrolled(ANNA), gave(ANNA, "2020-02-11", "interview"))
                .given(new SuspendEthicsApproval(
                        Report.on(null, on("2020-03-18")).done(), APPROVAL, "Visits stopped"))
                .when(interview(ANNA, "2020-03-18"))
                .then(InterviewRecorded.class)
                .when(interview(ANNA, "2020-03-19"))
                .refused(Rule.APPROVAL_NOT_IN_FORCE)
                .given(new ResumeEthicsApproval(
                        Report.on(null, on("2020-06-01")).done(), APPROVAL, "Visits resumed"))
                .when(interview(ANNA, "2020-05-31"))
                .refused(Rule.APPROVAL_NOT_IN_FORCE)
                .when(interview(ANNA, "2020-06-01"))
                .then(InterviewRecorded.class);
    }

    @Test
    void an_approval_lapses_on_the_day_its_term_ends_whether_or_not_anybody_says_so() {
        openCase()
                .on(Instant.parse("2025-03-01T12:00:00Z"))
                .given(enrolled(ANNA), gave(ANNA, "2020-02-11", "interview"))
                .when(interview(ANNA, "2025-01-01"))
                .refused(Rule.APPROVAL_NOT_IN_FORCE, Rule.MODULE_PERIOD_OVER);
    }

    @Test
    void nothing_happens_in_a_case_after_it_was_closed() {
        openCase()
                .given(enrolled(ANNA), gave(ANNA, "2020-02-11", "interview"))
                .given(new CloseCase(report("2020-12-20"), "Done"))
                .when(interview(ANNA, "2020-12-20"))
                .then(InterviewRecorded.class)
                .when(interview(ANNA, "2020-12-21"))
                .refused(Rule.CASE_NOT_OPEN);
    }

    @Test
    void what_is_still_to_come_cannot_have_occurred() {
        openCase().when(interview(ANNA, "2021-06-02")).refused(Rule.OCCURRED_IN_THE_FUTURE);
    }

    @Test
    void today_may_be_recorded_before_it_is_over() {
        openCase()
                .given(enrolled(ANNA), gave(ANNA, "2020-02-11", "interview"))
                .when(interview(ANNA, "2021-06-01"))
                .then(InterviewRecorded.class);
    }

    @Test
    void a_withdrawal_can_be_recorded_when_nothing_else_can() {
        openCase()
                .given(enrolled(ANNA), gave(ANNA, "2020-02-11", "interview"))
                .given(new CloseCase(report("2020-12-20"), "Done"))
                .when(withdrew(ANNA, "2021-01-10", "interview"))
                .then(ConsentWithdrawn.class);
    }

    private static FieldCommand interview(ParticipantCode person, String time) {
        return new RecordInterview(
                Report.on(CAFE, on(time)).with(person).done(), InterviewStyle.SEMISTRUCTURED, 60, null);
    }

    private static FieldCommand focusGroup(String session, ParticipantCode... people) {
        return new HoldFocusGroup(
                Report.on(CAFE, new Occurred("2020-03-04T10:00", "2020-03-04T11:30", STOCKHOLM))
                        .with(people)
                        .done(),
                new SessionCode(session),
                "What a good visit is");
    }

    @Test
    void every_rule_that_cover_can_lack_has_a_problem_of_its_own() {
        assertThat(CoverRule.values())
                .extracting(CoverRule::code)
                .allSatisfy(code ->
                        assertThat(Stream.of(Rule.values()).map(Rule::code)).contains(code));
    }

    @Test
    void after_an_amendment_that_requires_it_nobody_is_interviewed_on_the_old_text() {
        openCase()
                .given(enrolled(ANNA), gave(ANNA, "2020-02-11", "interview"))
                .given(new AmendEthicsApproval(
                        Report.on(null, on("2020-09-01")).done(),
                        APPROVAL,
                        "A-1",
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(FORM),
                        ReconsentRule.REQUIRED,
                        null))
                .when(interview(ANNA, "2020-09-01"))
                .then(InterviewRecorded.class)
                .when(interview(ANNA, "2020-09-02"))
                .refused(Rule.RECONSENT_DUE);
    }

    @Test
    void somebody_who_wants_no_contact_is_left_in_peace() {
        openCase()
                .given(enrolled(ANNA), gave(ANNA, "2020-02-11", "interview"))
                .given(new WithdrawConsent(
                        report("2020-03-01"),
                        ANNA,
                        modules("interview"),
                        WithdrawalKind.NO_CONTACT,
                        Decider.SELF,
                        ConsentMethod.WRITTEN,
                        null))
                .when(interview(ANNA, "2020-03-02"))
                .refused(Rule.NO_CONTACT);
    }

    @Test
    void a_way_of_meeting_that_somebody_declined_is_refused() {
        openCase()
                .given(enrolled(ANNA), gave(ANNA, "2020-02-11", "interview"))
                .given(new WithdrawConsent(
                        report("2020-03-01"),
                        ANNA,
                        modules("interview"),
                        WithdrawalKind.REDUCE_OR_CHANGE_MODE,
                        Decider.SELF,
                        ConsentMethod.WRITTEN,
                        null,
                        null,
                        null,
                        null,
                        List.of(Mode.TELEPHONE),
                        false))
                .when(interview(ANNA, "2020-03-02"))
                .refused(Rule.MODE_DECLINED);
    }

    @Test
    void an_approval_covers_only_the_fieldwork_that_it_names() {
        openCase()
                .given(enrolled(ANNA), gave(ANNA, "2020-02-11", "interview"))
                .given(approval("2020-00007", List.of("measure"), null))
                .when(interviewUnder("2020-00007", "2020-03-04"))
                .refused(Rule.ACTION_NOT_APPROVED);
    }

    @Test
    void an_approval_under_which_nothing_was_begun_in_time_has_lapsed() {
        openCase()
                .given(enrolled(ANNA), gave(ANNA, "2020-02-11", "interview"))
                .given(approval("2020-00007", List.of(), LocalDate.parse("2019-01-31")))
                .when(interviewUnder("2020-00007", "2020-03-04"))
                .refused(Rule.APPROVAL_NOT_STARTED);
    }

    @Test
    void consent_that_turned_out_never_to_have_been_valid_covers_nothing() {
        var scenario = openCase().given(enrolled(ANNA), gave(ANNA, "2020-02-11", "interview"));
        scenario.given(new InvalidateConsent(
                        report("2020-03-10"),
                        ANNA,
                        modules("interview"),
                        scenario.last(ConsentGiven.class),
                        "Signed by somebody else"))
                .when(interview(ANNA, "2020-03-04"))
                .refused(Rule.CONSENT_INVALIDATED);
    }

    private static FieldCommand approval(String reference, List<String> actions, @Nullable LocalDate mustStartBy) {
        return new GrantEthicsApproval(
                Report.on(null, on("2019-01-15")).done(),
                new ApprovalReference(reference),
                "Ethics authority",
                Country.SE,
                List.of(CAFE),
                actions,
                "adults",
                List.of(),
                LocalDate.parse("2019-01-10"),
                mustStartBy,
                null);
    }

    private static FieldCommand interviewUnder(String approval, String time) {
        return new RecordInterview(
                Report.on(CAFE, on(time))
                        .with(ANNA)
                        .under(new ApprovalReference(approval))
                        .done(),
                InterviewStyle.SEMISTRUCTURED,
                60,
                null);
    }

    private static FieldCommand enrolled(ParticipantCode person) {
        return new EnrolParticipant(report("2020-02-10"), person, new Role("patient"), null, null);
    }

    private static FieldCommand gave(ParticipantCode person, String time, String... modules) {
        return new GiveConsent(report(time), person, modules(modules), FORM, Decider.SELF, ConsentMethod.WRITTEN, null);
    }

    private static FieldCommand withdrew(ParticipantCode person, String time, String... modules) {
        return new WithdrawConsent(
                report(time),
                person,
                modules(modules),
                WithdrawalKind.NO_FURTHER_COLLECTION,
                Decider.SELF,
                ConsentMethod.ORAL_WITNESSED,
                null);
    }

    private static Report report(String time) {
        return Report.on(CAFE, on(time)).done();
    }

    private static List<ModuleCode> modules(String... codes) {
        return Stream.of(codes).map(ModuleCode::new).toList();
    }
}
