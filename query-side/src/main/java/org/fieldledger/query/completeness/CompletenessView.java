package org.fieldledger.query.completeness;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.fieldledger.events.Anchor;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.DatasetKind;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ForumEvent.ForumConvened;
import org.fieldledger.events.ForumEvent.ForumHeld;
import org.fieldledger.events.ForumEvent.ForumMissed;
import org.fieldledger.events.InstrumentEvent.ScheduleAdopted;
import org.fieldledger.events.InterventionEvent.InterventionIntroduced;
import org.fieldledger.events.MaterialEvent.DatasetReceived;
import org.fieldledger.events.MeasureEvent.MeasureMissed;
import org.fieldledger.events.ObservationEvent.ObservationMade;
import org.fieldledger.events.ObservationEvent.WardCollectionMissed;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.Conditions;
import org.fieldledger.query.Questions;
import org.fieldledger.query.When;
import org.fieldledger.query.projection.Projection;
import org.fieldledger.query.projection.Recorded;
import org.fieldledger.query.projection.Rows;
import org.fieldledger.query.projection.Table;
import org.fieldledger.query.research.Asked;
import org.fieldledger.vault.Opening;
import org.fieldledger.vault.Opening.Stored;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is planned of measures, forums and wards, and what was held or missed. The only class that names the completeness tables. */
@Component
public class CompletenessView implements Projection {

    private static final Table SCHEDULE = Table.ofFacts(
            "completeness_schedule",
            "instrument",
            "version",
            "ordinal",
            "timepoint",
            "anchor",
            "after_days",
            "early_days",
            "late_days");
    private static final Table MISSED =
            Table.ofFacts("completeness_missed", "participant", "instrument", "timepoint", "reason");
    private static final Table FORUM =
            Table.ofFacts("completeness_forum", "forum", "step", "scope", "planned", "attendance", "reason");
    private static final Table WARD = Table.ofFacts("completeness_ward", "site", "phase", "kind", "reason");
    private static final Table INTERVENTION =
            Table.ofFacts("completeness_intervention", "intervention", "version", "site");

    private final JdbcClient db;
    private final Questions questions;
    private final Opening opening;

    CompletenessView(JdbcClient db, Questions questions, Opening opening) {
        this.db = db;
        this.questions = questions;
        this.opening = opening;
    }

