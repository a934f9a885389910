package org.fieldledger.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.EventId;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.oracle.PlainCover.Gap;
import org.fieldledger.oracle.PlainReading.Action;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.State;
import org.fieldledger.oracle.PlainReading.When;
import org.fieldledger.oracle.PlainTimes.Look;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Question 2, plainly: about one day, what the list held when that day was over, against what it held by the later of the two times.
 * The list is cut off at each of them and read twice.
 */
final class PlainBelief {

    private final PlainReading then;
    private final PlainReading now;
    private final List<Line> log;
    private final CaseCode caseCode;
    private final When when;
    private final LocalDate day;

    PlainBelief(PlainReading now, List<Line> log, CaseCode caseCode, When when, Instant knownAt) {
        var known =
                log.stream().filter(line -> !line.recordedAt().isAfter(knownAt)).toList();
        // Days are counted where the case is.
        var zone = now.cases.zoneOf(caseCode);
        this.day = when.dayIn(zone);
        var over = day.plusDays(1).atStartOfDay(zone).toInstant();
        this.then = new PlainReading(
                known.stream().filter(line -> line.recordedAt().isBefore(over)).toList(), null);
        this.now = now;
        this.log = known;
        this.caseCode = caseCode;
        this.when = when;
    }

    /** @param person about whom alone; everybody where none is named */
    List<String> changed(List<ParticipantCode> people, @Nullable ParticipantCode person) {
        var rows = new ArrayList<String>();
        for (var one : people)
            if (person == null || person.equals(one))
                for (var module : FieldWorld.MODULES) consent(one, module).ifPresent(rows::add);
        for (var line : then.lines)
            if (caseCode.equals(line.event().envelope().caseStudy())
                    && when.begun(line.occurred())
                    && (person == null || PlainHistory.people(line.event()).contains(person.code())))
                Foretold.anyAction(line.event())
                        .flatMap(action -> cover(line, action))
                        .ifPresent(rows::add);
        return rows;
    }

    private Optional<String> consent(ParticipantCode person, ModuleCode module) {
        var believed = then.standing(person, caseCode, module, when).state();
        var known = now.standing(person, caseCode, module, when).state();
        if (believed == known) return Optional.empty();
        return Optional.of(row(
                "consent of " + person + " about " + module,
                null,
                word(believed),
                word(known),
                now.standings.because(person, caseCode, module, when, Look.PLAIN)));
    }

    private static String word(State state) {
        return PlainCourse.written(state);
    }

    private Optional<String> cover(Line line, Action action) {
        var believed = then.uncovered(action).isEmpty() ? "covered" : "uncovered";
        var superseding = log.stream().filter(one -> one.corrects(line.id())).findFirst();
        var gaps = now.cover.gaps(action);
        var known = superseding.isPresent() ? "superseded" : gaps.isEmpty() ? "covered" : "uncovered";
        if (believed.equals(known)) return Optional.empty();
        var because = superseding
                .map(Line::id)
                .or(() ->
                        gaps.stream().map(Gap::because).filter(Objects::nonNull).findFirst());
        var people = PlainHistory.people(line.event()).stream().collect(Collectors.joining("; "));
        return Optional.of(row(
                line.event().getClass().getSimpleName() + " of " + people + " about null",
                line.id(),
                believed,
                known,
                because.orElse(null)));
    }

    private String row(String what, @Nullable EventId event, String believed, String known, @Nullable EventId because) {
        var since = log.stream()
                .filter(line -> line.id().equals(because))
                .findFirst()
                .map(Line::recordedAt);
        return "%s of %s %s: believed %s, known %s because of %s since %s"
                        .formatted(caseCode, day, what, believed, known, because, since.orElse(null))
                + (event == null ? "" : ", " + event);
    }

    static String written(JsonNode row) {
        var event = AuditProof.text(row, "event");
        return "%s of %s %s of %s about %s: believed %s, known %s because of %s since %s"
                        .formatted(
                                AuditProof.text(row, "caseCode"),
                                AuditProof.text(row, "day"),
                                AuditProof.text(row, "what"),
                                AuditProof.text(row, "participant"),
                                AuditProof.text(row, "module"),
                                AuditProof.text(row, "believed"),
                                AuditProof.text(row, "known"),
                                AuditProof.text(row, "because"),
                                AuditProof.text(row, "knownSince"))
                + (event.equals("null") ? "" : ", " + event);
    }
}
