package org.fieldledger.query.timeline;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
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
import org.fieldledger.events.Occurred;
import org.fieldledger.query.Answer;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Basis;
import org.fieldledger.query.CaseAccess;
import org.fieldledger.query.Conditions;
import org.fieldledger.query.Paging;
import org.fieldledger.query.Questions;
import org.fieldledger.query.Standing;
import org.fieldledger.query.Touched;
import org.fieldledger.query.When;
import org.fieldledger.query.Words;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.projection.Recorded;
import org.fieldledger.query.projection.Rows;
import org.fieldledger.query.projection.Selecting;
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

    /** The timeline of a case, in the order in which things can have begun. */
    public Answer<Line> ofCase(CaseCode caseCode, AsOf asOf, Filter filter, Paging paging) {
        return of(new Extent.OfCase(caseCode), asOf, filter, paging);
    }

    private Conditions conditions(Extent extent, Filter filter) {
        var conditions = switch (extent) {
            case Extent.OfCase(var code) -> new Conditions().and("case_code = :case", "case", code.code());
            case Extent.OfTheProgramme() -> new Conditions().and("case_code is null");
            case Extent.OfEverything() -> new Conditions().visibleOrOfTheProgramme(access);
        };
        return conditions
                .and("kind = :kind", "kind", filter.kind())
                .and("lower(chapter) = lower(:chapter)", "chapter", filter.chapter())
                .and("participants @> cast(array[:participant] as text[])", "participant", filter.participant())
                .and(":objective = any(objectives)", "objective", filter.objective())
                .and(":level = any(levels)", "level", filter.level())
                .and(":consent = any(rests_on)", "consent", filter.consent())
                .and("instrument = :instrument", "instrument", filter.instrument());
    }

    private Conditions conditions(Extent extent, Filter filter, AsOf asOf) {
        var conditions = conditions(extent, filter).begun(asOf);
        return filter.withHistory() ? conditions.recorded(asOf) : conditions.known(asOf);
    }

    /** Any timeline, in the order in which things can have begun. */
    public Answer<Line> of(Extent extent, AsOf asOf, Filter filter, Paging paging) {
        var cursor = paging.cursor();
        return questions.askAtOnce(
                this,
                asOf,
                upTo -> {
                    var conditions = conditions(extent, filter, upTo);
                    if (cursor != null) cursor.beyond(conditions);
                    return new Selecting<>(
                            """
                            select * from query.timeline
                             where %s
                             order by occurred_earliest, position
                             limit :limit
                            """.formatted(conditions.sql()),
                            conditions.with("limit", paging.limit() + 1).values(),
                            (row, n) -> placed(row, upTo, null));
                },
                (basis, lines) -> page(paging, basis, lines));
    }

    /**
     * What a timeline shows in the later of two pictures and not in the earlier, or the other way about, in the order of the
     * field; and, without a change of its own, what both show and whose use may be another. What came to be known and was found
     * wrong in between is in neither, and not told.
     */
    public Answer<Line> compared(
            Extent extent, Filter filter, AsOf earlier, AsOf later, Touched touched, Paging paging) {
        return questions.ask(this, later, (upTo, basis) -> {
            var now = new Conditions().begunAndKnown(upTo);
            var then = new Conditions("Earlier").begunAndKnown(earlier);
            var page = conditions(extent, filter);
            var cursor = paging.cursor();
            if (cursor != null) cursor.beyond(page);
            var lines = db.sql("""
                            select differing.*,
                                   case when now_there and then_there then null
                                        when now_there and recorded_at > :knownAtEarlier then 'BECAME_KNOWN'
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
                             where now_there <> then_there or now_there and %s
                             order by occurred_earliest, position
                             limit :limit
                            """.formatted(
                                    "(" + now.sql() + ")",
                                    "(" + then.sql() + ")",
                                    upTo.knownAt() == null ? "true" : "superseded_at <= :knownAt",
                                    page.sql(),
                                    touched.sql()))
                    .params(now.values())
                    .params(then.values())
                    .params(page.values())
                    .params(touched.values())
                    .param("limit", paging.limit() + 1)
                    .query((row, n) -> {
                        var change = row.getString("change");
                        return placed(row, upTo, change == null ? null : Change.valueOf(change));
                    })
                    .list();
            return page(paging, basis, lines);
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

    /**
     * How many entries of a chapter began in a month of the case's own calendar.
     *
     * @param vague how many of them may have begun in a later one, for of these no more than the year is known
     */
    public record Month(String chapter, YearMonth month, long entries, long vague) {

        /** Both together. */
        public Month and(Month other) {
            return new Month(chapter, month, entries + other.entries, vague + other.vague);
        }
    }

    /** The whole course, counted by chapter and month, of every kind of entry. */
    public List<Month> months(Extent extent, Filter filter, AsOf asOf) {
        return questions.askAtOnce(
                this,
                asOf,
                upTo -> {
                    var conditions = conditions(extent, filter.ofEveryChapter(), upTo);
                    return new Selecting<>(
                            """
                            select chapter, occurred_month, count(*) as entries,
                                   count(*) filter (where precision = 'year') as vague
                              from query.timeline
                             where %s
                             group by 1, 2
                             order by 1, 2
                            """.formatted(conditions.sql()),
                            conditions.values(),
                            (row, n) -> new Month(
                                    row.getString("chapter"),
                                    YearMonth.from(row.getObject("occurred_month", LocalDate.class)),
                                    row.getLong("entries"),
                                    row.getLong("vague")));
                },
                (basis, months) -> months);
    }

    /** The year of the case's own calendar in which its last entry began; 0 where there is none. */
    public int lastYear(CaseCode caseCode, AsOf asOf) {
        return questions.askAtOnce(
                this,
                asOf,
                upTo -> {
                    var conditions = new Conditions()
                            .and("case_code = :case", "case", caseCode.code())
                            .begunAndKnown(upTo);
                    return new Selecting<>(
                            """
                            select extract(year from occurred_day)::int as year
                              from query.timeline
                             where %s
                             order by occurred_earliest desc
                             limit 1
                            """.formatted(conditions.sql()), conditions.values(), (row, n) -> row.getInt("year"));
                },
                (basis, year) -> year.isEmpty() ? 0 : year.getFirst());
    }

    /** How much has been recorded of a case: entries, people who ever enrolled, and the local day of the last entry. */
    public record Tally(long entries, long enrolled, String lastDay) {}

    /** The tally of every case that whoever is asking may see, by its code. */
    public Map<String, Tally> tallies(AsOf asOf) {
        return questions.askAtOnce(
                this,
                asOf,
                upTo -> {
                    var conditions = new Conditions()
                            .and("case_code is not null")
                            .begunAndKnown(upTo)
                            .visible(access);
                    return new Selecting<>(
                            """
                            select case_code, count(*) as entries,
                                   count(*) filter (where kind = 'ParticipantEnrolled') as enrolled,
                                   max(occurred_day) as last_day
                              from query.timeline
                             where %s
                             group by case_code
                            """.formatted(conditions.sql()),
                            conditions.values(),
                            (row, n) -> Map.entry(
                                    row.getString("case_code"),
                                    new Tally(
                                            row.getLong("entries"),
                                            row.getLong("enrolled"),
                                            row.getString("last_day"))));
                },
                (basis, tallies) -> tallies.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private record Placed(Line line, OffsetDateTime earliest) {}

    private static Answer<Line> page(Paging paging, Basis basis, List<Placed> lines) {
        return paging.page(
                        basis,
                        lines,
                        last -> Paging.Cursor.at(
                                last.earliest().toInstant(),
                                last.line().record().position()))
                .map(Placed::line);
    }

    private static Placed placed(ResultSet row, AsOf asOf, @Nullable Change change) throws SQLException {
        return new Placed(line(row, asOf, change), row.getObject("occurred_earliest", OffsetDateTime.class));
    }

    private static Line line(ResultSet row, AsOf asOf, @Nullable Change change) throws SQLException {
        var when = When.of(row);
        var occurred = when.occurred();
        return new Line(
                row.getString("kind"),
                row.getString("chapter"),
                row.getString("title"),
                when,
                underWay(occurred, asOf),
                Standing.of(row, occurred, asOf),
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
                null,
                change);
    }

    /** What is known to the month or the year alone has not begun before it is over, so only what was written with its end can be. */
    private static @Nullable Boolean underWay(Occurred occurred, AsOf asOf) {
        return occurred.until() != null && asOf.trueAt() != null && asOf.underWay(occurred) ? true : null;
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return Arrays.asList((String[]) row.getArray(column).getArray());
    }
}
