package org.fieldledger.query.completeness;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.fieldledger.consent.HeldMaterial.Use;
import org.fieldledger.consent.State;
import org.fieldledger.events.Anchor;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.CellStatus;
import org.fieldledger.query.completeness.CompletenessView.Introduced;
import org.fieldledger.query.completeness.CompletenessView.Missed;
import org.fieldledger.query.completeness.CompletenessView.Planned;
import org.fieldledger.query.completeness.CompletenessView.Schedule;
import org.fieldledger.query.completeness.Windows.Window;
import org.fieldledger.query.consent.ConsentOnRecord;
import org.fieldledger.query.consent.ConsentView;
import org.fieldledger.query.measure.MeasureView;
import org.fieldledger.query.measure.MeasureView.Allocated;
import org.fieldledger.query.measure.MeasureView.Given;
import org.fieldledger.query.participant.ParticipantView;
import org.fieldledger.query.participant.ParticipantView.Dated;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What became of every measure that somebody's own course makes due.
 */
@Component
class Timepoints {

    private static final ModuleCode MEASURE = new ModuleCode("measure");
    private static final String CHAPTER = "measure";

    private final CompletenessView completeness;
    private final MeasureView measures;
    private final ParticipantView participants;
    private final ConsentView consents;

    Timepoints(
            CompletenessView completeness, MeasureView measures, ParticipantView participants, ConsentView consents) {
        this.completeness = completeness;
        this.measures = measures;
        this.participants = participants;
        this.consents = consents;
    }

    /**
     * One timepoint of one person.
     *
     * @param from the first day of its window; absent where its anchor has not come
     * @param why the reason, where one was recorded or follows
     * @param held the day it was answered, or the last on which it can have been
     * @param daysOff days before (negative) or after its window that it was answered
     * @param usable whether what was answered may be used
     */
    record Owed(
            String participant,
            String role,
            @Nullable String arm,
            String instrument,
            String timepoint,
            @Nullable LocalDate from,
            @Nullable LocalDate until,
            CellStatus status,
            @Nullable String why,
            @Nullable LocalDate held,
            long daysOff,
            boolean usable,
            @Nullable UUID event) {}

    private record Place(String participant, String instrument, String timepoint) {}

    /** Of everybody in the case, instrument by instrument and timepoint by timepoint in the order of the plan. */
    List<Owed> of(CaseCode caseCode, AsOf asOf) {
        var schedules = completeness.schedules(caseCode, asOf);
        if (schedules.isEmpty()) return List.of();
        var given = measures.given(caseCode, asOf);
        return new Reading(
                        caseCode,
                        asOf,
                        participants.courses(caseCode, asOf),
                        measures.allocations(caseCode, asOf),
                        completeness.introduced(caseCode, asOf),
                        given.stream()
                                .filter(one -> one.timepoint() != null)
                                .collect(Collectors.toMap(
                                        one -> new Place(
                                                one.participant(), one.instrument(), String.valueOf(one.timepoint())),
                                        one -> one,
                                        (first, later) -> first)),
                        completeness.missed(caseCode, null, asOf).stream()
                                .collect(Collectors.toMap(
                                        one -> new Place(one.participant(), one.instrument(), one.timepoint()),
                                        one -> one,
                                        (earlier, later) -> later)),
                        consents.onRecord(
                                List.of(caseCode),
                                given.stream().map(Given::position).toList(),
                                asOf))
                .all(schedules);
    }

    /** Everything that is known of one case. */
    private record Reading(
            CaseCode caseCode,
            AsOf asOf,
            Map<String, List<Dated>> courses,
            Map<String, Allocated> allocations,
            List<Introduced> introduced,
            Map<Place, Given> given,
            Map<Place, Missed> missed,
            ConsentOnRecord consent) {

        List<Owed> all(Map<String, Schedule> schedules) {
            var today = asOf.lastDay(consent.zone(caseCode));
            var owed = new ArrayList<Owed>();
            courses.forEach((participant, course) -> schedules
                    .values()
                    .forEach(schedule -> schedule.timepoints()
                            .forEach(planned ->
                                    owed.add(owed(participant, course, schedule.instrument(), planned, today)))));
            return owed;
        }

        private Owed owed(String participant, List<Dated> course, String instrument, Planned planned, LocalDate today) {
            var window = new Windows(courses, allocations, introduced).of(participant, planned);
            var from = window.map(Window::from).orElse(null);
            var until = window.map(Window::until).orElse(null);
            var place = new Place(participant, instrument, planned.timepoint());
            var answered = given.get(place);
            var daysOff = answered == null
                    ? 0
                    : window.map(one -> one.daysOff(answered.from(), answered.by()))
                            .orElse(0L);
            var found = answered != null
                    ? done(answered, daysOff)
                    : undone(participant, course, planned.anchor(), missed.get(place), from, until, today);
            var allocated = allocations.get(participant);
            return new Owed(
                    participant,
                    role(course),
                    allocated == null ? null : allocated.arm(),
                    instrument,
                    planned.timepoint(),
                    from,
                    until,
                    found.status(),
                    found.why(),
                    answered == null ? null : answered.by(),
                    daysOff,
                    answered == null || consent.use(answered.event()) == Use.USABLE,
                    answered == null ? found.event() : answered.event());
        }

        private record Found(
                CellStatus status,
                @Nullable String why,
                @Nullable UUID event) {
            static Found of(CellStatus status, @Nullable String why) {
                return new Found(status, why, null);
            }
        }

        private static Found done(Given answered, long off) {
            return new Found(
                    CellStatus.DONE,
                    off == 0 ? null : off < 0 ? -off + " days early" : off + " days late",
                    answered.event());
        }

        private Found undone(
                String participant,
                List<Dated> course,
                Anchor anchor,
                @Nullable Missed missed,
                @Nullable LocalDate from,
                @Nullable LocalDate until,
                LocalDate today) {
            if (missed != null) return new Found(CellStatus.MISSED, missed.reason(), missed.event());
            var last = until == null || until.isAfter(today) ? today : until;
            var state = consent.stateOn(caseCode, new ParticipantCode(participant), MEASURE, last);
            if (!consented(state)) return Found.of(CellStatus.NOT_OWED, "no consent to measures was given");
            var end = course.getLast();
            if (end.left() && (until == null || !end.from().isAfter(until)))
                return new Found(CellStatus.IMPOSSIBLE, "left: " + plain(end.reason()), end.event());
            if (state == State.WITHDRAWN) return Found.of(CellStatus.IMPOSSIBLE, "consent to measures withdrawn");
            if (from == null || until == null)
                return Found.of(CellStatus.NOT_DUE_YET, "no " + plain(anchor.name()) + " yet");
            if (from.isAfter(today)) return Found.of(CellStatus.NOT_DUE_YET, null);
            if (!consent.approvedSometime(caseCode, CHAPTER, from, last))
                return Found.of(CellStatus.NOT_APPROVED, "no ethics approval covered it");
            return Found.of(until.isBefore(today) ? CellStatus.LATE : CellStatus.DUE, null);
        }

        private static boolean consented(State state) {
            return switch (state) {
                case NOT_ASKED, REQUESTED, DEFERRED, REFUSED, INVALIDATED -> false;
                case GIVEN, REAFFIRMED, RECONSENT_DUE, SUSPENDED, WITHDRAWN, EXPIRED -> true;
            };
        }

        private static String role(List<Dated> course) {
            return course.stream()
                    .map(Dated::role)
                    .filter(Objects::nonNull)
                    .reduce((earlier, later) -> later)
                    .orElse("");
        }

        private static String plain(@Nullable String code) {
            return code == null ? "" : code.toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
