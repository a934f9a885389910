package org.fieldledger.query.timeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.Envelope.RestsOn;
import org.fieldledger.events.Envelope.Uncovered;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.GroupSessionEvent.EventQuestionnaireAnswered;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentEvent;
import org.fieldledger.events.MeasureEvent.FunctionAssessed;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.MeasureEvent.MeasureMissed;
import org.fieldledger.query.Answer;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.CaseAccess;
import org.fieldledger.query.Conditions;
import org.fieldledger.query.Paging;
import org.fieldledger.query.Questions;
import org.fieldledger.query.Standing;
import org.fieldledger.query.When;
import org.fieldledger.query.Words;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.projection.Recorded;
import org.fieldledger.query.projection.Rows;
import org.fieldledger.query.projection.Table;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Every event as a line of its case's timeline. The only class that names query.timeline. */
@Component
public class TimelineView implements Projection {

    private static final Table TIMELINE = Table.ofFacts(
            "timeline",
            "kind",
            "chapter",
            "title",
            "recorded_by",
            "performed_by",
            "participants",
            "objectives",
            "levels",
            "rests_on",
            "mode",
            "uncovered",
            "corrects",
            "instrument");

    private final JdbcClient db;
    private final Questions questions;
    private final CaseAccess access;

    TimelineView(JdbcClient db, Questions questions, CaseAccess access) {
        this.db = db;
        this.questions = questions;
        this.access = access;
    }

    @Override
    public String name() {
        return "timeline";
    }

    @Override
    public int version() {
        return 3;
    }

    @Override
    public List<Table> tables() {
        return List.of(TIMELINE);
    }

    @Override
    public void project(Recorded event, Rows rows) {
        var envelope = event.envelope();
        var parts = envelope.participants();
        var deviation = envelope.deviation();
        var corrects = envelope.corrects();
        rows.fact(
                TIMELINE,
                event,
                event.kind(),
                event.chapter(),
                Words.of(event.event()),
                envelope.recordedBy(),
                envelope.performedBy(),
                Concerned.codes(event.event()),
                envelope.objectives(),
                parts.stream()
                        .flatMap(part -> Stream.ofNullable(part.level()))
                        .distinct()
                        .toList(),
                parts.stream()
                        .flatMap(part -> part.restsOn().stream())
                        .map(RestsOn::decision)
                        .distinct()
                        .toList(),
                envelope.mode(),
                deviation == null
                        ? List.of()
                        : deviation.uncovered().stream()
                                .map(Uncovered::rule)
                                .distinct()
                                .toList(),
                corrects == null ? null : corrects.event(),
                instrument(event.event()));
    }

    /** The instrument that an event is about. */
    private static @Nullable InstrumentCode instrument(FieldEvent event) {
        return switch (event) {
            case InstrumentEvent e -> e.instrument();
            case MeasureAdministered e -> e.instrument();
            case MeasureMissed e -> e.instrument();
            case FunctionAssessed e -> e.instrument();
            case EventQuestionnaireAnswered e -> e.instrument();
            default -> null;
        };
    }

    /** Of what a timeline is. */
    public sealed interface Extent {

        /** Of one case. */
        record OfCase(CaseCode caseCode) implements Extent {}

        /** Of the programme: what belongs to no case. */
        record OfTheProgramme() implements Extent {}

        /** Of everything that whoever asks may see. */
        record OfEverything() implements Extent {}

        static Extent of(@Nullable CaseCode caseCode, boolean programme) {
            if (caseCode != null) return new OfCase(caseCode);
            return programme ? new OfTheProgramme() : new OfEverything();
        }
    }

    /**
     * What to look for in a timeline; what is absent is not asked.
     *
     * @param consent the decision that somebody's part rests on
     * @param withHistory also what was superseded, with when and by which event
     */
    public record Filter(
            @Nullable String kind,
            @Nullable String chapter,
            @Nullable String participant,
            @Nullable String objective,
            @Nullable String level,
            @Nullable UUID consent,
            @Nullable String instrument,
            boolean withHistory) {
        public static final Filter NONE = new Filter(null, null, null, null, null, null, null, false);

        /** The same of every kind. */
        Filter ofEveryKind() {
            return new Filter(null, null, participant, objective, level, consent, instrument, withHistory);
        }
    }

