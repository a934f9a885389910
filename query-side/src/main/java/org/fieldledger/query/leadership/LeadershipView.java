package org.fieldledger.query.leadership;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.fieldledger.events.CaseStudyEvent.CaseClosed;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.InterviewEvent.LeadershipInterviewMissed;
import org.fieldledger.events.InterviewEvent.LeadershipInterviewRecorded;
import org.fieldledger.events.ParticipantEvent.ParticipantDiscontinued;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ParticipantEvent.ParticipantTransferred;
import org.fieldledger.events.ProgrammeEvent.ProgrammeRegistered;
import org.fieldledger.query.Answer;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Basis;
import org.fieldledger.query.CaseAccess;
import org.fieldledger.query.Conditions;
import org.fieldledger.query.Questions;
import org.fieldledger.query.leadership.LeadershipCoverage.Cell;
import org.fieldledger.query.leadership.LeadershipCoverage.Interview;
import org.fieldledger.query.leadership.LeadershipCoverage.OpenPeriod;
import org.fieldledger.query.leadership.LeadershipCoverage.Programme;
import org.fieldledger.query.leadership.LeadershipCoverage.Step;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.projection.Recorded;
import org.fieldledger.query.projection.Rows;
import org.fieldledger.query.projection.Table;
import org.fieldledger.vault.Opening;
import org.fieldledger.vault.Opening.Stored;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who leads which case when, and which interviews were held or missed. The only class that names the leadership tables. */
@Component
public class LeadershipView implements Projection {

    private static final Table PROGRAMME = Table.ofFacts("leadership_programme", "begins", "ends", "programme_zone");
    private static final Table CASE = Table.ofFacts("leadership_case", "step");
    private static final Table COURSE = Table.ofFacts("leadership_course", "participant", "step", "role");
    private static final Table INTERVIEW =
            Table.ofFacts("leadership_interview", "leader", "programme_year", "held", "reason");

    private final JdbcClient db;
    private final Questions questions;
    private final CaseAccess access;
    private final Opening opening;

    LeadershipView(JdbcClient db, Questions questions, CaseAccess access, Opening opening) {
        this.db = db;
        this.questions = questions;
        this.access = access;
        this.opening = opening;
    }

