package org.fieldledger.query;

import static org.fieldledger.query.Fieldwork.STOCKHOLM;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.fieldledger.events.CaseStudyEvent.CaseClosed;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FieldEventReader;
import org.fieldledger.events.InterventionEvent.AllocationMade;
import org.fieldledger.events.InterviewEvent.LeadershipInterviewMissed;
import org.fieldledger.events.InterviewEvent.LeadershipInterviewRecorded;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantEvent;
import org.fieldledger.events.ParticipantEvent.BirthRecorded;
import org.fieldledger.events.ParticipantEvent.ParticipantDiscontinued;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ParticipantEvent.ParticipantTransferred;
import org.fieldledger.query.AsOf.FieldTime;
import org.fieldledger.store.StoredEvent;

/**
 * Answers the same questions by brute force: takes the log up to what was known, strikes out what had been corrected, and
 * goes through the rest in memory. Shares no code with the projections, and no cleverness.
 */
final class Oracle {

    record Fact(UUID id, long position, FieldEvent event) {
        Occurred occurred() {
            return event.envelope().occurred();
        }

        boolean in(String caseCode) {
            var of = event.envelope().caseStudy();
            return of != null && of.code().equals(caseCode);
        }
    }

    private final List<Fact> standing = new ArrayList<>();
    private final AsOf asOf;
    private final Instant lastRecorded;

    Oracle(Ledger ledger, AsOf asOf) {
        this.asOf = asOf;
        var reader = new FieldEventReader();
        var known = new ArrayList<StoredEvent>();
        ledger.log().replay(0, ledger.log().head(), event -> event, known::addAll);
        lastRecorded = known.getLast().recordedAt();
        if (asOf.knownAt() != null) known.removeIf(event -> event.recordedAt().isAfter(asOf.knownAt()));
        Set<UUID> struck = new HashSet<>();
        for (var stored : known) {
            var event = reader.read(stored.type(), stored.revision(), stored.payload());
            standing.add(new Fact(stored.eventId(), stored.position(), event));
            if (event.envelope().corrects() != null)
                struck.add(event.envelope().corrects().event().value());
        }
        standing.removeIf(fact -> struck.contains(fact.id()));
    }

    /** Certainly begun by the time asked about. */
    private boolean begun(Fact fact) {
        return switch (asOf.trueAt()) {
            case null -> true;
            case FieldTime.Day(var day) -> !fact.occurred().begunOn().isAfter(day);
            case FieldTime.Moment(var moment) -> !fact.occurred().begunBy().isAfter(moment);
        };
    }

    private List<Fact> begun() {
        return standing.stream().filter(this::begun).toList();
    }

    List<UUID> timeline(String caseCode) {
        return timeline(fact -> fact.in(caseCode));
    }

    /** Of all that these are. */
    List<UUID> timeline(Predicate<Fact> which) {
        return begun().stream()
                .filter(which)
                .sorted(Comparator.comparing((Fact fact) -> fact.occurred().earliest())
                        .thenComparing(Fact::position))
                .map(Fact::id)
                .toList();
    }

    List<UUID> history(String participant) {
        return begun().stream()
                .filter(fact -> named(fact.event()).contains(participant))
                .sorted(Comparator.comparing((Fact fact) -> fact.occurred().earliest())
                        .thenComparing(Fact::position))
                .map(Fact::id)
                .toList();
    }

    static Set<String> named(FieldEvent event) {
        var named = new HashSet<String>();
        event.envelope()
                .participants()
                .forEach(part -> named.add(part.participant().code()));
        switch (event) {
            case ParticipantEvent e -> named.add(e.participant().code());
            case ConsentEvent e -> named.add(e.participant().code());
            case MeasureAdministered e -> named.add(e.participant().code());
            case AllocationMade e -> named.add(e.participant().code());
            case LeadershipInterviewRecorded e -> named.add(e.leader().code());
            case LeadershipInterviewMissed e -> named.add(e.leader().code());
            default -> {
                // names nobody itself
            }
        }
        return named;
    }

    private static final Comparator<Fact> BY_DAY =
            Comparator.comparing((Fact fact) -> fact.occurred().begunOn()).thenComparing(Fact::position);

    /** "case participant" to "role enrolled". */
    Map<String, String> people() {
        var people = new TreeMap<String, String>();
        var roles = new TreeMap<String, String>();
        begun().stream().sorted(BY_DAY).forEach(fact -> {
            if (!(fact.event() instanceof ParticipantEvent e) || e instanceof BirthRecorded) return;
            var key = fact.event().envelope().caseStudy() + " " + e.participant();
            switch (e) {
                case ParticipantEnrolled enrolled ->
                    roles.put(key, enrolled.role().code());
                case ParticipantTransferred moved -> roles.put(key, moved.to().code());
                case BirthRecorded born -> {
                    // no step in anybody's course
                }
                case ParticipantDiscontinued gone -> {
                    // keeps the last role
                }
            }
            people.put(key, roles.get(key) + " " + !(e instanceof ParticipantDiscontinued));
        });
        return people;
    }