    @Override
    public String name() {
        return "completeness";
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public List<Table> tables() {
        return List.of(SCHEDULE, MISSED, FORUM, WARD, INTERVENTION);
    }

    @Override
    public Set<Class<? extends FieldEvent>> concernedWith() {
        return Set.of(
                ScheduleAdopted.class,
                MeasureMissed.class,
                ForumConvened.class,
                ForumHeld.class,
                ForumMissed.class,
                ObservationMade.class,
                WardCollectionMissed.class,
                DatasetReceived.class,
                InterventionIntroduced.class);
    }

    @Override
    public void project(Recorded event, Rows rows) {
        switch (event.event()) {
            case ScheduleAdopted e -> {
                for (var i = 0; i < e.timepoints().size(); i++) {
                    var point = e.timepoints().get(i);
                    rows.fact(
                            SCHEDULE,
                            event,
                            e.instrument(),
                            e.version(),
                            i,
                            point.code(),
                            point.anchor(),
                            point.afterDays(),
                            point.earlyDays(),
                            point.lateDays());
                }
            }
            case MeasureMissed e ->
                rows.fact(MISSED, event, e.participant(), e.instrument(), e.timepoint(), e.reason());
            case ForumConvened e -> rows.fact(FORUM, event, e.number(), "convened", e.scope(), e.planned(), null, null);
            case ForumHeld e -> rows.fact(FORUM, event, e.number(), "held", null, null, e.attendance(), null);
            case ForumMissed e -> rows.fact(FORUM, event, e.number(), "missed", null, null, null, e.reason());
            case ObservationMade e -> {
                if (e.site() != null && e.phase() != null && e.strand() != null)
                    rows.fact(WARD, event, e.site(), e.phase(), e.strand(), null);
            }
            case DatasetReceived e -> {
                if (e.site() != null && e.phase() != null && e.kind() == DatasetKind.WARD_REGISTER)
                    rows.fact(WARD, event, e.site(), e.phase(), "register", null);
            }
            case WardCollectionMissed e ->
                rows.fact(WARD, event, e.site(), e.phase(), Asked.written(e.kind()), e.reason());
            case InterventionIntroduced e -> rows.fact(INTERVENTION, event, e.intervention(), e.version(), e.site());
            default -> {
                // nothing that completeness depends on
            }
        }
    }

    /** A planned moment: so many days after its anchor, and how many it may be early or late. */
    public record Planned(String timepoint, Anchor anchor, int afterDays, int earlyDays, int lateDays) {}

    /** When an instrument is due in a case, in the order in which it was planned. */
    public record Schedule(String instrument, String version, List<Planned> timepoints) {

        /** The place of a timepoint in the plan; behind all others where it is not planned. */
        public int place(@Nullable String timepoint) {
            for (var i = 0; i < timepoints.size(); i++)
                if (timepoints.get(i).timepoint().equals(timepoint)) return i;
            return Integer.MAX_VALUE;
        }
    }

    /** The schedules of a case by instrument: of each instrument the one that replaced all others by then. */
    public Map<String, Schedule> schedules(CaseCode caseCode, AsOf asOf) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var conditions = ofCase(caseCode, upTo);
            record Line(String instrument, String version, long position, Planned planned) {}
            var lines = db.sql("""
                    select * from query.completeness_schedule where %s order by begun_on, position, ordinal
                    """.formatted(conditions.sql()))
                    .params(conditions.values())
                    .query((row, n) -> new Line(
                            row.getString("instrument"),
                            row.getString("version"),
                            row.getLong("position"),
                            new Planned(
                                    row.getString("timepoint"),
                                    Anchor.valueOf(row.getString("anchor").toUpperCase(Locale.ROOT)),
                                    row.getInt("after_days"),
                                    row.getInt("early_days"),
                                    row.getInt("late_days"))))
                    .list();
            Map<String, Long> latest = new LinkedHashMap<>();
            lines.forEach(line -> latest.put(line.instrument(), line.position()));
            var schedules = new LinkedHashMap<String, Schedule>();
            latest.forEach((instrument, position) -> {
                var own = lines.stream()
                        .filter(line -> line.position() == position)
                        .toList();
                schedules.put(
                        instrument,
                        new Schedule(
                                instrument,
                                own.getFirst().version(),
                                own.stream().map(Line::planned).toList()));
            });
            return schedules;
        });
    }

    /** A measure that was due and was not obtained. */
    public record Missed(
            String participant,
            String instrument,
            String timepoint,
            String reason,
            When occurred,
            OffsetDateTime earliest,
            long position,
            UUID event,
            boolean quarantined) {

        Missed because(@Nullable String opened) {
            return new Missed(
                    participant,
                    instrument,
                    timepoint,
                    opened == null ? "" : opened,
                    occurred,
                    earliest,
                    position,
                    event,
                    quarantined);
        }
    }

    /** What was missed in a case, in the order of the field, with the reasons opened. */
    public List<Missed> missed(CaseCode caseCode, @Nullable String instrument, AsOf asOf) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var conditions = ofCase(caseCode, upTo).and("instrument = :instrument", "instrument", instrument);
            var sealed = db.sql("""
                    select * from query.completeness_missed where %s order by occurred_earliest, position
                    """.formatted(conditions.sql()))
                    .params(conditions.values())
                    .query((row, n) -> new Missed(
                            row.getString("participant"),
                            row.getString("instrument"),
                            row.getString("timepoint"),
                            row.getString("reason"),
                            When.of(row),
                            row.getObject("occurred_earliest", OffsetDateTime.class),
                            row.getLong("position"),
                            row.getObject("event_id", UUID.class),
                            row.getBoolean("quarantined")))
                    .list();
            return opened(sealed, Missed::event, Missed::reason, Missed::because);
        });
    }

    /**
     * A step of a forum.
     *
     * @param reason why it did not meet
     * @param day the day on which it began, or the last on which it can have
     */
    record ForumStep(
            int forum,
            boolean held,
            boolean missed,
            @Nullable String reason,
            @Nullable String scope,
            @Nullable LocalDate planned,
            @Nullable Integer attendance,
            LocalDate day,
            UUID event) {

        boolean called() {
            return !held && !missed;
        }

        ForumStep because(@Nullable String opened) {
            return new ForumStep(forum, held, missed, opened, scope, planned, attendance, day, event);
        }
    }

    /** Forums called, held and missed, in the order of the field. */
    List<ForumStep> forums(AsOf asOf) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var conditions = new Conditions().begunAndKnown(upTo);
            var sealed = db.sql("""
                    select * from query.completeness_forum where %s order by begun_on, position
                    """.formatted(conditions.sql()))
                    .params(conditions.values())
                    .query((row, n) -> new ForumStep(
                            row.getInt("forum"),
                            row.getString("step").equals("held"),
                            row.getString("step").equals("missed"),
                            row.getString("reason"),
                            row.getString("scope"),
                            row.getObject("planned", LocalDate.class),
                            row.getObject("attendance", Integer.class),
                            row.getObject("begun_on", LocalDate.class),
                            row.getObject("event_id", UUID.class)))
                    .list();
            return opened(sealed, ForumStep::event, ForumStep::reason, ForumStep::because);
        });
    }

    /** What was seen on a ward, taken from its register or answered by its people, before or after. */
    public record WardRecord(
            String site, String phase, String kind, LocalDate day, long position, UUID event, boolean quarantined) {}

    /** What was seen on the wards of a case and taken from their registers, in the order of the field. */
    public List<WardRecord> wards(CaseCode caseCode, AsOf asOf) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var conditions = ofCase(caseCode, upTo).and("reason is null");
            return db.sql("""
                    select * from query.completeness_ward where %s order by begun_on, position
                    """.formatted(conditions.sql()))
                    .params(conditions.values())
                    .query((row, n) -> new WardRecord(
                            row.getString("site"),
                            row.getString("phase"),
                            row.getString("kind"),
                            row.getObject("begun_on", LocalDate.class),
                            row.getLong("position"),
                            row.getObject("event_id", UUID.class),
                            row.getBoolean("quarantined")))
                    .list();
        });
    }

    /** Data that a ward owed and that could not be collected. */
    record WardMissed(
            String site,
            String phase,
            String kind,
            @Nullable String reason,
            UUID event) {

        WardMissed because(@Nullable String opened) {
            return new WardMissed(site, phase, kind, opened, event);
        }
    }

    List<WardMissed> missedOnWards(CaseCode caseCode, AsOf asOf) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var conditions = ofCase(caseCode, upTo).and("reason is not null");
            var sealed = db.sql("""
                    select * from query.completeness_ward where %s order by begun_on, position
                    """.formatted(conditions.sql()))
                    .params(conditions.values())
                    .query((row, n) -> new WardMissed(
                            row.getString("site"),
                            row.getString("phase"),
                            row.getString("kind"),
                            row.getString("reason"),
                            row.getObject("event_id", UUID.class)))
                    .list();
            return opened(sealed, WardMissed::event, WardMissed::reason, WardMissed::because);
        });
    }

    /** The same with the reasons that people gave, all opened at once. */
    private <R> List<R> opened(
            List<R> sealed,
            Function<R, UUID> event,
            Function<R, @Nullable String> reason,
            BiFunction<R, @Nullable String, R> because) {
        var reasons = opening.texts(sealed.stream()
                .map(one -> new Stored(event.apply(one), reason.apply(one)))
                .toList());
        return IntStream.range(0, sealed.size())
                .mapToObj(i -> because.apply(sealed.get(i), reasons.get(i)))
                .toList();
    }

    /**
     * An intervention brought into use in a case, at one site or, where none is named, in all of it.
     *
     * @param from the first local day on which that can have been
     * @param by the day by which it certainly had been
     */
    public record Introduced(
            String intervention, String version, @Nullable String site, LocalDate from, LocalDate by) {}

    /** In the order of the field. */
    public List<Introduced> introduced(CaseCode caseCode, AsOf asOf) {
        return questions.ask(this, asOf, (upTo, basis) -> {
            var conditions = ofCase(caseCode, upTo);
            return db.sql("""
                    select * from query.completeness_intervention where %s order by begun_on, position
                    """.formatted(conditions.sql()))
                    .params(conditions.values())
                    .query((row, n) -> introduced(row))
                    .list();
        });
    }

    private static Introduced introduced(ResultSet row) throws SQLException {
        return new Introduced(
                row.getString("intervention"),
                row.getString("version"),
                row.getString("site"),
                row.getObject("occurred_earliest", OffsetDateTime.class)
                        .atZoneSameInstant(ZoneId.of(row.getString("zone")))
                        .toLocalDate(),
                row.getObject("begun_on", LocalDate.class));
    }

    private static Conditions ofCase(CaseCode caseCode, AsOf asOf) {
        return new Conditions()
                .and("case_code = :case", "case", caseCode.code())
                .begunAndKnown(asOf);
    }
}