    /**
     * One thing that happened.
     *
     * @param uncovered the rules that did not hold when it happened; then it is quarantined
     * @param corrects the event that this one replaces or declares an error
     * @param use what may be done with what it took from people, where that was asked about
     * @param change how it differs from the earlier of two pictures; absent where only one is asked for
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Line(
            String kind,
            String chapter,
            String title,
            When occurred,
            Standing record,
            String recordedBy,
            List<String> performedBy,
            List<String> participants,
            List<String> objectives,
            List<String> levels,
            @Nullable String mode,
            List<String> uncovered,
            @Nullable UUID corrects,
            @Nullable String caseCode,
            @Nullable String use,
            @Nullable Change change) {

        public Line usedAs(String use) {
            return new Line(
                    kind,
                    chapter,
                    title,
                    occurred,
                    record,
                    recordedBy,
                    performedBy,
                    participants,
                    objectives,
                    levels,
                    mode,
                    uncovered,
                    corrects,
                    caseCode,
                    use,
                    change);
        }
    }

    /** What became of an entry from one picture of a case to a later one. */
    public enum Change {
        /** The store did not know of it yet. */
        BECAME_KNOWN,
        /** It was on record for a day that had not come. */
        ITS_DAY_CAME,
        /** Another entry took its place. */
        CORRECTED,
        /** It was declared an error. */
        DECLARED_AN_ERROR,
        /** It lies after the day of the later picture. */
        LIES_LATER;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The timeline of a case, in the order in which things can have begun. */
    public Answer<Line> ofCase(CaseCode caseCode, AsOf asOf, Filter filter, Paging paging) {
        return of(new Extent.OfCase(caseCode), asOf, filter, paging);
    }

    private Conditions conditions(Extent extent, Filter filter, AsOf asOf) {
        var conditions = switch (extent) {
            case Extent.OfCase(var code) -> new Conditions().and("case_code = :case", "case", code.code());
            case Extent.OfTheProgramme() -> new Conditions().and("case_code is null");
            case Extent.OfEverything() -> new Conditions().visibleOrOfTheProgramme(access);
        };
        return conditions
                .begun(asOf)
                .and("kind = :kind", "kind", filter.kind())
                .and("lower(chapter) = lower(:chapter)", "chapter", filter.chapter())
                .and("participants @> cast(array[:participant] as text[])", "participant", filter.participant())
                .and(":objective = any(objectives)", "objective", filter.objective())
                .and(":level = any(levels)", "level", filter.level())
                .and(":consent = any(rests_on)", "consent", filter.consent())
                .and("instrument = :instrument", "instrument", filter.instrument());
    }

