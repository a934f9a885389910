package org.fieldledger.query.consent;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.consent.Needs;
import org.fieldledger.consent.State;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentFormEvent;
import org.fieldledger.events.EthicsEvent;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent;
import org.fieldledger.events.ParticipantEvent.BirthRecorded;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ProgrammeEvent.ConsentRulesAdopted;
import org.fieldledger.query.Answer;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Basis;
import org.fieldledger.query.CaseAccess;
import org.fieldledger.query.CaseDays;
import org.fieldledger.query.Conditions;
import org.fieldledger.query.Paging;
import org.fieldledger.query.Questions;
import org.fieldledger.query.Standing;
import org.fieldledger.query.Touched;
import org.fieldledger.query.When;
import org.fieldledger.query.consent.OnRecord.Known;
import org.fieldledger.query.log.EventsOfTheLog;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.projection.Recorded;
import org.fieldledger.query.projection.Rows;
import org.fieldledger.query.projection.Table;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The consent ledger: what stands for each person, case and module, and what may be done with what is held, as of any two
 * times. Its table says only which events matter to whom; what they mean says the reading of consent, asked anew each time,
 * so that what time alone changes is so on its day.
 */
@Component
public class ConsentView implements Projection {

    private static final Table FACT = Table.ofFacts("consent_fact", "participant", "kind", "matters");

    private final JdbcClient db;
    private final Questions questions;
    private final CaseAccess access;
    private final EventsOfTheLog events;
    private final Clock clock;
    private final CaseDays days;

    ConsentView(
            JdbcClient db, Questions questions, CaseAccess access, EventsOfTheLog events, Clock clock, CaseDays days) {
        this.db = db;
        this.questions = questions;
        this.access = access;
        this.events = events;
        this.clock = clock;
        this.days = days;
    }

