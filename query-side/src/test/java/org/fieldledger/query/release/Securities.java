package org.fieldledger.query.release;

import static org.fieldledger.query.Fieldwork.CAFE;
import static org.fieldledger.query.Fieldwork.FORM;
import static org.fieldledger.query.Fieldwork.RESEARCHER;
import static org.fieldledger.query.Fieldwork.day;
import static org.fieldledger.query.Fieldwork.enrolled;
import static org.fieldledger.query.Fieldwork.given;
import static org.fieldledger.query.Fieldwork.in;
import static org.fieldledger.query.Fieldwork.modules;
import static org.fieldledger.query.Fieldwork.on;
import static org.fieldledger.query.Fieldwork.opened;
import static org.fieldledger.query.Fieldwork.with;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fieldledger.events.Anchor;
import org.fieldledger.events.ApprovalReference;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleAssigned;
import org.fieldledger.events.ConsentEvent.ConsentRefused;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentFormEvent.ConsentFormVersionReleased;
import org.fieldledger.events.ConsentMethod;
import org.fieldledger.events.Country;
import org.fieldledger.events.Envelope;
import org.fieldledger.events.Envelope.Participation;
import org.fieldledger.events.EthicsEvent.EthicsApprovalGranted;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.GroupSessionEvent.EventQuestionnaireAnswered;
import org.fieldledger.events.GroupSessionEvent.FocusGroupHeld;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionReleased;
import org.fieldledger.events.InstrumentEvent.Item;
import org.fieldledger.events.InstrumentEvent.MissingCode;
import org.fieldledger.events.InstrumentEvent.ScheduleAdopted;
import org.fieldledger.events.InstrumentEvent.Score;
import org.fieldledger.events.InstrumentEvent.Timepoint;
import org.fieldledger.events.InstrumentKind;
import org.fieldledger.events.InterventionEvent.AllocationMade;
import org.fieldledger.events.Language;
import org.fieldledger.events.Level;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.Role;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.Sha256;
import org.fieldledger.events.TimepointCode;
import org.fieldledger.events.WithdrawalKind;
import org.jspecify.annotations.Nullable;

/**
 * A case in which eight people are asked how secure they feel. CAFE-0001 and CAFE-0007 may be used; CAFE-0002 withdrew from new
 * use, CAFE-0003 objected, CAFE-0004 was never asked, CAFE-0005 wants it destroyed, CAFE-0006 refused; CAFE-0008 does not share.
 */
final class Securities {

    static final InstrumentCode SECURITY = new InstrumentCode("SECURITY");
    static final TimepointCode WEEK_8 = new TimepointCode("week-8");
    static final ApprovalReference APPROVAL = new ApprovalReference("2019-00042");
    static final String HOSTILE = "=HYPERLINK(\"http://example.invalid\"),\r\n\"quoted\"; 中文 \u0007 '\t";

    private static final Language SV = new Language("sv");
    private static final Language EN = new Language("en");

    /** What is recorded at one moment. */
    record Evening(Instant at, List<FieldEvent> events) {}

    /** All of it, in order. */
    static List<Evening> evenings() {
        var start = new ArrayList<FieldEvent>(List.of(
                defined("measure", "2030-12-31"),
                defined("interview", "2030-12-31"),
                defined("data-sharing", null),
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
                        null),
                new ConsentFormVersionReleased(
                        in(null, on("2020-01-01")),
                        FORM,
                        "CAFE",
                        "1",
                        SV,
                        false,
                        new Sha256("a".repeat(64)),
                        APPROVAL,
                        modules("measure", "interview", "data-sharing")),
                instrument(),
                opened(CAFE, "2020-01-01"),
                new ResearcherRoleAssigned(in(CAFE, on("2020-01-01")), RESEARCHER, ResearchRole.FIELDWORKER),
                new ScheduleAdopted(
                        in(CAFE, on("2020-01-01")),
                        SECURITY,
                        "1.0",
                        List.of(new Timepoint(WEEK_8, Map.of(EN, "Week 8"), Anchor.ENROLMENT, 56, 7, 7)))));
        for (int n = 1; n <= 8; n++) start.add(enrolled(CAFE, code(n), "patient", "2020-01-05"));
        for (int n : List.of(1, 2, 3, 5, 7))
            start.add(given(CAFE, code(n), "2020-01-05", "measure", "interview", "data-sharing"));
        start.add(given(CAFE, code(8), "2020-01-05", "measure", "interview"));
        start.add(new ConsentRefused(
                in(CAFE, on("2020-01-05")), person(6), modules("measure"), FORM, Decider.SELF, ConsentMethod.WRITTEN));
        start.add(
                new AllocationMade(with(in(CAFE, on("2020-01-06")), part(1)), person(1), "intervention", "minimised"));

