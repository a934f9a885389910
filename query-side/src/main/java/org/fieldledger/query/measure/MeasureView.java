package org.fieldledger.query.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import javax.sql.DataSource;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.GroupSessionEvent.EventQuestionnaireAnswered;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionReleased;
import org.fieldledger.events.InterventionEvent.AllocationMade;
import org.fieldledger.events.MeasureEvent.FunctionAssessed;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.Responses;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.TimepointCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Basis;
import org.fieldledger.query.CaseAccess;
import org.fieldledger.query.Conditions;
import org.fieldledger.query.Questions;
import org.fieldledger.query.measure.ScoresInForce.Instrument;
import org.fieldledger.query.measure.ScoresInForce.ScoreOver;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.projection.Recorded;
import org.fieldledger.query.projection.Rows;
import org.fieldledger.query.projection.Table;
import org.fieldledger.vault.Opening;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/** What people answered, item by item, with the scores and arms that go with it. The only class that names the measure tables. */
@Component
public class MeasureView implements Projection {

    private static final Table ADMINISTRATION = Table.ofFacts(
            "measure_administration",
            "kind",
            "participant",
            "session",
            "instrument",
            "version",
            "timepoint",
            "language",
            "sealed_for",
            "withheld");
    private static final Table ITEM =
            Table.ofParts("measure_item", "position", "ordinal", "item", "number", "answer", "missing");
    private static final Table ALLOCATION = Table.ofFacts("measure_allocation", "participant", "arm");
    private static final Table SCORE =
            Table.ofFacts("measure_score", "instrument", "version", "ordinal", "score", "items");

    /** Rows held in memory at a time, however large the answer. */
    private static final int FETCHED_AT_ONCE = 1_000;

    private final NamedParameterJdbcTemplate db;
    private final Questions questions;
    private final CaseAccess access;
    private final Opening opening;

    MeasureView(DataSource dataSource, Questions questions, CaseAccess access, Opening opening) {
        var streaming = new JdbcTemplate(dataSource);
        streaming.setFetchSize(FETCHED_AT_ONCE);
        this.db = new NamedParameterJdbcTemplate(streaming);
        this.questions = questions;
        this.access = access;
        this.opening = opening;
    }

    @Override
    public String name() {
        return "measure";
    }

    @Override
    public int version() {
        return 3;
    }

    @Override
    public Optional<OpenAnswers> openAnswers() {
        return Optional.of(new OpenAnswers(ADMINISTRATION, ITEM));
    }

    @Override
    public List<Table> tables() {
        return List.of(ADMINISTRATION, ITEM, ALLOCATION, SCORE);
    }

    @Override
    public Set<Class<? extends FieldEvent>> concernedWith() {
        return Set.of(
                MeasureAdministered.class,
                FunctionAssessed.class,
                EventQuestionnaireAnswered.class,
                AllocationMade.class,
                InstrumentVersionReleased.class);
    }

    @Override
    public void project(Recorded event, Rows rows) {
        switch (event.event()) {
            case MeasureAdministered e ->
                administered(
                        rows, event, e.participant(), null, e.instrument(), e.version(), e.timepoint(), e.responses());
            case FunctionAssessed e ->
                administered(
                        rows, event, e.participant(), null, e.instrument(), e.version(), e.timepoint(), e.responses());
            case EventQuestionnaireAnswered e ->
                administered(rows, event, null, e.session(), e.instrument(), e.version(), null, e.responses());
            case AllocationMade e -> rows.fact(ALLOCATION, event, e.participant(), e.arm());
            case InstrumentVersionReleased e -> {
                for (var i = 0; i < e.scores().size(); i++) {
                    var score = e.scores().get(i);
                    rows.fact(SCORE, event, e.instrument(), e.version(), i, score.code(), score.items());
                }
            }
            default -> {
                // nothing answered
            }
        }
    }

    private static void administered(
            Rows rows,
            Recorded event,
            @Nullable ParticipantCode participant,
            @Nullable SessionCode session,
            InstrumentCode instrument,
            String version,
            @Nullable TimepointCode timepoint,
            Responses responses) {
        rows.fact(
                ADMINISTRATION,
                event,
                event.kind(),
                participant,
                session,
                instrument,
                version,
                timepoint,
                event.event().envelope().language(),
                event.sealed() ? Concerned.codes(event.event()) : null,
                responses.withheld());
        for (var i = 0; i < responses.given().size(); i++) {
            var response = responses.given().get(i);
            rows.part(
                    ITEM,
                    event.position(),
                    i,
                    response.item(),
                    response.number() == null ? null : response.number().toPlainString(),
                    response.text(),
                    response.missing());
        }
    }