    @Override
    public String name() {
        return "consent";
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public List<Table> tables() {
        return List.of(FACT);
    }

    /** To what an event matters: to all cases, to one, to a person, or as an action that took something from people. */
    enum Matters {
        PROGRAMME,
        CASE_STUDY,
        PERSON,
        BIRTH,
        ACTION
    }

    @Override
    public void project(Recorded event, Rows rows) {
        switch (event.event()) {
            case EthicsEvent e -> add(rows, event, null, Matters.PROGRAMME);
            case ConsentFormEvent e -> add(rows, event, null, Matters.PROGRAMME);
            case ConsentModuleDefined e -> add(rows, event, null, Matters.PROGRAMME);
            case ConsentRulesAdopted e -> add(rows, event, null, Matters.PROGRAMME);
            case CaseStudyEvent e -> add(rows, event, null, Matters.CASE_STUDY);
            case BirthRecorded e -> add(rows, event, e.participant(), Matters.BIRTH);
            case ParticipantEvent e -> add(rows, event, e.participant(), Matters.PERSON);
            case ConsentEvent e -> add(rows, event, e.participant(), Matters.PERSON);
            default -> {
                if (!Needs.of(event.event()).modules().isEmpty())
                    for (var person : Concerned.codes(event.event())) add(rows, event, person, Matters.ACTION);
            }
        }
    }

    private static void add(Rows rows, Recorded event, @Nullable ParticipantCode person, Matters matters) {
        rows.fact(FACT, event, person == null ? "" : person.code(), event.kind(), matters);
    }

    /**
     * What stands for one person in one case and one module, and the decisions behind it in the order in which they took effect.
     *
     * @param why in words, where the state alone does not say it
     * @param withdrawal the kind of withdrawal, where that is what stands
     * @param decision the event that made it so; absent where the person was not asked
     * @param amendment the amendment that requires a new decision
     * @param since from when it is so
     * @param waitsFor whose yes is still missing, by their relation; the person's own assent is called assent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Consent(
            ParticipantCode participant,
            CaseCode caseCode,
            ModuleCode module,
            State state,
            @Nullable String cause,
            @Nullable String why,
            @Nullable String withdrawal,
            @Nullable UUID decision,
            @Nullable UUID amendment,
            @Nullable Instant since,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> waitsFor,
            List<Decision> decisions) {

        String key() {
            return participant + " " + caseCode + " " + module;
        }
    }

    /**
     * One decision.
     *
     * @param takesEffect the instant from which it holds, which need not be when it was expressed
     * @param capacity in what capacity somebody decided, and under which code if not the participant
     * @param invalidated found never to have been valid
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Decision(
            String decision,
            When occurred,
            Instant takesEffect,
            @Nullable String withdrawal,
            @Nullable String capacity,
            @Nullable String decider,
            @Nullable String method,
            @Nullable String formVersion,
            boolean invalidated,
            Standing record) {}

    /**
     * What may be done with what one action took from one person.
     *
     * @param modules the modules it needed
     * @param why what stands in the way, in words; absent where nothing does
     * @param because the decision that does, or the action itself where that lacked cover
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HeldPart(
            ParticipantCode participant,
            CaseCode caseCode,
            String kind,
            String title,
            When occurred,
            List<ModuleCode> modules,
            Use use,
            @Nullable String why,
            @Nullable UUID because,
            Standing record) {}

    /** What stands for one person, case by case and module by module. Empty where nothing of the person is known. */
    public Answer<Consent> ofParticipant(ParticipantCode participant, AsOf asOf, boolean withHistory, Paging paging) {
        return consent("participant = :whom", participant.code(), settled(participant, asOf), withHistory, paging);
    }

    /** What stands for everyone who was enrolled in a case or decided something in it, person by person and module by module. */
    public Answer<Consent> ofCase(CaseCode caseCode, AsOf asOf, boolean withHistory, Paging paging) {
        var settled = asOf.settled(clock, days.of(List.of(caseCode)));
        return consent("case_code = :whom", caseCode.code(), settled, withHistory, paging);
    }

    /** Somebody's day is that of the cases they take part in. */
    private AsOf settled(ParticipantCode participant, AsOf asked) {
        if (asked.trueAt() != null) return asked;
        var cases = db.sql(
                        "select distinct case_code from query.consent_fact where participant = ? and case_code is not null")
                .param(participant.code())
                .query((row, n) -> new CaseCode(row.getString(1)))
                .list();
        return asked.settled(clock, days.of(cases));
    }

    private Answer<Consent> consent(String which, String whom, AsOf asOf, boolean withHistory, Paging paging) {
        var found = questions.ask(this, asOf, (upTo, basis) -> {
            var people = people(which, whom, upTo, paging);
            return new Found(basis, people, rows(people, false, upTo));
        });
        var known = OnRecord.of(found.rows(), events);
        var cursor = paging.cursor();
        var states = found.people().stream()
                .flatMap(one -> known.ofPerson(one, asOf, withHistory).stream())
                .filter(state -> cursor == null || state.key().compareTo(cursor.value()) > 0)
                .sorted(Comparator.comparing(Consent::key))
                .limit(paging.limit() + 1L)
                .toList();
        return paging.page(found.basis(), states, last -> new Paging.Cursor(last.key(), 0).toString());
    }

    /** What the projection answers. What the events say is read from the log afterwards: it never changes. */
    private record Found(Basis basis, List<InCase> people, List<OnRecord.Row> rows) {}

    /** A person in a case. */
    record InCase(ParticipantCode participant, CaseCode caseCode) {}

    /** As many people as rows are asked for are enough: nobody has fewer rows than one. */
    private List<InCase> people(String which, String whom, AsOf asOf, Paging paging) {
        var cursor = paging.cursor();
        var conditions = new Conditions()
                .and("matters = 'person'")
                .and(which, "whom", whom)
                .and("case_code is not null")
                .begunAndKnown(asOf)
                .visible(access)
                .and(
                        "participant collate \"C\" >= split_part(:after, ' ', 1) collate \"C\"",
                        "after",
                        cursor == null ? null : cursor.value());
        return db.sql("""
                select participant, case_code from query.consent_fact where %s
                 group by participant, case_code
                 order by participant collate "C", case_code collate "C" limit :limit
                """.formatted(conditions.sql()))
                .params(conditions.values())
                .param("limit", paging.limit() + 1)
                .query((row, n) -> new InCase(
                        new ParticipantCode(row.getString("participant")), new CaseCode(row.getString("case_code"))))
                .list();
    }

    /** Whether anything of consent or enrolment is known of a person as of these times. */
    boolean knows(ParticipantCode participant, AsOf asOf) {
        return !people("participant = :whom", participant.code(), settled(participant, asOf), Paging.FIRST)
                .isEmpty();
    }

    /** What is held of one person and what may be done with it, action by action in the order of the field. */
    public Answer<HeldPart> held(ParticipantCode participant, AsOf asked, Paging paging) {
        var asOf = settled(participant, asked);
        var found = questions.ask(this, asOf, (upTo, basis) -> {
            var people = people("participant = :whom", participant.code(), upTo, Paging.FIRST);
            return new Found(basis, people, rows(people, true, upTo));
        });
        var known = OnRecord.of(found.rows(), events);
        var cases = found.people().stream().map(InCase::caseCode).toList();
        var cursor = paging.cursor();
        var parts = known.actions(participant, asOf)
                .filter(action -> cases.contains(action.event().envelope().caseStudy()))
                .sorted(Comparator.comparing(Known::key))
                .filter(action -> cursor == null || action.key().compareTo(Known.key(cursor)) > 0)
                .limit(paging.limit() + 1L)
                .map(action -> known.held(participant, action, asOf))
                .toList();
        return paging.page(
                found.basis(), parts, last -> known.cursor(last.record().event()));
    }

    /**
     * Which events the reading needs for these people, in one round trip. For what is held, also what the others decided who
     * were there.
     */
    private List<OnRecord.Row> rows(Collection<InCase> people, boolean withActions, AsOf asOf) {
        var conditions = new Conditions().recorded(asOf);
        return db.sql("""
                with own as (
                    select * from query.consent_fact where participant = any(cast(:people as text[]))
                       and (:withActions or matters <> 'action')
                ),
                beside as (
                    select * from query.consent_fact
                     where matters in ('person', 'birth') and :withActions
                       and participant in (select participant from query.consent_fact
                                            where position in (select position from own where matters = 'action'))
                ),
                setting as (
                    select * from query.consent_fact
                     where matters = 'programme'
                        or matters = 'case_study' and case_code = any(cast(:cases as text[]))
                )
                select distinct on (position) *
                  from (select * from own union all select * from beside union all select * from setting) fact
                 where %s
                 order by position
                """.formatted(conditions.sql()))
                .params(conditions.values())
                .param(
                        "people",
                        people.stream()
                                .map(one -> one.participant().code())
                                .distinct()
                                .collect(Collectors.joining(",", "{", "}")))
                .param(
                        "cases",
                        people.stream()
                                .map(one -> one.caseCode().code())
                                .distinct()
                                .collect(Collectors.joining(",", "{", "}")))
                .param("withActions", withActions)
                .query((row, n) -> row(row, asOf))
                .list();
    }

    private static OnRecord.Row row(ResultSet row, AsOf asOf) throws SQLException {
        var occurred = When.of(row);
        return new OnRecord.Row(occurred, Standing.of(row, occurred.occurred(), asOf));
    }

    /**
     * What the reading of consent says of everybody in these cases and of these actions, in one round trip for what matters
     * and one for the events themselves.
     *
     * @param actions the positions of actions whose use is asked about, of whichever case
     * @param asOf with a day in the field
     */
    public ConsentOnRecord onRecord(Collection<CaseCode> cases, Collection<Long> actions, AsOf asOf) {
        return onRecord(cases, cases, List.of(), actions, asOf);
    }

    /** The same of some people in these cases and of whoever took part in these actions, where that is enough. */
    public ConsentOnRecord onRecordOf(
            Collection<CaseCode> cases, Collection<ParticipantCode> people, Collection<Long> actions, AsOf asOf) {
        return onRecord(cases, List.of(), people, actions, asOf);
    }

    /** The same of what binds these cases and nobody in particular: their approvals. */
    public ConsentOnRecord approvals(Collection<CaseCode> cases, AsOf asOf) {
        return onRecord(cases, List.of(), List.of(), List.of(), asOf);
    }

    private ConsentOnRecord onRecord(
            Collection<CaseCode> cases,
            Collection<CaseCode> peopleOf,
            Collection<ParticipantCode> people,
            Collection<Long> actions,
            AsOf asOf) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var conditions = new Conditions().recorded(upTo);
            var rows = db.sql("""
                    with action as (
                        select * from query.consent_fact
                         where matters = 'action' and position = any(cast(:actions as bigint[]))
                    ),
                    person as (
                        select * from query.consent_fact
                         where matters in ('person', 'birth')
                           and participant in (select participant from action
                                                union
                                               select unnest(cast(:people as text[]))
                                                union
                                               select participant from query.consent_fact
                                                where matters = 'person' and case_code = any(cast(:peopleOf as text[])))
                    ),
                    setting as (
                        select * from query.consent_fact
                         where matters = 'programme'
                            or matters = 'case_study'
                               and (case_code = any(cast(:cases as text[])) or case_code in (select case_code from action))
                    )
                    select distinct on (position) *
                      from (select * from action union all select * from person union all select * from setting) fact
                     where %s
                     order by position
                    """.formatted(conditions.sql()))
                    .params(conditions.values())
                    .param("actions", actions.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}")))
                    .param("cases", cases.stream().map(CaseCode::code).collect(Collectors.joining(",", "{", "}")))
                    .param(
                            "people",
                            people.stream().map(ParticipantCode::code).collect(Collectors.joining(",", "{", "}")))
                    .param("peopleOf", peopleOf.stream().map(CaseCode::code).collect(Collectors.joining(",", "{", "}")))
                    .query((row, n) -> row(row, upTo))
                    .list();
            return new ConsentOnRecord(OnRecord.of(rows, events), upTo);
        });
    }

    /**
     * Of which actions the use may be another as of a later pair of times than as of an earlier one: by what was learned in
     * between, or by what the days in between brought.
     *
     * @param caseCode of which case; absent for all there are
     * @param earlier with a day in the field and a time of knowledge, as {@code later} with a day
     */
    public Touched touched(@Nullable CaseCode caseCode, AsOf earlier, AsOf later) {
        return questions.ask(this, later, (upTo, basis) -> {
            var learned = new Conditions()
                    .and("recorded_at > :since", "since", earlier.knownAt())
                    .and("recorded_at <= :until", "until", upTo.knownAt());
            var foundWrong = new Conditions()
                    .and("superseded_at > :since", "since", earlier.knownAt())
                    .and("superseded_at <= :until", "until", upTo.knownAt());
            var days = InBetween.days(earlier, upTo);
            var ofTheCase = caseCode == null ? "true" : """
                    case matters when 'programme' then true
                                 when 'case_study' then case_code = :case
                                 else participant in (select participant from query.consent_fact
                                                       where matters = 'person' and case_code = :case) end""";
            var rows = db.sql("""
                    select position, event_id, participant, bool_or(learned) as learned
                      from (select fact.*, true as learned from query.consent_fact fact where matters <> 'action' and %s
                             union all
                            select fact.*, true from query.consent_fact fact where matters <> 'action' and %s
                             union all
                            select fact.*, false from query.consent_fact fact
                             where kind in ('ConsentWithdrawn', 'DissentExpressed', 'ObjectionDecided')
                               and occurred_latest >= :from and occurred_earliest <= :to
                             union all
                            select fact.*, false from query.consent_fact fact where matters = 'programme'
                             union all
                            select fact.*, false from query.consent_fact fact where matters = 'case_study') fact
                     where %s
                     group by position, event_id, participant
                     order by position
                    """.formatted(learned.sql(), foundWrong.sql(), ofTheCase))
                    .params(learned.values())
                    .params(foundWrong.values())
                    .param("from", days.from().atOffset(ZoneOffset.UTC))
                    .param("to", days.to().atOffset(ZoneOffset.UTC))
                    .param("case", caseCode == null ? null : caseCode.code())
                    .query((row, n) -> new InBetween.Row(
                            row.getLong("position"),
                            row.getObject("event_id", UUID.class),
                            row.getString("participant"),
                            row.getBoolean("learned")))
                    .list();
            var between = new InBetween(rows, days, events);
            return caseCode == null ? between.anywhere() : between.in(caseCode, () -> decisions(caseCode));
        });
    }

    /** The decisions that rest on a text or on rules, of everybody in a case, also those found wrong since. */
    private List<FieldEvent> decisions(CaseCode caseCode) {
        return events.at(
                db.sql("""
                select distinct position from query.consent_fact
                 where matters = 'person' and kind in ('ConsentGiven', 'ConsentChanged', 'ConsentReaffirmed')
                   and participant in (select participant from query.consent_fact
                                        where matters = 'person' and case_code = :case)
                """).param("case", caseCode.code()).query(Long.class).list());
    }
}