        var answers = new ArrayList<FieldEvent>();
        for (int n : List.of(1, 2, 3, 5, 7, 8)) answers.add(answered(n, "2020-03-01", "3", "2.50", "Fine"));
        answers.add(new MeasureAdministered(
                with(in(CAFE, on("2020-05-01T10:30")), part(1)),
                person(1),
                SECURITY,
                "1.0",
                null,
                List.of(
                        Response.of("Q1", new BigDecimal("0")),
                        Response.missing("Q2", "not-asked"),
                        new Response("Q3", null, HOSTILE, null))));
        answers.add(new MeasureAdministered(
                with(in(CAFE, on("2020-03-02"), null, true), part(4)),
                person(4),
                SECURITY,
                "1.0",
                WEEK_8,
                List.of(Response.of("Q1", BigDecimal.ONE))));
        answers.add(new FocusGroupHeld(
                with(in(CAFE, on("2020-03-10")), part(1), part(2)), new SessionCode("FG-1"), "Going home"));
        answers.add(new FocusGroupHeld(
                with(in(CAFE, on("2020-03-11")), part(1), part(7)), new SessionCode("FG-2"), "Going home"));
        answers.add(new EventQuestionnaireAnswered(
                in(CAFE, on("2020-03-11")),
                new SessionCode("FG-2"),
                SECURITY,
                "1.0",
                List.of(
                        Response.of("Q1", new BigDecimal("4")),
                        new Response("Q3", null, "My name is on the door", null))));

        return List.of(
                new Evening(Instant.parse("2020-01-10T09:00:00Z"), start),
                new Evening(Instant.parse("2020-06-01T09:00:00Z"), answers),
                new Evening(
                        Instant.parse("2020-09-01T09:00:00.123456Z"),
                        List.of(
                                withdrawn(2, WithdrawalKind.NO_NEW_USE),
                                withdrawn(3, WithdrawalKind.RESTRICT_OR_OBJECT),
                                withdrawn(5, WithdrawalKind.DESTROY),
                                withdrawn(7, WithdrawalKind.NO_FURTHER_COLLECTION))));
    }

    static MeasureAdministered answered(int person, String when, String first, String second, String text) {
        return new MeasureAdministered(
                with(in(CAFE, on(when)), part(person)),
                person(person),
                SECURITY,
                "1.0",
                WEEK_8,
                List.of(
                        Response.of("Q1", new BigDecimal(first)),
                        Response.of("Q2", new BigDecimal(second)),
                        new Response("Q3", null, text, null)));
    }

    /** The same answers as corrected afterwards. */
    static MeasureAdministered correcting(MeasureAdministered wrong, EventId which) {
        return new MeasureAdministered(
                corrects(wrong.envelope(), which),
                wrong.participant(),
                wrong.instrument(),
                wrong.version(),
                wrong.timepoint(),
                List.of(Response.of("Q1", new BigDecimal("1")), Response.of("Q2", new BigDecimal("1"))));
    }

    private static Envelope corrects(Envelope envelope, EventId which) {
        return with(
                in(envelope.caseStudy(), envelope.occurred(), which, false),
                envelope.participants().toArray(Participation[]::new));
    }

    static ConsentWithdrawn withdrawn(int person, WithdrawalKind kind) {
        return new ConsentWithdrawn(
                in(CAFE, on("2020-08-30")),
                person(person),
                modules("measure", "interview", "data-sharing"),
                kind,
                Decider.SELF,
                ConsentMethod.WRITTEN,
                null);
    }

    private static ConsentModuleDefined defined(String module, @Nullable String useUntil) {
        return new ConsentModuleDefined(
                in(null, on("2020-01-01")),
                new ModuleCode(module),
                Map.of(),
                "what is said",
                "research",
                null,
                useUntil == null ? null : day(useUntil));
    }

    private static InstrumentVersionReleased instrument() {
        var choices =
                List.of("0", "1", "2", "3", "4").stream().map(BigDecimal::new).toList();
        return new InstrumentVersionReleased(
                in(null, on("2020-01-01")),
                SECURITY,
                "1.0",
                InstrumentKind.MEASURE,
                words("Känsla av trygghet", "Sense of security"),
                List.of(
                        new Item("Q1", words("Jag känner mig trygg", "I feel secure"), null, null, choices, false),
                        new Item(
                                "Q2",
                                words("Hur trygg | hur säker?", "How secure <really>?"),
                                BigDecimal.ZERO,
                                new BigDecimal("10"),
                                List.of(),
                                false),
                        new Item("Q3", words("Berätta", "Tell us"), null, null, List.of(), true)),
                List.of(new MissingCode("not-asked", words("Frågades inte", "Was not asked"))),
                List.of(new Score("TOTAL", words("Summa", "Total"), List.of("Q1", "Q2"))));
    }

    private static Map<Language, String> words(String swedish, String english) {
        var words = new TreeMap<Language, String>();
        words.put(SV, swedish);
        words.put(EN, english);
        return words;
    }

    static String code(int person) {
        return "CAFE-%04d".formatted(person);
    }

    static ParticipantCode person(int person) {
        return new ParticipantCode(code(person));
    }

    static Participation part(int person) {
        return new Participation(person(person), new Role("patient"), Level.MICRO, List.of());
    }

    private Securities() {}
}