    /**
     * What to look for; what is absent is not asked.
     *
     * @param item only this item, and only where it was answered or is missing with a code
     */
    public record Filter(
            @Nullable String caseCode,
            @Nullable String instrument,
            @Nullable String timepoint,
            @Nullable String participant,
            @Nullable String item) {
        public static final Filter NONE = new Filter(null, null, null, null, null);
    }

    /** One answer: a number, a text, or the code that says why there is none. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Answered(
            String item,
            @Nullable BigDecimal number,
            @Nullable String text,
            @Nullable String missing) {}

    /** A score: the sum over its items, or why there is none. Nothing is filled in for an item that is missing. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Scored(
            String score,
            @Nullable BigDecimal value,
            @Nullable String absent) {

        /** A score over what was answered, by item. */
        public static Scored over(String score, List<String> items, Map<String, Answered> responses) {
            var sum = BigDecimal.ZERO;
            var absent = new TreeSet<String>();
            for (var item : items) {
                var response = responses.get(item);
                if (response == null) absent.add(item + " was not answered");
                else if (response.missing() != null)
                    absent.add("%s is missing: %s".formatted(item, response.missing()));
                else if (response.number() == null) absent.add(item + " is not a number");
                else sum = sum.add(response.number());
            }
            return absent.isEmpty() ? new Scored(score, sum, null) : new Scored(score, null, String.join("; ", absent));
        }
    }

    /** That something was answered, without what: enough to ask what may be done with it. */
    public record Answering(long position, UUID event, boolean quarantined) {}

    /** What was answered from one place in the log on, in order of recording. */
    public List<Answering> answerings(Filter filter, AsOf asOf, long after, int limit) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var found = new ArrayList<Answering>();
            answerings(filter, upTo, after, "position limit :limit", limit, found::add);
            return found;
        });
    }

    /** Everything that was answered, so that what one person answered follows on itself, in memory that does not grow with it. */
    public void answeringsByPerson(Filter filter, AsOf asOf, Consumer<Answering> each) {
        questions.ask(this, asOf, (upTo, basis) -> {
            answerings(filter, upTo, 0, "participant, position", 0, each);
            return basis;
        });
    }

    private void answerings(Filter filter, AsOf asOf, long after, String order, int limit, Consumer<Answering> each) {
        var conditions = conditions(filter, asOf, after);
        var values = new HashMap<>(conditions.values());
        values.put("limit", limit);
        db.query(
                "select position, event_id, quarantined from query.measure_administration fact where %s order by %s"
                        .formatted(conditions.sql(), order),
                values,
                row -> {
                    each.accept(new Answering(
                            row.getLong("position"),
                            row.getObject("event_id", UUID.class),
                            row.getBoolean("quarantined")));
                });
    }

    /** Everything that was answered, one by one and in order of recording, in memory that does not grow with the answer. */
    public void stream(Filter filter, AsOf asOf, Consumer<Basis> before, BiConsumer<Basis, Administration> each) {
        questions.ask(this, asOf, (upTo, basis) -> {
            before.accept(basis);
            each(
                    filter,
                    upTo,
                    0,
                    Long.MAX_VALUE,
                    position -> true,
                    administration -> each.accept(basis, administration));
            return basis;
        });
    }

    /**
     * The same from one place in the log to another, of those that are told: the texts of the others are never opened.
     *
     * @param upTo the last place that is looked at
     * @param told by their place
     */
    public void stream(
            Filter filter, AsOf asOf, long after, long upTo, LongPredicate told, Consumer<Administration> each) {
        questions.ask(this, asOf, (times, basis) -> {
            each(filter, times, after, upTo, told, each);
            return basis;
        });
    }

    /** The instruments that were answered in a case under somebody's name, in order of code. */
    public List<String> instruments(CaseCode caseCode, AsOf asOf) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var conditions = new Conditions()
                    .and("case_code = :case", "case", caseCode.code())
                    .and("participant is not null")
                    .begunAndKnown(upTo);
            return db.queryForList(
                    "select distinct instrument from query.measure_administration where %s order by instrument"
                            .formatted(conditions.sql()),
                    conditions.values(),
                    String.class);
        });
    }

    /**
     * What somebody was allocated to last, with the local days on which they can have been allocated first: from there their
     * timepoints are counted.
     */
    public record Allocated(String arm, LocalDate from, LocalDate by) {}

    /** What everybody in a case was allocated to, by participant; those who were not are not in it. */
    public Map<String, Allocated> allocations(CaseCode caseCode, AsOf asOf) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var conditions = new Conditions()
                    .and("case_code = :case", "case", caseCode.code())
                    .begunAndKnown(upTo);
            var allocations = new HashMap<String, Allocated>();
            db.query("""
                    select participant, arm, begun_on, (occurred_earliest at time zone zone)::date as first_day
                      from query.measure_allocation where %s order by begun_on, position
                    """.formatted(conditions.sql()), conditions.values(), row -> {
                var arm = row.getString("arm");
                allocations.merge(
                        row.getString("participant"),
                        new Allocated(
                                arm,
                                row.getObject("first_day", LocalDate.class),
                                row.getObject("begun_on", LocalDate.class)),
                        (first, later) -> new Allocated(arm, first.from(), first.by()));
            });
            return allocations;
        });
    }

    /** That an instrument was answered under somebody's name, with the local days on which that can have been. */
    public record Given(
            String participant,
            String instrument,
            String version,
            @Nullable String timepoint,
            @Nullable String language,
            LocalDate from,
            LocalDate by,
            long position,
            UUID event,
            boolean quarantined) {}

    /** Everything that was answered in a case under somebody's name, in the order of the field, without what. */
    public List<Given> given(CaseCode caseCode, AsOf asOf) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var conditions = new Conditions()
                    .and("case_code = :case", "case", caseCode.code())
                    .and("participant is not null")
                    .begunAndKnown(upTo);
            return db.query(
                    """
                    select *, (occurred_earliest at time zone zone)::date as first_day
                      from query.measure_administration where %s order by occurred_earliest, position
                    """.formatted(conditions.sql()),
                    conditions.values(),
                    (row, n) -> new Given(
                            row.getString("participant"),
                            row.getString("instrument"),
                            row.getString("version"),
                            row.getString("timepoint"),
                            row.getString("language"),
                            row.getObject("first_day", LocalDate.class),
                            row.getObject("begun_on", LocalDate.class),
                            row.getLong("position"),
                            row.getObject("event_id", UUID.class),
                            row.getBoolean("quarantined")));
        });
    }

    private Conditions conditions(Filter filter, AsOf asOf, long after) {
        return new Conditions()
                .and("case_code = :case", "case", filter.caseCode())
                .and("instrument = :instrument", "instrument", filter.instrument())
                .and("timepoint = :timepoint", "timepoint", filter.timepoint())
                .and("participant = :participant", "participant", filter.participant())
                .and(
                        "exists (select 1 from query.measure_item item"
                                + " where item.position = fact.position and item.item = :item)",
                        "item",
                        filter.item())
                .and("position > :after", "after", after)
                .begunAndKnown(asOf)
                .visible(access);
    }

    private void each(
            Filter filter, AsOf asOf, long after, long upTo, LongPredicate told, Consumer<Administration> each) {
        var scores = scores(asOf);
        var conditions = conditions(filter, asOf, after).and("position <= :upTo", "upTo", upTo);
        var allocated = new Conditions().begunAndKnown(asOf);
        var opened = new Opened(opening, each);
        var gathering = new Gathering(filter, asOf, scores, administration -> {
            if (told.test(administration.record().position())) opened.add(administration);
        });
        db.query("""
                select given.*, arm, ordinal, item, number, answer, missing
                  from (select * from query.measure_administration fact where %s) given
                  left join lateral (select arm from query.measure_allocation allocation
                                      where allocation.participant = given.participant and %s
                                      order by allocation.begun_on desc, allocation.position desc limit 1) allocated on true
                  left join query.measure_item on measure_item.position = given.position
                 order by given.position, ordinal
                """.formatted(conditions.sql(), allocated.sql()), conditions.values(), gathering::add);
        gathering.finish();
        opened.finish();
    }

    private ScoresInForce scores(AsOf asOf) {
        var known = new Conditions().known(asOf);
        Map<Instrument, Map<String, ScoreOver>> scores = new HashMap<>();
        db.query(
                "select instrument, version, score, items from query.measure_score where %s order by position, ordinal"
                        .formatted(known.sql()),
                known.values(),
                row -> {
                    var score = new ScoreOver(row.getString("score"), Arrays.asList((String[])
                            row.getArray("items").getArray()));
                    scores.computeIfAbsent(
                                    new Instrument(row.getString("instrument"), row.getString("version")),
                                    i -> new LinkedHashMap<>())
                            .put(score.code(), score);
                });
        var listed = new HashMap<Instrument, List<ScoreOver>>();
        scores.forEach((instrument, byCode) -> listed.put(instrument, List.copyOf(byCode.values())));
        return new ScoresInForce(listed);
    }
}