    @Override
    public String name() {
        return "leadership";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public List<Table> tables() {
        return List.of(PROGRAMME, CASE, COURSE, INTERVIEW);
    }

    @Override
    public Set<Class<? extends FieldEvent>> concernedWith() {
        return Set.of(
                ProgrammeRegistered.class,
                CaseRegistered.class,
                CaseClosed.class,
                ParticipantEnrolled.class,
                ParticipantTransferred.class,
                ParticipantDiscontinued.class,
                LeadershipInterviewRecorded.class,
                LeadershipInterviewMissed.class);
    }

    @Override
    public void project(Recorded event, Rows rows) {
        switch (event.event()) {
            case ProgrammeRegistered e -> rows.fact(PROGRAMME, event, e.begins(), e.ends(), e.zone());
            case CaseRegistered e -> rows.fact(CASE, event, "opened");
            case CaseClosed e -> rows.fact(CASE, event, "closed");
            case ParticipantEnrolled e -> rows.fact(COURSE, event, e.participant(), "enrolled", e.role());
            case ParticipantTransferred e -> rows.fact(COURSE, event, e.participant(), "transferred", e.to());
            case ParticipantDiscontinued e -> rows.fact(COURSE, event, e.participant(), "discontinued", null);
            case LeadershipInterviewRecorded e ->
                rows.fact(INTERVIEW, event, e.leader(), e.programmeYear(), true, null);
            case LeadershipInterviewMissed e ->
                rows.fact(INTERVIEW, event, e.leader(), e.programmeYear(), false, e.reason());
            default -> {
                // nothing that leadership interviews depend on
            }
        }
    }

    /**
     * The cell of every case and programme year, in order of case and year, as of two times. Where {@code trueAt} is left out,
     * what is due is judged on the day of {@code knownAt} as the basis gives it, so that the answer can be had again. Empty
     * before a programme is registered.
     */
    public Answer<Cell> coverage(@Nullable String caseCode, AsOf asOf) {
        return questions.ask(this, asOf, (upTo, basis) -> new Answer<>(basis, cells(caseCode, upTo, basis), null));
    }

    /** The places in the log of the interviews that were held; in one case, or in all that whoever asks may see. */
    public List<Long> held(@Nullable String caseCode, AsOf asOf) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var conditions = new Conditions()
                    .and("case_code = :case", "case", caseCode)
                    .begunAndKnown(upTo)
                    .visible(access);
            return db.sql("select position from query.leadership_interview where held and " + conditions.sql())
                    .params(conditions.values())
                    .query(Long.class)
                    .list();
        });
    }

    /** The programme, as last registered; none before. */
    public Optional<Programme> programmeAsOf(AsOf asOf) {
        return questions.ask(this, asOf, (upTo, basis) -> programme(upTo));
    }

    private List<Cell> cells(@Nullable String caseCode, AsOf asOf, Basis basis) {
        var programme = programme(asOf);
        if (programme.isEmpty()) return List.of();
        var today = today(asOf, basis, programme.get().zone());
        var conditions = new Conditions()
                .and("case_code = :case", "case", caseCode)
                .begunAndKnown(asOf)
                .visible(access);
        var courses = courses(conditions);
        var interviews = interviews(conditions);
        var cells = new ArrayList<Cell>();
        cases(conditions)
                .forEach((code, open) -> cells.addAll(LeadershipCoverage.cells(
                        code,
                        programme.get(),
                        open,
                        courses.getOrDefault(code, Map.of()),
                        interviews.getOrDefault(code, List.of()),
                        today)));
        return cells;
    }

    private static LocalDate today(AsOf asOf, Basis basis, ZoneId zone) {
        return switch (asOf.trueAt()) {
            case AsOf.FieldTime.Day(var date) -> date;
            case AsOf.FieldTime.Moment(var moment) -> moment.atZone(zone).toLocalDate();
            case null -> {
                var known = basis.knownAt();
                yield known == null ? LocalDate.MIN : known.atZone(zone).toLocalDate();
            }
        };
    }

    private Optional<Programme> programme(AsOf asOf) {
        var known = new Conditions().known(asOf).recorded(asOf);
        return db.sql("""
                select begins, ends, programme_zone from query.leadership_programme where %s order by position desc limit 1
                """.formatted(known.sql()))
                .params(known.values())
                .query((row, n) -> new Programme(
                        row.getObject("begins", LocalDate.class),
                        row.getObject("ends", LocalDate.class),
                        ZoneId.of(row.getString("programme_zone"))))
                .optional();
    }

    private Map<String, OpenPeriod> cases(Conditions conditions) {
        var cases = new TreeMap<String, OpenPeriod>();
        db.sql("""
                select case_code, step, begun_on from query.leadership_case where %s order by begun_on, position
                """.formatted(conditions.sql()))
                .params(conditions.values())
                .query((row, n) -> {
                    var day = row.getObject("begun_on", LocalDate.class);
                    var closed = row.getString("step").equals("closed");
                    return cases.merge(
                            row.getString("case_code"),
                            closed ? new OpenPeriod(LocalDate.MIN, day) : new OpenPeriod(day, null),
                            // A case ends with the first day it was closed on; being told so again does not open it.
                            (before, now) -> !closed
                                    ? now
                                    : before.until() != null ? before : new OpenPeriod(before.from(), day));
                })
                .list();
        return cases;
    }

    private Map<String, Map<String, List<Step>>> courses(Conditions conditions) {
        Map<String, Map<String, List<Step>>> courses = new TreeMap<>();
        db.sql("""
                select case_code, participant, step, role, begun_on
                  from query.leadership_course
                 where participant in (select participant from query.leadership_course where role = 'key-leader') and %s
                 order by case_code, participant, begun_on, position
                """.formatted(conditions.sql()))
                .params(conditions.values())
                .query((row, n) -> courses.computeIfAbsent(row.getString("case_code"), code -> new TreeMap<>())
                        .computeIfAbsent(row.getString("participant"), participant -> new ArrayList<>())
                        .add(new Step(row.getObject("begun_on", LocalDate.class), row.getString("role"))))
                .list();
        return courses;
    }

    private Map<String, List<Interview>> interviews(Conditions conditions) {
        Map<String, List<Interview>> interviews = new LinkedHashMap<>();
        db.sql("""
                select case_code, leader, programme_year, held, reason, event_id, quarantined
                  from query.leadership_interview
                 where %s
                 order by begun_on, position
                """.formatted(conditions.sql()))
                .params(conditions.values())
                .query((row, n) -> interviews
                        .computeIfAbsent(row.getString("case_code"), code -> new ArrayList<>())
                        .add(new Interview(
                                row.getString("leader"),
                                row.getInt("programme_year"),
                                row.getBoolean("held"),
                                row.getString("reason"),
                                row.getObject("event_id", java.util.UUID.class),
                                row.getBoolean("quarantined"))))
                .list();
        return opened(interviews);
    }

    /** With the reasons that people gave, all opened at once. */
    private Map<String, List<Interview>> opened(Map<String, List<Interview>> sealed) {
        var reasons = opening.texts(sealed.values().stream()
                        .flatMap(List::stream)
                        .map(one -> new Stored(one.event(), one.reason()))
                        .toList())
                .iterator();
        sealed.replaceAll((code, interviews) -> interviews.stream()
                .map(one -> new Interview(
                        one.leader(), one.year(), one.held(), reasons.next(), one.event(), one.quarantined()))
                .toList());
        return sealed;
    }
}
