package org.fieldledger.query.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fieldledger.query.Fieldwork.CAFE;
import static org.fieldledger.query.Fieldwork.RESEARCHER;
import static org.fieldledger.query.Fieldwork.day;
import static org.fieldledger.query.Fieldwork.enrolled;
import static org.fieldledger.query.Fieldwork.given;
import static org.fieldledger.query.Fieldwork.in;
import static org.fieldledger.query.Fieldwork.on;
import static org.fieldledger.query.Fieldwork.opened;
import static org.fieldledger.query.Fieldwork.with;
import static org.fieldledger.query.Fieldwork.withdrawn;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleAssigned;
import org.fieldledger.events.Country;
import org.fieldledger.events.Envelope.Participation;
import org.fieldledger.events.EthicsEvent.EthicsApprovalGranted;
import org.fieldledger.events.GovernanceEvent.AuditReportSignedOff;
import org.fieldledger.events.InterviewEvent.InterviewRecorded;
import org.fieldledger.events.InterviewStyle;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.Role;
import org.fieldledger.events.Sha256;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Asking;
import org.fieldledger.query.Ledger;
import org.fieldledger.query.audit.AuditReport.Made;
import org.fieldledger.query.audit.AuditReport.Scope;
import org.fieldledger.query.audit.AuditReports.Finding;
import org.fieldledger.vault.Vault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Audit reports, opened and read as whoever gets them does: thirty people are interviewed, some before they consented. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AuditReportTest {

    private static final Instant RECORDED = Instant.parse("2020-03-01T09:00:00Z");
    private static final Instant MADE = Instant.parse("2020-05-01T08:30:00Z");
    private static final ResearcherCode OFFICER = new ResearcherCode("ethics-officer");
    private static final Scope THE_CASE = new Scope(CAFE, null);

    private static final Ledger LEDGER = new Ledger();
    private static Asking asking;
    private static AuditReports reports;

    @BeforeAll
    static void a_history_with_uncovered_interviews() {
        LEDGER.record(opened(CAFE, "2020-01-01"), RECORDED);
        LEDGER.record(
                new EthicsApprovalGranted(
                        in(null, on("2019-12-01")),
                        new ApprovalReference("2019-00042"),
                        "Etikprövningsmyndigheten",
                        Country.SE,
                        List.of(CAFE),
                        List.of(),
                        "Patients",
                        List.of(),
                        day("2019-12-01"),
                        null,
                        day("2024-12-31")),
                RECORDED);
        LEDGER.record(
                new ResearcherRoleAssigned(in(CAFE, on("2020-01-01")), RESEARCHER, ResearchRole.FIELDWORKER), RECORDED);
        for (var person : people()) {
            LEDGER.record(enrolled(CAFE, person, "patient", "2020-01-05"), RECORDED);
            LEDGER.record(interviewed(person, "2020-02-01"), RECORDED);
            LEDGER.record(given(CAFE, person, "2020-02-10", "interview"), RECORDED);
        }
        LEDGER.record(withdrawn(CAFE, "CAFE-0001", "2020-02-20", "interview"), RECORDED);
        asking = new Asking(LEDGER);
        reports = AuditReports.ofEveryCase(
                LEDGER.log(),
                ZoneId.of("Europe/Stockholm"),
                LEDGER.database(),
                Vault.open(LEDGER.database(), Path.of("target/master.key")));
    }

    @AfterAll
    static void stop() {
        asking.close();
        LEDGER.close();
    }

    @Test
    void the_figures_on_paper_are_those_the_api_answers() throws IOException {
        var text = PaperAsRead.of(paper(THE_CASE, false));

        for (var asked : asking.get("/api/audit")) {
            var name = asked.get("name").asString();
            text.says(asked.get("asks").asString());
            if (!asked.get("needs").isEmpty() || !takesCase(asked)) continue;
            var answer = asking.get("/api/audit/" + name + "?case=CAFE&knownAt=" + RECORDED);
            answer.get("counts")
                    .propertyStream()
                    .forEach(count -> text.says(
                            count.getKey().replaceAll("([A-Z])", " $1").toLowerCase(java.util.Locale.ROOT) + " "
                                    + count.getValue().asLong()));
        }
        text.says(
                "30 rows, 30 to decide",
                "Case CAFE",
                "Log position " + reports.about(THE_CASE, asOf()).basis().position(),
                reports.about(THE_CASE, asOf()).findings().code());
    }

    @Test
    void what_does_not_fit_is_counted_and_the_paper_says_where_it_is_to_be_had() throws IOException {
        var text = PaperAsRead.of(paper(THE_CASE, false));

        text.says("5 more are left out here.");
        var address = "/api/audit/covered?case=CAFE&trueAt=2020-03-01&knownAt=" + RECORDED;
        text.says("GET " + address);
        assertThat(asking.get(address).get("items")).hasSize(30);
    }

    @Test
    void a_paper_about_a_person_shows_their_whole_trail_and_nobody_elses() throws IOException {
        var text = PaperAsRead.of(paper(new Scope(null, new ParticipantCode("CAFE-0001")), false));

        text.says("Participant CAFE-0001", "ConsentWithdrawn", "InterviewRecorded");
        assertThat(text.letters()).doesNotContain("CAFE-0002");
    }

    @Test
    void the_same_question_at_the_same_times_is_the_same_paper_byte_for_byte() {
        var first = paper(THE_CASE, false);

        assertThat(paper(THE_CASE, false)).isEqualTo(first);
        assertThat(reports.print(reports.about(THE_CASE, asOf()), new Made(OFFICER, MADE.plusSeconds(1), false)))
                .isNotEqualTo(first);
    }

    @Test
    void a_report_of_a_case_that_nobody_knows_is_refused_and_not_clean() {
        assertThat(asking.reply("/api/audit/report.pdf?case=NOWHERE").status()).isEqualTo(404);
        assertThat(asking.reply("/api/audit/report.pdf?participant=CAFE-9999").status())
                .isEqualTo(404);
    }

    @Test
    void over_http_it_comes_as_a_pdf_with_what_a_signature_needs() {
        var answer = asking.raw("/api/audit/report.pdf?case=CAFE&signed=true&knownAt=" + RECORDED, "application/pdf");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("%PDF-");
        assertThat(answer.headers().firstValue("Fieldledger-Findings"))
                .contains(reports.about(THE_CASE, asOf()).findings().code());
        assertThat(answer.headers().firstValue("Fieldledger-Sign-Off")).isPresent();
        assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
                .contains("audit-report-case-CAFE.pdf");
    }

    @Test
    void a_signed_paper_is_known_by_the_log_and_any_other_is_not() throws IOException {
        var ledger = LEDGER;
        var report = reports.about(THE_CASE, asOf());
        var signed = reports.print(report, made(true));
        assertThat(reports.check(signed).finding()).isEqualTo(Finding.NOT_SIGNED);

        ledger.record(
                new AuditReportSignedOff(
                        in(CAFE, on("2020-05-01")),
                        null,
                        report.signOffCode(made(true)),
                        Sha256.of(signed),
                        report.findings(),
                        null,
                        RECORDED,
                        report.basis().position(),
                        report.root()),
                MADE);

        PaperAsRead.of(signed).says("Signed off by", report.signOffCode(made(true)));
        var verdict = reports.check(signed);
        assertThat(verdict.finding()).isEqualTo(Finding.SIGNED);
        assertThat(Objects.requireNonNull(verdict.signature()).logAsThen()).isTrue();
        assertThat(asking.get("/api/audit/signed-reports/" + Sha256.of(signed))
                        .at("/finding")
                        .asString())
                .isEqualTo("SIGNED");

        var changed = signed.clone();
        changed[changed.length - 2]++;
        assertThat(reports.check(changed).finding()).isEqualTo(Finding.NOT_AS_SIGNED);
        assertThat(reports.check(reports.print(report, made(false))).finding()).isEqualTo(Finding.NOT_SIGNED);
        assertThat(reports.check("not a paper".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .finding())
                .isEqualTo(Finding.NOT_SIGNED);
    }

    private static byte[] paper(Scope scope, boolean signed) {
        return reports.print(reports.about(scope, asOf()), made(signed));
    }

    private static AsOf asOf() {
        return AsOf.LATEST.knownAt(RECORDED);
    }

    private static Made made(boolean signed) {
        return new Made(OFFICER, MADE, signed);
    }

    private static boolean takesCase(tools.jackson.databind.JsonNode asked) {
        return StreamSupport.stream(asked.get("takes").spliterator(), false)
                .anyMatch(one -> one.asString().equals("case"));
    }

    private static List<String> people() {
        return IntStream.rangeClosed(1, 30).mapToObj("CAFE-%04d"::formatted).toList();
    }

    private static InterviewRecorded interviewed(String person, String when) {
        return new InterviewRecorded(
                with(
                        in(CAFE, on(when)),
                        new Participation(new ParticipantCode(person), new Role("patient"), null, List.of())),
                InterviewStyle.SEMISTRUCTURED,
                40,
                null);
    }
}