    /** Event to "arm, answers, score", in order of recording. */
    Map<UUID, String> measures() {
        var arms = new TreeMap<String, String>();
        begun().stream().sorted(BY_DAY).forEach(fact -> {
            if (fact.event() instanceof AllocationMade e)
                arms.put(e.participant().code(), e.arm());
        });
        var measures = new LinkedHashMap<UUID, String>();
        for (var fact : begun()) {
            if (!(fact.event() instanceof MeasureAdministered e)) continue;
            var scored = e.version().equals("1.0") ? List.of("S1", "S2") : List.of("S1", "S2", "S3");
            var total = BigDecimal.ZERO;
            var missing = false;
            var answers = new StringBuilder();
            for (var response : e.responses().given()) {
                answers.append(response.item())
                        .append('=')
                        .append(response.number() == null ? response.missing() : response.number())
                        .append(' ');
                if (!scored.contains(response.item())) continue;
                if (response.number() == null) missing = true;
                else total = total.add(response.number());
            }
            measures.put(
                    fact.id(),
                    "%s, %s, %s".formatted(arms.get(e.participant().code()), answers, missing ? "absent" : total));
        }
        return measures;
    }

    /** "case year" to "STATUS key leaders: each with what became of it". Goes through every single day. */
    Map<String, String> leadership() {
        var cells = new TreeMap<String, String>();
        var today = switch (asOf.trueAt()) {
            case FieldTime.Day(var day) -> day;
            case FieldTime.Moment(var moment) -> local(moment, STOCKHOLM);
            case null -> local(asOf.knownAt() == null ? lastRecorded : asOf.knownAt(), STOCKHOLM);
        };
        if (standing.stream().noneMatch(fact -> fact.position() == 1)) return cells;
        for (var code : RandomHistory.CASES) {
            LocalDate open = null;
            LocalDate shut = null;
            for (var fact : begun().stream().sorted(BY_DAY).toList()) {
                if (!fact.in(code.code())) continue;
                if (fact.event() instanceof CaseRegistered) {
                    open = fact.occurred().begunOn();
                    shut = null;
                }
                if (fact.event() instanceof CaseClosed) {
                    if (open == null) open = LocalDate.MIN;
                    shut = fact.occurred().begunOn();
                }
            }
            if (open == null) continue;
            for (var year = 1; year <= 4; year++) {
                var first = LocalDate.of(2018 + year, 1, 1);
                var last = LocalDate.of(2018 + year, 12, 31);
                var leaders = first.isAfter(today)
                        ? new TreeMap<String, String>()
                        : leaders(code.code(), year, first, last, today);
                String status;
                if (first.isAfter(today)) status = "NOT_DUE_YET";
                else if (open.isAfter(last) || (shut != null && shut.isBefore(first))) status = "NOT_OWED";
                else if (leaders.isEmpty()) status = last.isBefore(today) ? "LATE" : "DUE";
                else if (leaders.containsValue("LATE")) status = "LATE";
                else if (leaders.containsValue("DUE")) status = "DUE";
                else if (leaders.containsValue("MISSED")) status = "MISSED";
                else if (leaders.containsValue("DONE")) status = "DONE";
                else status = "IMPOSSIBLE";
                cells.put(code + " " + year, status + " " + leaders);
            }
        }
        return cells;
    }

    private Map<String, String> leaders(String caseCode, int year, LocalDate first, LocalDate last, LocalDate today) {
        var until = last.isBefore(today) ? last : today;
        var leaders = new TreeMap<String, String>();
        var steps = begun().stream()
                .sorted(BY_DAY)
                .filter(fact -> fact.in(caseCode)
                        && fact.event() instanceof ParticipantEvent
                        && !(fact.event() instanceof BirthRecorded))
                .toList();
        var people = new TreeSet<String>();
        steps.forEach(step ->
                people.add(((ParticipantEvent) step.event()).participant().code()));
        for (var person : people) {
            var own = steps.stream()
                    .filter(step -> ((ParticipantEvent) step.event())
                            .participant()
                            .code()
                            .equals(person))
                    .toList();
            var led = false;
            String roleAtEnd = "none";
            for (var day = first; !day.isAfter(until); day = day.plusDays(1)) {
                String morning = "none";
                for (var step : own) {
                    var on = step.occurred().begunOn();
                    if (on.isBefore(day)) morning = role(step);
                    if (on.equals(day) && role(step).equals("key-leader")) led = true;
                    if (!on.isAfter(day)) roleAtEnd = role(step);
                }
                if (morning.equals("key-leader")) led = true;
            }
            if (!led) continue;
            var done = false;
            var missed = false;
            for (var fact : begun()) {
                if (!fact.in(caseCode)) continue;
                if (fact.event() instanceof LeadershipInterviewRecorded e
                        && e.leader().code().equals(person)
                        && e.programmeYear() == year) done = true;
                if (fact.event() instanceof LeadershipInterviewMissed e
                        && e.leader().code().equals(person)
                        && e.programmeYear() == year) missed = true;
            }
            leaders.put(
                    person,
                    done
                            ? "DONE"
                            : missed
                                    ? "MISSED"
                                    : roleAtEnd.equals("gone") ? "IMPOSSIBLE" : last.isBefore(today) ? "LATE" : "DUE");
        }
        return leaders;
    }

    private static String role(Fact step) {
        return switch ((ParticipantEvent) step.event()) {
            case ParticipantEnrolled e -> e.role().code();
            case ParticipantTransferred e -> e.to().code();
            case ParticipantDiscontinued e -> "gone";
            case BirthRecorded e -> throw new IllegalArgumentException("no step in anybody's course");
        };
    }

    private static LocalDate local(Instant moment, ZoneId zone) {
        return moment.atZone(zone).toLocalDate();
    }
}
