package org.fieldledger.query.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.fieldledger.query.Fieldwork.CAFE;
import static org.fieldledger.query.Fieldwork.RESEARCHER;
import static org.fieldledger.query.Fieldwork.WARDS;
import static org.fieldledger.query.Fieldwork.day;
import static org.fieldledger.query.Fieldwork.enrolled;
import static org.fieldledger.query.Fieldwork.given;
import static org.fieldledger.query.Fieldwork.in;
import static org.fieldledger.query.Fieldwork.modules;
import static org.fieldledger.query.Fieldwork.on;
import static org.fieldledger.query.Fieldwork.opened;
import static org.fieldledger.query.Fieldwork.with;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CapacityOutcome;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleAssigned;
import org.fieldledger.events.ConsentEvent.CapacityAssessed;
import org.fieldledger.events.ConsentEvent.ConsentAttested;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentRefused;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentEvent.DissentExpressed;
import org.fieldledger.events.ConsentEvent.RelationshipAppointed;
import org.fieldledger.events.ConsentFormEvent.ConsentFormVersionReleased;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Country;
import org.fieldledger.events.DeciderCapacity;
import org.fieldledger.events.Envelope;
import org.fieldledger.events.Envelope.Artefact;
import org.fieldledger.events.Envelope.Participation;
import org.fieldledger.events.EthicsEvent.EthicsApprovalAmended;
import org.fieldledger.events.EthicsEvent.EthicsApprovalGranted;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FormVersionCode;
import org.fieldledger.events.GovernanceEvent.DataReleased;
import org.fieldledger.events.GovernanceEvent.DeviationOpened;
import org.fieldledger.events.GovernanceEvent.ParticipantMaterialRead;
import org.fieldledger.events.GovernanceEvent.ReleaseNoticeGiven;
import org.fieldledger.events.GroupSessionEvent.FocusGroupHeld;
import org.fieldledger.events.InterviewEvent.InterviewRecorded;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.Language;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent.BirthRecorded;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ReconsentRule;
import org.fieldledger.events.RelationshipKind;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Role;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.Sha256;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.query.Asking;
import org.fieldledger.query.Fieldwork;
import org.fieldledger.query.Ledger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Every audit question over HTTP, on one small history. A patient is interviewed; another withdraws on 1 March 2020, which the
 * office hears on 20 April, while a focus group with both met on 10 March; a third says no; a fourth cannot decide alone.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AuditTest {

    private static final Ledger LEDGER = new Ledger();
    private static final ApprovalReference APPROVAL = new ApprovalReference("2019-00042");
    private static final FormVersionCode SECOND_TEXT = new FormVersionCode("CAFE-SV-2");
    private static final Sha256 HASH = new Sha256("a".repeat(64));
    private static Asking asking;
    private static EventId interview;
    private static EventId focusGroup;
    private static EventId withdrawal;
    private static EventId uncovered;
    private static EventId lapsed;
    private static EventId advice;

    @BeforeAll
    static void a_small_history() {
        record("2020-01-10T09:00:00Z", defined("interview", null, null));
        record("2020-01-10T09:00:00Z", defined("audio", "2020-12-31", "2021-06-30"));
        record(
                "2020-01-10T09:00:00Z",
                new EthicsApprovalGranted(
                        in(null, on("2019-12-01")),
                        APPROVAL,
                        "An authority",
                        Country.SE,
                        List.of(CAFE),
                        List.of(),
                        "Patients",
                        List.of(),
                        day("2019-12-01"),
                        null,
                        day("2021-06-30")));
        record("2020-01-10T09:00:00Z", text(Fieldwork.FORM, "1", "2020-01-01"));
        record("2020-01-10T09:00:00Z", opened(CAFE, "2020-01-01"));
        record(
                "2020-01-10T09:00:00Z",
                new ResearcherRoleAssigned(in(CAFE, on("2020-01-01")), RESEARCHER, ResearchRole.FIELDWORKER));
        for (var person : List.of("CAFE-0001", "CAFE-0002", "CAFE-0003", "CAFE-0004"))
            record("2020-01-10T09:00:00Z", enrolled(CAFE, person, "patient", "2020-01-05"));
        record("2020-01-10T09:00:00Z", new BirthRecorded(in(CAFE, on("2020-01-05")), person("CAFE-0003"), "2006-02"));
        record("2020-01-10T09:00:00Z", given(CAFE, "CAFE-0001", "2020-01-05", "interview", "audio"));
        record("2020-01-10T09:00:00Z", given(CAFE, "CAFE-0002", "2020-01-05", "interview"));
        record(
                "2020-01-10T09:00:00Z",
                new ConsentRefused(
                        in(CAFE, on("2020-01-05")),
                        person("CAFE-0003"),
                        modules("interview"),
                        Fieldwork.FORM,
                        Decider.SELF,
                        ConsentMethod.WRITTEN));
        interview = record("2020-02-01T12:00:00Z", interviewed("CAFE-0001", "2020-02-01"));
        record("2020-02-05T09:00:00Z", assessed("2020-02-01"));
        record(
                "2020-02-05T09:00:00Z",
                new RelationshipAppointed(
                        in(CAFE, on("2020-02-02")),
                        person("CAFE-0004"),
                        modules(),
                        RelationshipKind.CONSULTEE,
                        "sister"));
        advice = record(
                "2020-02-05T09:00:00Z",
                new ConsentGiven(
                        in(CAFE, on("2020-02-03")),
                        person("CAFE-0004"),
                        modules("interview"),
                        Fieldwork.FORM,
                        new Decider(DeciderCapacity.CONSULTEE, "sister"),
                        ConsentMethod.WRITTEN,
                        null));
        focusGroup = record(
                "2020-03-11T09:00:00Z",
                new FocusGroupHeld(
                        with(in(CAFE, on("2020-03-10")), part("CAFE-0001"), part("CAFE-0002")),
                        new SessionCode("FG-1"),
                        "Going home"));
        withdrawal = record("2020-04-20T09:00:00Z", withdrawn("CAFE-0002", "2020-03-01", WithdrawalKind.NO_NEW_USE));
        record(
                "2020-05-02T09:00:00Z",
                new DeviationOpened(in(CAFE, on("2020-05-02")), "DEV-1", focusGroup, "Collected after a withdrawal"));
        uncovered = record("2020-05-10T09:00:00Z", interviewed("CAFE-0003", "2020-05-09"));
        record(
                "2020-06-01T09:00:00Z",
                new DataReleased(in(CAFE, on("2020-06-01")), "R-1", "Another university", "themes", 12));
        record("2020-06-02T09:00:00Z", dissented("CAFE-0003", null));
        record(
                "2020-06-03T09:00:00Z",
                new ParticipantMaterialRead(
                        in(CAFE, on("2020-06-03")),
                        person("CAFE-0001"),
                        new ResearcherCode("researcher-1"),
                        "=HYPERLINK(\"http://example.invalid\",\"the transcript\")",
                        "+coding"));
        record("2020-08-02T09:00:00Z", assessed("2020-08-01"));
        record("2020-09-01T09:00:00Z", text(SECOND_TEXT, "2", "2020-09-01"));
        record(
                "2020-09-01T09:00:00Z",
                new EthicsApprovalAmended(
                        in(null, on("2020-09-01")),
                        APPROVAL,
                        "A-1",
                        List.of(),
                        List.of(),
                        List.of(SECOND_TEXT),
                        List.of(Fieldwork.FORM),
                        ReconsentRule.REQUIRED,
                        null));
        record("2020-10-01T09:00:00Z", withdrawn("CAFE-0001", "2020-09-30", WithdrawalKind.DESTROY, "audio"));
        lapsed = record("2021-08-02T09:00:00Z", interviewed("CAFE-0001", "2021-08-01"));
        record(
                "2021-08-02T09:00:00Z",
                new CaseRegistered(
                        in(WARDS, on("2021-08-01")),
                        "Wards",
                        Country.GB,
                        "a hospital",
                        false,
                        ZoneId.of("Europe/London")));
        record(
                "2021-08-02T09:00:00Z",
                new ConsentAttested(
                        in(WARDS, on("2021-08-01")),
                        person("WARDS-0001"),
                        modules("interview"),
                        "a registrar",
                        "a binder",
                        HASH));
        asking = new Asking(LEDGER);
    }

    @AfterAll
    static void stop() {
        asking.close();
        LEDGER.close();
    }

    @Test
    void question_1_tells_each_action_that_was_not_covered_and_counts_those_that_were() {
        var answer = ask("covered?participant=CAFE-0003");
        assertThat(items(answer))
                .extracting(text("event"), text("rule"), text("module"))
                .containsExactly(tuple(uncovered.toString(), "consent-refused", "interview"));
        assertThat(answer.at("/counts/uncovered").asLong()).isEqualTo(1);

        assertThat(items(ask("covered?case=CAFE&trueAt=2020-04-01&knownAt=2020-04-01")))
                .isEmpty();
        assertThat(items(ask("covered?case=CAFE&trueAt=2020-04-01")))
                .extracting(text("event"), text("rule"), text("participant"))
                .containsExactly(tuple(focusGroup.toString(), "consent-withdrawn", "CAFE-0002"));
    }

    @Test
    void question_2_sets_what_was_believed_that_day_beside_what_is_known_of_it_now() {
        assertThat(items(ask("believed-then?case=CAFE&trueAt=2020-03-15")))
                .extracting(text("what"), text("participant"), text("believed"), text("known"))
                .containsExactly(
                        tuple("consent", "CAFE-0002", "given", "withdrawn"),
                        tuple("FocusGroupHeld", "CAFE-0001; CAFE-0002", "covered", "uncovered"));
        assertThat(items(ask("believed-then?case=CAFE&trueAt=2020-03-15&knownAt=2020-04-19")))
                .isEmpty();
    }

    @Test
    void question_3_gives_the_hash_and_the_language_of_the_text_a_person_saw() {
        assertThat(items(ask("text-seen?participant=CAFE-0001")))
                .extracting(text("formVersion"), text("language"), text("text"))
                .containsExactly(tuple("CAFE-SV-1", "sv", HASH.code()));
        assertThat(items(ask("text-seen?participant=WARDS-0001")))
                .extracting(text("evidence"), text("told"))
                .containsExactly(tuple(HASH.code(), "Attested from before this store: the text is with the evidence"));
        assertThat(items(ask("text-seen?participant=WARDS-0001&knownAt=2021-08-01")))
                .isEmpty();
    }

    @Test
    void question_4_says_whether_the_record_shows_that_the_decider_could_decide() {
        assertThat(items(ask("who-decided?case=CAFE&participant=CAFE-0004")))
                .extracting(text("capacity"), text("decider"), text("authority"), text("shown"))
                .containsExactly(tuple("consultee", "sister", "consultee since 2020-02-02", "true"));
        assertThat(items(ask("who-decided?case=CAFE&participant=CAFE-0002")))
                .extracting(text("decision"), text("capacity"))
                .containsExactly(tuple("ConsentGiven", "self"), tuple("ConsentWithdrawn", "self"));
        assertThat(items(ask("who-decided?participant=CAFE-0002&knownAt=2020-04-19")))
                .extracting(text("decision"))
                .containsExactly("ConsentGiven");
    }

    @Test
    void question_5_finds_what_was_collected_after_a_withdrawal_once_the_withdrawal_is_known() {
        assertThat(items(ask("after-withdrawal")))
                .extracting(text("participant"), text("event"), text("withdrawal"), text("withdrawalKind"))
                .containsExactly(tuple("CAFE-0002", focusGroup.toString(), withdrawal.toString(), "no-new-use"));
        assertThat(items(ask("after-withdrawal?knownAt=2020-04-19"))).isEmpty();
    }

    @Test
    void question_6_lists_the_releases_that_hold_a_persons_data_and_which_need_notice() {
        assertThat(items(ask("recipients?participant=CAFE-0002&trueAt=2021-01-01")))
                .extracting(text("release"), text("recipient"), text("certainty"), text("noticeFor"))
                .containsExactly(tuple("R-1", "Another university", "may-hold", "[\"interview\"]"));
        record("2021-02-01T09:00:00Z", new ReleaseNoticeGiven(in(CAFE, on("2021-02-01")), "R-1", withdrawal));
        assertThat(items(ask("recipients?participant=CAFE-0002&trueAt=2021-03-01")))
                .extracting(text("noticeFor"), text("noticeGiven"))
                .containsExactly(tuple("[]", "[\"interview\"]"));
        assertThat(items(ask("recipients?participant=CAFE-0002&trueAt=2021-03-01&knownAt=2021-01-31")))
                .extracting(text("noticeFor"), text("noticeGiven"))
                .containsExactly(tuple("[\"interview\"]", "[]"));
        assertThat(items(ask("recipients?participant=CAFE-0001&trueAt=2020-06-30")))
                .extracting(text("noticeFor"))
                .containsExactly("[]");
        assertThat(items(ask("recipients?participant=CAFE-0002&knownAt=2020-05-31")))
                .isEmpty();
        assertThat(asking.reply("/api/audit/recipients").status()).isEqualTo(400);
    }

    @Test
    void question_7_measures_from_expressed_to_recorded_to_enforced() {
        assertThat(items(ask("time-to-enforce?participant=CAFE-0002")))
                .extracting(
                        text("daysToRecord"),
                        text("collectedBetween"),
                        text("openStill"),
                        text("enforcedAt"),
                        text("daysToEnforce"))
                .containsExactly(tuple("50", "1", "0", "2020-05-02T09:00:00Z", "62"));
        assertThat(items(ask("time-to-enforce?participant=CAFE-0002&knownAt=2020-05-01")))
                .extracting(text("openStill"), text("enforcedAt"))
                .containsExactly(tuple("1", ""));
    }

    @Test
    void question_8_finds_what_rests_on_a_text_out_of_use() {
        assertThat(items(ask("retired-texts?participant=CAFE-0001")))
                .extracting(text("formVersion"), text("retiredOn"), text("module"), text("actions"))
                .containsExactly(
                        tuple("CAFE-SV-1", "2020-09-01", "interview", "2"),
                        tuple("CAFE-SV-1", "2020-09-01", "audio", "1"));
        assertThat(items(ask("retired-texts?participant=CAFE-0001&trueAt=2020-08-31")))
                .isEmpty();
        assertThat(items(ask("retired-texts?knownAt=2020-08-31"))).isEmpty();
    }

    @Test
    void question_9_names_whoever_has_to_be_asked_again_under_an_amendment() {
        assertThat(items(ask("reconsent?case=CAFE&trueAt=2020-09-02")))
                .extracting(text("participant"), text("module"), text("rule"), text("formVersion"))
                .containsExactly(
                        tuple("CAFE-0001", "audio", "required", "CAFE-SV-1"),
                        tuple("CAFE-0001", "interview", "required", "CAFE-SV-1"));
        assertThat(items(ask("reconsent?case=CAFE&knownAt=2020-08-31"))).isEmpty();
    }

    @Test
    void question_10_names_whoever_reaches_an_age_at_which_somebody_else_decides() {
        assertThat(items(ask("coming-of-age?case=CAFE&trueAt=2020-07-01&within=12")))
                .extracting(text("participant"), text("age"), text("on"), text("daysLeft"))
                .containsExactly(tuple("CAFE-0003", "15", "2021-02-01", "215"));
        assertThat(items(ask("coming-of-age?case=CAFE&trueAt=2020-07-01&within=6")))
                .isEmpty();
        assertThat(items(ask("coming-of-age?case=CAFE&trueAt=2020-07-01&knownAt=2020-01-09")))
                .isEmpty();
    }

    @Test
    void question_11_tells_what_ends_in_the_months_ahead_soonest_first() {
        assertThat(items(ask("expires-next?case=CAFE&trueAt=2020-07-01&within=12")))
                .extracting(text("what"), text("name"), text("lastDay"), text("daysLeft"), text("people"))
                .containsExactly(
                        tuple("collection", "audio", "2020-12-31", "183", "1"),
                        tuple("approval", "2019-00042", "2021-06-30", "364", "2"),
                        tuple("use", "audio", "2021-06-30", "364", "1"));
        assertThat(items(ask("expires-next?case=CAFE&trueAt=2020-07-01&within=6")))
                .extracting(text("what"))
                .containsExactly("collection");
        assertThat(items(ask("expires-next?case=CAFE&trueAt=2020-07-01&knownAt=2020-01-09")))
                .isEmpty();
    }

    @Test
    void question_12_finds_what_was_done_after_an_approval_lapsed() {
        assertThat(items(ask("outside-approval")))
                .filteredOn(item -> item.get("kind").asString().equals("InterviewRecorded"))
                .extracting(text("event"), text("why"))
                .containsExactly(
                        tuple(
                                lapsed.toString(),
                                "No ethics approval covered interview in case CAFE on 2021-08-01: 2019-00042 ended on 2021-06-30"));
        assertThat(items(ask("outside-approval?knownAt=2021-08-01"))).isEmpty();
    }

    @Test
    void where_no_day_is_named_it_is_the_day_of_the_case_asked_about_and_that_of_the_store_for_several() {
        // Before midnight in London, and after it in Stockholm.
        var known = "knownAt=2021-08-05T22:30:00Z";

        assertThat(ask("covered?case=WARDS&" + known).at("/basis/trueAt").asString())
                .isEqualTo("2021-08-05");
        assertThat(ask("covered?case=CAFE&" + known).at("/basis/trueAt").asString())
                .isEqualTo("2021-08-06");
        assertThat(ask("covered?" + known).at("/basis/trueAt").asString()).isEqualTo("2021-08-06");
    }

    @Test
    void question_13_lists_whoever_said_no() {
        assertThat(items(ask("refusals")))
                .extracting(text("participant"), text("what"))
                .containsExactly(tuple("CAFE-0003", "ConsentRefused"), tuple("CAFE-0003", "DissentExpressed"));
        assertThat(items(ask("refusals?knownAt=2020-06-01"))).hasSize(1);
        assertThat(items(ask("refusals?case=WARDS"))).isEmpty();
    }

    @Test
    void question_14_says_when_a_consultees_advice_is_older_than_the_assessment() {
        assertThat(items(ask("capacity?trueAt=2020-03-01")))
                .extracting(text("participant"), text("current"), text("advice"))
                .containsExactly(tuple("CAFE-0004", "true", advice.toString()));
        assertThat(items(ask("capacity")))
                .extracting(text("participant"), text("current"), text("told"))
                .containsExactly(tuple("CAFE-0004", "false", "The advice is older than the assessment"));
        assertThat(items(ask("capacity?knownAt=2020-02-04"))).isEmpty();
    }

    @Test
    void question_15_is_the_access_log() {
        assertThat(items(ask("who-read?participant=CAFE-0001&reader=researcher-1")))
                .extracting(text("how"), text("purpose"))
                .containsExactly(tuple("reported", "+coding"));
        assertThat(items(ask("who-read?participant=CAFE-0002&reader=researcher-1")))
                .isEmpty();
        assertThat(items(ask("who-read?participant=CAFE-0001&knownAt=2020-06-02")))
                .isEmpty();
    }

    @Test
    void question_16_lists_what_a_person_wants_destroyed_with_the_files_outside_the_store() {
        assertThat(items(ask("erased")))
                .extracting(text("participant"), text("modules"), text("actions"), text("files"))
                .containsExactly(tuple("CAFE-0001", "[\"audio\"]", "1", "[\"" + HASH + " at a locked cabinet\"]"));
        assertThat(items(ask("erased?knownAt=2020-09-30"))).isEmpty();
    }

    @Test
    void question_17_gives_a_checkpoint_and_recognises_it_later() {
        var then = items(ask("log-intact?knownAt=2020-06-30")).getFirst();
        var checkpoint =
                then.get("position").asString() + ":" + then.get("root").asString();
        assertThat(then.get("finding").asString()).isEqualTo("intact");

        var later = items(ask("log-intact?checkpoint=" + checkpoint)).getFirst();
        assertThat(later.get("finding").asString()).isEqualTo("intact");
        assertThat(later.get("position").asLong()).isEqualTo(LEDGER.log().head());

        var other = then.get("position").asString() + ":" + "0".repeat(64);
        assertThat(items(ask("log-intact?checkpoint=" + other))
                        .getFirst()
                        .get("finding")
                        .asString())
                .isEqualTo("changed");
    }

    @Test
    void question_18_lists_every_entry_about_a_person() {
        assertThat(items(ask("held?participant=CAFE-0002")))
                .extracting(text("kind"))
                .containsExactly("ParticipantEnrolled", "ConsentGiven", "ConsentWithdrawn", "FocusGroupHeld");
        assertThat(items(ask("held?participant=CAFE-0002&knownAt=2020-03-11T08:59:59Z")))
                .extracting(text("kind"))
                .containsExactly("ParticipantEnrolled", "ConsentGiven");
    }

    @Test
    void question_19_names_whoever_in_a_focus_group_blocks_its_use() {
        assertThat(items(ask("blocks-use?session=FG-1")))
                .extracting(text("participant"), text("use"), text("why"), text("because"))
                .containsExactly(tuple(
                        "CAFE-0002",
                        "quarantined",
                        "Consent of CAFE-0002 to interview was withdrawn on 2020-03-01, and this occurred on 2020-03-10",
                        withdrawal.toString()));
        var before = ask("blocks-use?session=FG-1&knownAt=2020-04-19");
        assertThat(items(before)).isEmpty();
        assertThat(before.at("/counts/meetings").asLong()).isEqualTo(1);
    }

    @Test
    void question_20_counts_by_recorder_how_late_entries_came() {
        assertThat(items(ask("late-entries?case=CAFE&knownAt=2020-04-20T09:00:00Z")))
                .extracting(text("recorder"), text("entries"), text("overAMonth"), text("mostDays"))
                .containsExactly(tuple("fieldworker-2", "16", "1", "50"));
    }

    @Test
    void the_same_question_at_the_same_two_times_has_the_same_answer_byte_for_byte_however_the_log_grows() {
        var paths = Audit.questions().stream()
                .map(question -> "/api/audit/" + question.name() + "?trueAt=2020-06-15&knownAt=2020-06-15"
                        + (question.needs().contains("participant") ? "&participant=CAFE-0002" : ""))
                .toList();
        var before = paths.stream().map(AuditTest::body).toList();
        record("2021-09-01T09:00:00Z", new DataReleased(in(null, on("2021-09-01")), "R-2", "A journal", "all", 1));
        assertThat(paths.stream().map(AuditTest::body).toList()).isEqualTo(before);
    }

    @Test
    void as_csv_a_line_for_each_row_and_nothing_a_spreadsheet_would_run() {
        var csv = asking.raw("/api/audit/who-read?participant=CAFE-0001&knownAt=2022-01-01", "text/csv");
        assertThat(csv.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
        assertThat(csv.headers().firstValue("Fieldledger-Projection")).hasValue("audit/2");
        assertThat(csv.body().lines().findFirst())
                .hasValue(
                        "read_at,reader,account,roles,how,question,narrowed_by,cases,participants,certainty,people,rows,whole,true_at,known_at,purpose,read,demonstration");
        assertThat(csv.body())
                .contains(",\"'=HYPERLINK(\"\"http://example.invalid\"\",\"\"the transcript\"\")\",", ",'+coding,")
                .endsWith("false\r\n");
        assertThat(asking.raw("/api/audit/who-read?participant=CAFE-0001&knownAt=2022-01-01&format=csv", "*/*")
                        .body())
                .isEqualTo(csv.body());
    }

    @Test
    void what_a_question_does_not_take_is_refused_and_never_overlooked() {
        var reply = asking.reply("/api/audit/covered?participent=CAFE-0001");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().get("detail").asString())
                .isEqualTo("participent cannot be 'CAFE-0001'. covered takes case, participant, trueAt and knownAt.");
        assertThat(asking.reply("/api/audit/no-such-question").status()).isEqualTo(400);
        assertThat(asking.reply("/api/audit/covered?case=cafe!").status()).isEqualTo(400);
    }

    @Test
    void nothing_found_about_nobody_is_refused_and_never_taken_for_all_being_well() {
        for (var path : List.of("audit/covered", "audit/after-withdrawal", "tasks")) {
            var nobody = asking.reply("/api/" + path + "?participant=CAFE-0011");
            assertThat(nobody.status()).isEqualTo(400);
            assertThat(nobody.json().get("detail").asString())
                    .startsWith("participant cannot be 'CAFE-0011'. Did you mean CAFE-0001 or ")
                    .endsWith("? Nothing is recorded of a person of that code.");
            assertThat(asking.reply("/api/" + path + "?case=CAFFE").status()).isEqualTo(400);
        }
        assertThat(items(ask("covered?participant=CAFE-0001&trueAt=2019-01-01&knownAt=2019-01-01")))
                .isEmpty();
    }

    @Test
    void every_question_says_its_number_and_what_it_takes() {
        assertThat(Audit.questions())
                .extracting(Audit.Askable::number)
                .doesNotHaveDuplicates()
                .isSorted();
    }

    private static EventId record(String recordedAt, FieldEvent event) {
        return LEDGER.record(event, Instant.parse(recordedAt));
    }

    private static ConsentModuleDefined defined(
            String module, @Nullable String collectUntil, @Nullable String useUntil) {
        return new ConsentModuleDefined(
                in(null, on("2020-01-01")),
                new ModuleCode(module),
                Map.of(),
                "words",
                "research",
                collectUntil == null ? null : LocalDate.parse(collectUntil),
                useUntil == null ? null : LocalDate.parse(useUntil));
    }

    private static ConsentFormVersionReleased text(FormVersionCode code, String version, String when) {
        return new ConsentFormVersionReleased(
                in(null, on(when)),
                code,
                "CAFE",
                version,
                new Language("sv"),
                false,
                HASH,
                APPROVAL,
                modules("interview", "audio"));
    }

    private static InterviewRecorded interviewed(String participant, String when) {
        var envelope = with(in(CAFE, on(when)), part(participant));
        return new InterviewRecorded(
                participant.equals("CAFE-0001") && when.startsWith("2020") ? recordedOnTape(envelope) : envelope,
                InterviewStyle.SEMISTRUCTURED,
                50,
                null);
    }

    private static Envelope recordedOnTape(Envelope e) {
        return new Envelope(
                e.caseStudy(),
                e.occurred(),
                e.recordedBy(),
                e.performedBy(),
                e.participants(),
                e.objectives(),
                null,
                null,
                null,
                null,
                List.of(new Artefact(HASH, "audio/wav", "a locked cabinet")),
                null,
                null,
                null);
    }

    private static CapacityAssessed assessed(String when) {
        return new CapacityAssessed(
                in(CAFE, on(when)),
                person("CAFE-0004"),
                modules(),
                "to be interviewed",
                CapacityOutcome.LACKS_CAPACITY,
                "a doctor");
    }

    private static DissentExpressed dissented(String participant, @Nullable SessionCode session) {
        return new DissentExpressed(in(CAFE, on("2020-06-02")), person(participant), modules("interview"), session);
    }

    private static ConsentWithdrawn withdrawn(String participant, String when, WithdrawalKind kind, String... modules) {
        return new ConsentWithdrawn(
                in(CAFE, on(when)),
                person(participant),
                modules.length == 0 ? modules("interview") : modules(modules),
                kind,
                Decider.SELF,
                ConsentMethod.ORAL_WITNESSED,
                null);
    }

    private static Participation part(String participant) {
        return new Participation(person(participant), new Role("patient"), null, List.of());
    }

    private static ParticipantCode person(String code) {
        return new ParticipantCode(code);
    }

    private static JsonNode ask(String question) {
        return asking.get("/api/audit/" + question);
    }

    private static String body(String path) {
        return asking.raw(path, "application/json").body();
    }

    private static List<JsonNode> items(JsonNode answer) {
        return answer.get("items").valueStream().toList();
    }

    private static Function<JsonNode, Object> text(String field) {
        return item -> {
            var value = item.get(field);
            return value == null || value.isNull() ? "" : value.isContainer() ? value.toString() : value.asString();
        };
    }
}
