package org.fieldledger.query.participant;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent.ParticipantDiscontinued;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ParticipantEvent.ParticipantTransferred;
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
import org.fieldledger.query.projection.Selecting;
import org.fieldledger.query.projection.Table;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who is in which case, and what each took part in. The only class that names participant_part and participant_course. */
@Component
public class ParticipantView implements Projection {

    private static final Table PART =
            Table.ofFacts("participant_part", "participant", "kind", "chapter", "title", "role", "level");
    private static final Table COURSE =
            Table.ofFacts("participant_course", "participant", "step", "role", "level", "site", "reason");

    private static final String PARTS = "select case_code, kind, chapter, title, role, level, occurred_earliest, "
            + When.COLUMNS + ", " + Standing.COLUMNS + " from query.participant_part where ";

    private final JdbcClient db;
    private final Questions questions;
    private final CaseAccess access;

    ParticipantView(JdbcClient db, Questions questions, CaseAccess access) {
        this.db = db;
        this.questions = questions;
        this.access = access;
    }

    @Override
    public String name() {
        return "participant";
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public List<Table> tables() {
        return List.of(PART, COURSE);
    }

    @Override
    public void project(Recorded event, Rows rows) {
        var title = Words.of(event.event());
        Concerned.by(event.event())
                .forEach((participant, part) -> rows.fact(
                        PART,
                        event,
                        participant,
                        event.kind(),
                        event.chapter(),
                        title,
                        part == null ? null : part.role(),
                        part == null ? null : part.level()));
        switch (event.event()) {
            case ParticipantEnrolled e ->
                rows.fact(COURSE, event, e.participant(), "enrolled", e.role(), e.level(), e.site(), null);
            case ParticipantTransferred e ->
                rows.fact(COURSE, event, e.participant(), "transferred", e.to(), e.level(), null, null);
            case ParticipantDiscontinued e ->
                rows.fact(COURSE, event, e.participant(), "discontinued", null, null, null, e.reason());
            default -> {
                // no step in anybody's course
            }
        }
    }

    /** One event that somebody had a part in, with the role and level of that part where it states them. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Part(
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            String caseCode,

            String kind,
            String chapter,
            String title,
            When occurred,
            @Nullable String role,
            @Nullable String level,
            Standing record) {}

    /** One step in a person's course through a case: enrolled, transferred to another role, or discontinued with the reason. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Step(
            String caseCode,
            String step,
            @Nullable String role,
            @Nullable String level,
            @Nullable String site,
            @Nullable String reason,
            When occurred,
            Standing record) {}

    /**
     * A person in a case.
     *
     * @param enrolled false once discontinued; the role is then the last one held
     * @param since the first local day on which the last step had certainly begun
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Person(
            String participant,
            String caseCode,
            boolean enrolled,
            @Nullable String role,
            @Nullable String level,
            @Nullable String site,
            @Nullable String reason,
            String since) {}

    /** Everything a person had a part in, across the cases that whoever asks may see, in the order of the field. */
    public Answer<Part> history(ParticipantCode participant, AsOf asOf, boolean withHistory, Paging paging) {
        record Placed(Part part, OffsetDateTime earliest) {}
        var cursor = paging.cursor();
        return questions.askAtOnce(
                this,
                asOf,
                upTo -> {
                    var conditions = new Conditions()
                            .and("participant = :participant", "participant", participant.code())
                            .begun(upTo)
                            .visible(access);
                    if (withHistory) conditions.recorded(upTo);
                    else conditions.known(upTo);
                    if (cursor != null) cursor.beyond(conditions);
                    return new Selecting<>(
                            PARTS + conditions.sql() + " order by occurred_earliest, position limit :limit",
                            conditions.with("limit", paging.limit() + 1).values(),
                            (row, n) -> new Placed(
                                    part(row, upTo), row.getObject("occurred_earliest", OffsetDateTime.class)));
                },
                (basis, read) -> paging.page(
                                basis,
                                read,
                                last -> Paging.Cursor.at(
                                        last.earliest().toInstant(),
                                        last.part().record().position()))
                        .map(Placed::part));
    }

    private static Part part(ResultSet row, AsOf asOf) throws SQLException {
        var occurred = When.of(row);
        return new Part(
                row.getString("case_code"),
                row.getString("kind"),
                row.getString("chapter"),
                row.getString("title"),
                occurred,
                row.getString("role"),
                row.getString("level"),
                Standing.of(row, occurred.occurred(), asOf));
    }

    /** A person's roles over time: every step of their course through the cases that whoever asks may see. */
    public Answer<Step> roles(ParticipantCode participant, AsOf asOf, Paging paging) {
        return questions.askAtOnce(
                this,
                asOf,
                upTo -> {
                    var conditions = new Conditions()
                            .and("participant = :participant", "participant", participant.code())
                            .begunAndKnown(upTo)
                            .visible(access);
                    return new Selecting<>(
                            """
                            select * from query.participant_course where %s order by begun_on, position limit :limit
                            """.formatted(conditions.sql()),
                            conditions.with("limit", Paging.MOST).values(),
                            (row, n) -> step(row, upTo));
                },
                (basis, steps) -> new Answer<>(basis, steps, null));
    }

    private static Step step(ResultSet row, AsOf asOf) throws SQLException {
        var occurred = When.of(row);
        return new Step(
                row.getString("case_code"),
                row.getString("step"),
                row.getString("role"),
                row.getString("level"),
                row.getString("site"),
                row.getString("reason"),
                occurred,
                Standing.of(row, occurred.occurred(), asOf));
    }

    /**
     * A step in somebody's course, with the local days on which it can have been taken.
     *
     * @param reason why they left, where they did
     */
    public record Dated(
            String step,
            @Nullable String role,
            @Nullable String level,
            @Nullable String site,
            @Nullable String reason,
            LocalDate from,
            LocalDate by,
            When occurred,
            UUID event) {

        public boolean left() {
            return step.equals("discontinued");
        }
    }

    /** The courses of everybody who ever joined a case, by participant in order of code, step by step in the order of the field. */
    public Map<String, List<Dated>> courses(CaseCode caseCode, AsOf asOf) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var conditions = new Conditions()
                    .and("case_code = :case", "case", caseCode.code())
                    .begunAndKnown(upTo);
            Map<String, List<Dated>> courses = new TreeMap<>();
            db.sql("""
                    select *, (occurred_earliest at time zone zone)::date as first_day
                      from query.participant_course where %s order by begun_on, position
                    """.formatted(conditions.sql())).params(conditions.values()).query(row -> {
                courses.computeIfAbsent(row.getString("participant"), participant -> new ArrayList<>())
                        .add(new Dated(
                                row.getString("step"),
                                row.getString("role"),
                                row.getString("level"),
                                row.getString("site"),
                                row.getString("reason"),
                                row.getObject("first_day", LocalDate.class),
                                row.getObject("begun_on", LocalDate.class),
                                When.of(row),
                                row.getObject("event_id", UUID.class)));
            });
            return courses;
        });
    }

    /** The people of the cases that whoever asks may see, in order of case and code; those who have left only if asked for. */
    public Answer<Person> people(
            @Nullable String caseCode, @Nullable String role, boolean withThoseWhoLeft, AsOf asOf, Paging paging) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var cursor = paging.cursor();
            var counted = new Conditions()
                    .and("case_code = :case", "case", caseCode)
                    .begunAndKnown(upTo)
                    .visible(access);
            var asked = new Conditions()
                    .and("role = :role", "role", role)
                    .and("case_code || ' ' || participant > :after", "after", cursor == null ? null : cursor.value());
            if (!withThoseWhoLeft) asked.and("step <> 'discontinued'");
            var people = db.sql("""
                    select * from (
                        select case_code, participant,
                               (array_agg(step order by begun_on desc, position desc))[1] as step,
                               (array_agg(reason order by begun_on desc, position desc))[1] as reason,
                               (array_agg(role order by begun_on desc, position desc) filter (where role is not null))[1] as role,
                               (array_agg(level order by begun_on desc, position desc) filter (where role is not null))[1] as level,
                               (array_agg(site order by begun_on desc, position desc) filter (where step = 'enrolled'))[1] as site,
                               max(begun_on) as since
                          from query.participant_course
                         where %s
                         group by case_code, participant) person
                     where %s
                     order by case_code || ' ' || participant
                     limit :limit
                    """.formatted(counted.sql(), asked.sql()))
                    .params(counted.values())
                    .params(asked.values())
                    .param("limit", paging.limit() + 1)
                    .query((row, n) -> new Person(
                            row.getString("participant"),
                            row.getString("case_code"),
                            !row.getString("step").equals("discontinued"),
                            row.getString("role"),
                            row.getString("level"),
                            row.getString("site"),
                            row.getString("reason"),
                            row.getString("since")))
                    .list();
            return paging.page(
                    basis, people, last -> new Paging.Cursor(last.caseCode() + " " + last.participant(), 0).toString());
        });
    }
}
