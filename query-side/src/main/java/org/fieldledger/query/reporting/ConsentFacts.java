package org.fieldledger.query.reporting;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fieldledger.consent.Fact;
import org.fieldledger.consent.Facts;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.query.log.EventsOfTheLog;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The facts of consent as the projection of that name has them, with the events from the log, each with when it became known and
 * when it was found wrong.
 */
@Component
class ConsentFacts {

    private static final Map<String, String> QUESTIONS = SqlFiles.questions("consent_facts");
    /** Before anything that can be recorded; the database knows no instant as early as Java's first. */
    private static final Instant LONG_AGO = Instant.parse("0001-01-01T00:00:00Z");

    private final JdbcClient db;
    private final EventsOfTheLog events;

    ConsentFacts(JdbcClient db, EventsOfTheLog events) {
        this.db = db;
        this.events = events;
    }

    /** An event of the log, and from when until when it was taken to be right. */
    record Known(
            long position,
            Fact<? extends FieldEvent> fact,
            Instant recordedAt,
            @Nullable Instant supersededAt) {

        boolean standsAt(Instant moment) {
            return !recordedAt.isAfter(moment) && (supersededAt == null || supersededAt.isAfter(moment));
        }

        /** When it became known, and when it was found wrong. */
        Stream<Instant> moments() {
            return Stream.concat(Stream.of(recordedAt), Stream.ofNullable(supersededAt));
        }

        /** Those that were taken to be right at a moment. */
        static Facts standing(List<Known> known, Instant moment) {
            var standing = new ArrayList<Fact<?>>();
            for (var one : known) if (one.standsAt(moment)) standing.add(one.fact());
            return Facts.of(standing);
        }
    }

    /** What an action took from people, and from whom. */
    record Taken(Known action, List<ParticipantCode> people) {}

    /**
     * How far the projections have read.
     *
     * @param madeFrom what identifies the table that is read
     * @param parked the cases of which something could not be applied
     */
    record Reached(long position, @Nullable Instant recordedAt, String madeFrom, List<String> parked) {}

    /** A fact that was learned, or found wrong, and whom it matters to. */
    record Learned(long position, String matters, @Nullable String caseCode, String participant) {}

    /** Until the transaction ends, no rebuild puts another table in the place of the one that is read. */
    void hold() {
        ask("hold").update();
    }

    Optional<Reached> reached() {
        return ask("reached")
                .query((row, n) -> new Reached(
                        row.getLong("position"),
                        instant(row, "recorded_at"),
                        row.getString("made_from"),
                        List.of((String[]) row.getArray("parked").getArray())))
                .optional();
    }

    /** What was learned in a stretch of the log. */
    List<Learned> learned(long after, long upTo, @Nullable Instant since, @Nullable Instant until) {
        return ask("learned")
                .param("after", after)
                .param("upTo", upTo)
                .param("since", time(since))
                .param("until", time(until))
                .query((row, n) -> new Learned(
                        row.getLong("position"),
                        row.getString("matters"),
                        row.getString("case_code"),
                        row.getString("participant")))
                .list();
    }

    List<CaseCode> cases(long upTo) {
        return ask("cases")
                .param("upTo", upTo)
                .query((row, n) -> new CaseCode(row.getString(1)))
                .list();
    }

    List<ParticipantCode> people(CaseCode caseCode, long upTo) {
        return ask("people_of_case")
                .param("case", caseCode.code())
                .param("upTo", upTo)
                .query((row, n) -> new ParticipantCode(row.getString(1)))
                .list();
    }

    List<Long> actions(CaseCode caseCode, Collection<ParticipantCode> people, long upTo) {
        return ask("actions_of_people")
                .param("people", array(people))
                .param("case", caseCode.code())
                .param("upTo", upTo)
                .query(Long.class)
                .list();
    }

    /** The cases in which anything is known of a person. */
    List<CaseCode> casesOf(ParticipantCode person) {
        return ask("cases_of_people")
                .param("people", array(List.of(person)))
                .query((row, n) -> new CaseCode(row.getString("case_code")))
                .list();
    }

    /** The actions of a case that were not over by an instant. */
    List<Long> actionsFrom(CaseCode caseCode, Instant from, long upTo) {
        return ask("actions_from")
                .param("case", caseCode.code())
                .param("from", from.isBefore(LONG_AGO) ? LONG_AGO.atOffset(ZoneOffset.UTC) : time(from))
                .param("upTo", upTo)
                .query(Long.class)
                .list();
    }

    /** What binds everybody in a case. */
    CaseSetting setting(CaseCode caseCode, long upTo) {
        var rows = ask("facts_of_setting")
                .param("case", caseCode.code())
                .param("upTo", upTo)
                .query(ConsentFacts::row)
                .list();
        return new CaseSetting(caseCode, known(rows));
    }

    /** Facts about people, by person. */
    Map<ParticipantCode, List<Known>> ofPeople(CaseCode caseCode, Collection<ParticipantCode> people, long upTo) {
        var rows = ask("facts_of_people")
                .param("people", array(people))
                .param("case", caseCode.code())
                .param("upTo", upTo)
                .query(ConsentFacts::row)
                .list();
        var known = known(rows);
        var byPerson = new HashMap<ParticipantCode, List<Known>>();
        for (var i = 0; i < rows.size(); i++)
            byPerson.computeIfAbsent(new ParticipantCode(rows.get(i).participant()), person -> new ArrayList<>())
                    .add(known.get(i));
        return byPerson;
    }

    List<Taken> taken(Collection<Long> positions) {
        var rows = ask("actions")
                .param("positions", positions.toArray(Long[]::new))
                .query(ConsentFacts::row)
                .list();
        var known = known(rows);
        var taken = new ArrayList<Taken>();
        for (var i = 0; i < rows.size(); i++) {
            if (taken.isEmpty()
                    || taken.getLast().action().position() != rows.get(i).position())
                taken.add(new Taken(known.get(i), new ArrayList<>()));
            taken.getLast().people().add(new ParticipantCode(rows.get(i).participant()));
        }
        return taken;
    }

    private record Row(
            long position,
            EventId event,
            String participant,
            Instant recordedAt,
            @Nullable Instant supersededAt) {}

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getLong("position"),
                new EventId(row.getObject("event_id", java.util.UUID.class)),
                row.getString("participant"),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                instant(row, "superseded_at"));
    }

    private List<Known> known(List<Row> rows) {
        var read = events.at(rows.stream().map(Row::position).toList());
        return IntStream.range(0, rows.size())
                .mapToObj(i -> known(rows.get(i), read.get(i)))
                .toList();
    }

    private static Known known(Row row, FieldEvent event) {
        return new Known(row.position(), new Fact<>(row.event(), event), row.recordedAt(), row.supersededAt());
    }

    private JdbcClient.StatementSpec ask(String question) {
        return db.sql(QUESTIONS.getOrDefault(question, ""));
    }

    private static String[] array(Collection<ParticipantCode> people) {
        return people.stream().map(ParticipantCode::code).toArray(String[]::new);
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