    /** Any timeline, in the order in which things can have begun. */
    public Answer<Line> of(Extent extent, AsOf asOf, Filter filter, Paging paging) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var conditions = conditions(extent, filter, upTo);
            if (filter.withHistory()) conditions.recorded(upTo);
            else conditions.known(upTo);
            var cursor = paging.cursor();
            if (cursor != null) cursor.beyond(conditions);
            var lines = db.sql("""
                            select * from query.timeline
                             where %s
                             order by occurred_earliest, position
                             limit :limit
                            """.formatted(conditions.sql()))
                    .params(conditions.values())
                    .param("limit", paging.limit() + 1)
                    .query((row, n) ->
                            new Placed(line(row, upTo, null), row.getObject("occurred_earliest", OffsetDateTime.class)))
                    .list();
            return paging.page(
                            basis,
                            lines,
                            last -> Paging.Cursor.at(
                                    last.earliest().toInstant(),
                                    last.line().record().position()))
                    .map(Placed::line);
        });
    }

    /**
     * What a case looks like in the later of two pictures and did not in the earlier, or the other way about, in the order of the
     * field. What came to be known and was found wrong in between is in neither, and not told.
     */
    public Answer<Line> difference(CaseCode caseCode, AsOf earlier, AsOf later, Paging paging) {
        return questions.ask(this, later, (upTo, basis) -> {
            var now = new Conditions().begunAndKnown(upTo);
            var then = new Conditions("Earlier").begunAndKnown(earlier);
            var page = new Conditions().and("case_code = :case", "case", caseCode.code());
            var cursor = paging.cursor();
            if (cursor != null) cursor.beyond(page);
            var lines = db.sql("""
                            select differing.*,
                                   case when now_there and recorded_at > :knownAtEarlier then 'BECAME_KNOWN'
                                        when now_there then 'ITS_DAY_CAME'
                                        when superseded_at is null or not superseded_by_now then 'LIES_LATER'
                                        when superseding.kind = 'EnteredInError' then 'DECLARED_AN_ERROR'
                                        else 'CORRECTED' end as change
                              from (select *, %s as now_there,
                                           %s as then_there,
                                           superseded_at is not null and %s as superseded_by_now
                                      from query.timeline
                                     where %s) differing
                              left join lateral (
                                   select kind from query.timeline other where other.event_id = differing.superseded_by) superseding on true
                             where now_there <> then_there
                             order by occurred_earliest, position
                             limit :limit
                            """.formatted(
                                    "(" + now.sql() + ")",
                                    "(" + then.sql() + ")",
                                    upTo.knownAt() == null ? "true" : "superseded_at <= :knownAt",
                                    page.sql()))
                    .params(now.values())
                    .params(then.values())
                    .params(page.values())
                    .param("limit", paging.limit() + 1)
                    .query((row, n) -> new Placed(
                            line(row, upTo, Change.valueOf(row.getString("change"))),
                            row.getObject("occurred_earliest", OffsetDateTime.class)))
                    .list();
            return paging.page(
                            basis,
                            lines,
                            last -> Paging.Cursor.at(
                                    last.earliest().toInstant(),
                                    last.line().record().position()))
                    .map(Placed::line);
        });
    }

    /**
     * An event that something else refers to.
     *
     * @param standing as of the two times: stands, corrected, in-error, not-begun; or another-case, where that is not for
     *     whoever asks to see
     */
    public record Entry(
            UUID event,
            long position,
            String kind,
            String title,
            When occurred,
            List<String> participants,
            boolean quarantined,
            String standing) {}

    /** Those of these events that were known by then, whether or not they stand. */
    public List<Entry> entries(Collection<UUID> events, AsOf asOf) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var recorded = new Conditions().recorded(upTo);
            var begun = new Conditions().begun(upTo);
            var visible = new Conditions().visible(access);
            return db.sql("""
                    select entry.*,
                           case when not (%s) then 'another-case'
                                when superseded_at is not null and %s
                                then case when (select kind from query.timeline other
                                                 where other.event_id = entry.superseded_by) = 'EnteredInError'
                                          then 'in-error' else 'corrected' end
                                when not (%s) then 'not-begun'
                                else 'stands' end as standing
                      from query.timeline entry
                     where event_id = any(cast(:events as uuid[])) and %s
                     order by position
                    """.formatted(
                                    visible.sql(),
                                    upTo.knownAt() == null ? "true" : "superseded_at <= :knownAt",
                                    begun.sql(),
                                    recorded.sql()))
                    .params(recorded.values())
                    .params(begun.values())
                    .params(visible.values())
                    .param("events", events.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}")))
                    .query((row, n) -> new Entry(
                            row.getObject("event_id", UUID.class),
                            row.getLong("position"),
                            row.getString("kind"),
                            row.getString("title"),
                            When.of(row),
                            texts(row, "participants"),
                            row.getBoolean("quarantined"),
                            row.getString("standing")))
                    .list();
        });
    }

    /** How many entries of a chapter began in a month of the case's own calendar. */
    public record Month(String chapter, YearMonth month, long entries) {}

    /** The whole course, counted by chapter and month, of every kind of entry. */
    public List<Month> months(Extent extent, Filter filter, AsOf asOf) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var conditions = conditions(extent, filter.ofEveryKind(), upTo).known(upTo);
            return db.sql("""
                            select chapter, occurred_month, count(*) as entries
                              from query.timeline
                             where %s
                             group by 1, 2
                             order by 1, 2
                            """.formatted(conditions.sql()))
                    .params(conditions.values())
                    .query((row, n) -> new Month(
                            row.getString("chapter"),
                            YearMonth.from(row.getObject("occurred_month", LocalDate.class)),
                            row.getLong("entries")))
                    .list();
        });
    }

    /** The year of the case's own calendar in which its last entry began; 0 where there is none. */
    public int lastYear(CaseCode caseCode, AsOf asOf) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var conditions = new Conditions()
                    .and("case_code = :case", "case", caseCode.code())
                    .begun(upTo)
                    .known(upTo);
            return db.sql("""
                            select extract(year from occurred_day)::int
                              from query.timeline
                             where %s
                             order by occurred_earliest desc
                             limit 1
                            """.formatted(conditions.sql()))
                    .params(conditions.values())
                    .query(Integer.class)
                    .optional()
                    .orElse(0);
        });
    }

    /** How much has been recorded of a case: entries, people who ever enrolled, and the local day of the last entry. */
    public record Tally(long entries, long enrolled, String lastDay) {}

    /** The tally of every case that whoever is asking may see, by its code. */
    public Map<String, Tally> tallies(AsOf asOf) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var conditions = new Conditions()
                    .and("case_code is not null")
                    .begun(upTo)
                    .known(upTo)
                    .visible(access);
            var tallies = new HashMap<String, Tally>();
            db.sql("""
                    select case_code, count(*) as entries, count(*) filter (where kind = 'ParticipantEnrolled') as enrolled,
                           max(occurred_day) as last_day
                      from query.timeline
                     where %s
                     group by case_code
                    """.formatted(conditions.sql())).params(conditions.values()).query(row -> {
                tallies.put(
                        row.getString("case_code"),
                        new Tally(row.getLong("entries"), row.getLong("enrolled"), row.getString("last_day")));
            });
            return tallies;
        });
    }

    private record Placed(Line line, OffsetDateTime earliest) {}

    private static Line line(ResultSet row, AsOf asOf, @Nullable Change change) throws SQLException {
        return new Line(
                row.getString("kind"),
                row.getString("chapter"),
                row.getString("title"),
                When.of(row),
                Standing.of(row, asOf),
                row.getString("recorded_by"),
                texts(row, "performed_by"),
                texts(row, "participants"),
                texts(row, "objectives"),
                texts(row, "levels"),
                row.getString("mode"),
                texts(row, "uncovered"),
                row.getObject("corrects", UUID.class),
                row.getString("case_code"),
                null,
                change);
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return Arrays.asList((String[]) row.getArray(column).getArray());
    }
}
