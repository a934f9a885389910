package org.fieldledger.oracle;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentEvent.ConsentAttested;
import org.fieldledger.events.ConsentEvent.ConsentChanged;
import org.fieldledger.events.ConsentEvent.ConsentGiven;
import org.fieldledger.events.ConsentEvent.ConsentReaffirmed;
import org.fieldledger.events.ConsentEvent.ConsentRefused;
import org.fieldledger.events.ConsentEvent.ConsentWithdrawn;
import org.fieldledger.events.ConsentEvent.Decider;
import org.fieldledger.events.ConsentEvent.DissentExpressed;
import org.fieldledger.events.EventId;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.WithdrawalKind;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.When;
import org.jspecify.annotations.Nullable;

/** What the audit says of one case that can be read off the list line by line: who said no, who decided, how late entries came, what is held. */
final class PlainAudit {

    private final PlainReading plain;
    private final CaseCode caseCode;
    private final When when;
    private final List<Line> begun = new ArrayList<>();
    private final Map<EventId, EventId> superseded = new HashMap<>();

    PlainAudit(List<Line> log, CaseCode caseCode, When when, Instant knownAt) {
        this.plain = new PlainReading(log, knownAt);
        this.caseCode = caseCode;
        this.when = when;
        for (var line : log) {
            if (line.recordedAt().isAfter(knownAt)) continue;
            var corrects = line.event().envelope().corrects();
            if (corrects != null) superseded.putIfAbsent(corrects.event(), line.id());
            if (caseCode.equals(line.event().envelope().caseStudy()) && when.begun(line.occurred())) begun.add(line);
        }
    }

    private Stream<Line> decisions() {
        return begun.stream()
                .filter(line -> line.event() instanceof ConsentEvent && !superseded.containsKey(line.id()));
    }

    /** Question 13. */
    List<String> refusals() {
        return decisions()
                .filter(line -> line.event() instanceof ConsentRefused
                        || line.event() instanceof DissentExpressed
                        || line.event() instanceof ConsentWithdrawn e && e.kind() == WithdrawalKind.DISSENT_IN_SESSION)
                .map(line -> {
                    var decider = decider((ConsentEvent) line.event());
                    return "%s in session %s as %s on %s"
                            .formatted(
                                    about(line),
                                    line.event() instanceof DissentExpressed e ? e.session() : null,
                                    decider == null ? null : PlainCourse.written(decider.capacity()),
                                    line.event() instanceof ConsentRefused e ? e.formVersion() : null);
                })
                .toList();
    }

    /** Question 4: who decided, in what capacity, and whether the record shows that they could. */
    List<String> whoDecided() {
        var rows = new ArrayList<String>();
        var authority = new PlainAuthority(plain, caseCode);
        decisions().forEach(line -> {
            var event = (ConsentEvent) line.event();
            if (event instanceof ConsentAttested e)
                rows.add("%s by %s as attested, shown true".formatted(about(line), e.attestedBy()));
            var decider = decider(event);
            if (decider == null) return;
            rows.add("%s by %s as %s, shown %s"
                    .formatted(
                            about(line),
                            decider.code(),
                            PlainCourse.written(decider.capacity()),
                            authority.shown(line, decider)));
        });
        return rows;
    }

    private static @Nullable Decider decider(ConsentEvent event) {
        return switch (event) {
            case ConsentGiven e -> e.decidedBy();
            case ConsentRefused e -> e.decidedBy();
            case ConsentReaffirmed e -> e.decidedBy();
            case ConsentChanged e -> e.decidedBy();
            case ConsentWithdrawn e -> e.decidedBy();
            default -> null;
        };
    }

    private static String about(Line line) {
        var event = (ConsentEvent) line.event();
        return "%s %s of %s about %s on %s recorded %s"
                .formatted(
                        line.id(),
                        event.getClass().getSimpleName(),
                        event.participant(),
                        event.modules(),
                        line.occurred(),
                        line.recordedAt());
    }

    /** Question 20. */
    List<String> lateEntries() {
        var byRecorder = new TreeMap<String, List<Line>>();
        for (var line : begun)
            byRecorder
                    .computeIfAbsent(line.event().envelope().recordedBy().code(), recorder -> new ArrayList<>())
                    .add(line);
        var afterTheFact = afterTheFact();
        return byRecorder.entrySet().stream()
                .map(one -> {
                    var late = one.getValue().stream()
                            .map(PlainAudit::daysLate)
                            .sorted()
                            .toList();
                    return "%s of %d: late %d, over a week %d, over a month %d, median %d, most %d, corrected %d, after the fact %d"
                            .formatted(
                                    one.getKey(),
                                    late.size(),
                                    late.stream().filter(days -> days >= 1).count(),
                                    late.stream().filter(days -> days > 7).count(),
                                    late.stream().filter(days -> days > 30).count(),
                                    late.get((late.size() - 1) / 2),
                                    late.getLast(),
                                    one.getValue().stream()
                                            .filter(line -> superseded.containsKey(line.id()))
                                            .count(),
                                    one.getValue().stream()
                                            .filter(line -> afterTheFact.contains(line.id()))
                                            .count());
                })
                .toList();
    }

    /** The decisions that were recorded on a later day than something they cover had happened. */
    private Set<EventId> afterTheFact() {
        var late = new HashSet<EventId>();
        for (var line : begun)
            if (plain.stands(line.id()))
                Foretold.action(line.event()).ifPresent(action -> {
                    var rests = new PlainRests(plain, action);
                    for (var person : action.people())
                        for (var module : action.modules())
                            rests.on(person, module)
                                    .map(PlainRests.Given::decision)
                                    .filter(decision -> recordedAfter(decision, line))
                                    .ifPresent(late::add);
                });
        return late;
    }

    private boolean recordedAfter(EventId decision, Line action) {
        return plain.lines.stream()
                .filter(line -> line.id().equals(decision))
                .map(line -> line.recordedAt().atZone(action.occurred().zone()).toLocalDate())
                .anyMatch(day -> day.isAfter(action.occurred().lastDay()));
    }

    private static long daysLate(Line line) {
        var recordedOn = line.recordedAt().atZone(line.occurred().zone()).toLocalDate();
        return Math.max(0, line.occurred().lastDay().until(recordedOn, ChronoUnit.DAYS));
    }

    /** Question 18: also what no longer stands; what may be done with it only where it stands and took something of the person. */
    List<String> held(ParticipantCode person) {
        return begun.stream()
                .filter(line -> PlainHistory.people(line.event()).contains(person.code()))
                .map(line -> {
                    var action = Foretold.action(line.event());
                    var stands = !superseded.containsKey(line.id());
                    return "%s %s %s superseded by %s"
                            .formatted(
                                    line.id(),
                                    line.event().getClass().getSimpleName(),
                                    stands && action.isPresent()
                                            ? PlainCourse.written(plain.held(line, action.get(), person, when))
                                            : null,
                                    superseded.get(line.id()));
                })
                .toList();
    }
}
