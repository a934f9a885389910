package org.fieldledger.query.release;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.DiaryEvent;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FieldEvents;
import org.fieldledger.events.ForumEvent;
import org.fieldledger.events.GroupSessionEvent;
import org.fieldledger.events.InterpretationEvent;
import org.fieldledger.events.InterventionEvent;
import org.fieldledger.events.InterviewEvent;
import org.fieldledger.events.MaterialEvent;
import org.fieldledger.events.MeasureEvent;
import org.fieldledger.events.ObservationEvent;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ReleaseTable;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.audit.AuditTrail;
import org.fieldledger.query.audit.Entry;
import org.fieldledger.query.release.Gathered.Gone;
import org.fieldledger.vault.Opening;
import org.jspecify.annotations.Nullable;

/** One case of a release: what was done in it by fieldwork, and what became of that. */
final class CaseOfRelease {

    /** The chapters whose entries are actions of fieldwork; administration and people's decisions are told in other tables or not at all. */
    private static final Set<Class<? extends FieldEvent>> ACTIONS = Set.of(
            InterviewEvent.class,
            ObservationEvent.class,
            GroupSessionEvent.class,
            DiaryEvent.class,
            MeasureEvent.class,
            MaterialEvent.class,
            InterventionEvent.class,
            ForumEvent.class,
            InterpretationEvent.class);

    private static final Set<String> ACTION_NAMES = FieldEvents.names(ACTIONS);

    /** The column behind those that say which answering of which instrument it was. */
    private static final int FIRST_OF_ANSWER = 14;

    /** What a text reads as that nobody can read. */
    private static final Set<String> UNREADABLE = Set.of(Opening.ERASED, Opening.NO_KEY, Opening.NOT_ITS_OWN);

    private final Making making;
    private final AuditTrail read;
    private final Withholding withholding;
    private final @Nullable CaseCode here;

    /** @param judged the case as it stood when the release was judged */
    CaseOfRelease(Making making, AuditTrail judged, AsOf content) {
        this.making = making;
        this.read = judged.opened().asOf(content);
        this.withholding = making.withholding(judged);
        this.here = judged.caseCode().orElse(null);
    }

    void read() {
        read.happened()
                .filter(entry -> ACTION_NAMES.contains(entry.kind()))
                .sorted(Comparator.comparing(Entry::position))
                .forEach(this::action);
        new PeopleOfCase(making, read, withholding).read();
        making.gathered().caseDone(here);
    }

    private void action(Entry entry) {
        var answers = Administration.in(entry.event())
                .filter(given -> making.wants(ReleaseTable.ANSWERS) || making.wants(ReleaseTable.SCORES))
                .filter(given -> making.definition().takes(given.instrument(), given.timepoint()));
        if (answers.isEmpty() && !making.wants(ReleaseTable.ACTIONS) && !making.wants(ReleaseTable.PARTS)) return;
        var verdict = withholding.of(entry);
        var people = Concerned.codes(entry.event());
        if (verdict.reason().isPresent()) leftOut(entry, verdict.reason().get(), people, answers);
        else if (!people.isEmpty() && making.since().people().containsAll(people)) gone(entry, people, answers);
        else {
            var kept = verdict.inPart() ? "in-part" : "whole";
            answers.ifPresent(given -> {
                if (answersGone(entry, given)) return;
                if (making.wants(ReleaseTable.ANSWERS)) answers(entry, given, kept);
                if (making.wants(ReleaseTable.SCORES)) scores(entry, given, kept);
            });
            if (making.wants(ReleaseTable.ACTIONS)) one(entry, people, kept);
            if (making.wants(ReleaseTable.PARTS)) parts(entry);
        }
    }

    private void leftOut(
            Entry entry,
            Withholding.Reason reason,
            Collection<ParticipantCode> people,
            Optional<Administration> answers) {
        for (var table : making.tables())
            rows(table, entry, answers)
                    .ifPresent(rows -> making.gathered().leftOut(table, reason, entry.id(), people, rows));
    }

    private void gone(Entry entry, Collection<ParticipantCode> people, Optional<Administration> answers) {
        var person = people.iterator().next();
        var erasure = making.since().of(person).orElseThrow();
        answers.ifPresent(given -> making.gathered().uses(given.instrument().code(), given.version()));
        for (var table : making.tables())
            rows(table, entry, answers)
                    .ifPresent(rows -> making.gathered()
                            .gone(Gone.by(erasure, table, here, entry.id(), person, null, rows == 0 ? null : rows)));
        people.forEach(one -> making.gathered().names(here, one));
    }

    /** How many rows an action makes in a table, where it makes any: none, where its answers are gone with it. */
    private Optional<Long> rows(ReleaseTable table, Entry entry, Optional<Administration> answers) {
        return switch (table) {
            case ANSWERS -> answers.map(given -> (long) given.responses().size());
            case SCORES ->
                answers.map(given -> (long) making.scored(given).size()).filter(scores -> scores > 0);
            case ACTIONS -> Optional.of(1L);
            case PARTS ->
                Optional.of((long) Concerned.codes(entry.event()).size()).filter(parts -> parts > 0);
            case PARTICIPANTS, CONSENT -> Optional.empty();
        };
    }

    /** Answers about nobody in particular that were erased with somebody since, or that cannot be read here. */
    private boolean answersGone(Entry entry, Administration given) {
        var erasure = making.since().of(new EventId(entry.id()));
        if (erasure.isEmpty() && given.withheld() == null) return false;
        making.gathered().uses(given.instrument().code(), given.version());
        for (var table : List.of(ReleaseTable.ANSWERS, ReleaseTable.SCORES))
            if (making.wants(table))
                rows(table, entry, Optional.of(given))
                        .map(rows -> Optional.of(rows).filter(some -> some > 0))
                        .ifPresent(rows -> making.gathered()
                                .gone(
                                        erasure.isPresent()
                                                ? Gone.by(
                                                        erasure.get(),
                                                        table,
                                                        here,
                                                        entry.id(),
                                                        given.participant(),
                                                        null,
                                                        rows.orElse(null))
                                                : Gone.unreadable(
                                                        String.valueOf(given.withheld()),
                                                        table,
                                                        here,
                                                        entry.id(),
                                                        given.participant(),
                                                        null,
                                                        rows.orElse(null))));
        if (given.participant() != null) making.gathered().names(here, given.participant());
        return true;
    }

    private void answers(Entry entry, Administration given, String kept) {
        making.gathered().uses(given.instrument().code(), given.version());
        var at = 0;
        for (var response : given.responses()) {
            at++;
            var row = administration(
                    entry, given, Tables.columns(ReleaseTable.ANSWERS).size());
            var text = response.text();
            var unreadable = text != null && UNREADABLE.contains(text);
            if (unreadable && making.definition().texts())
                making.gathered()
                        .gone(Gone.unreadable(
                                String.valueOf(text),
                                ReleaseTable.ANSWERS,
                                here,
                                entry.id(),
                                given.participant(),
                                "text of item %d".formatted(at),
                                1L));
            Cells.fill(
                    row,
                    FIRST_OF_ANSWER,
                    (long) at,
                    response.item(),
                    response.number() != null ? "number" : response.missing() != null ? "missing" : "text",
                    response.number(),
                    making.definition().texts() && !unreadable ? Cells.filled(text) : null,
                    response.missing(),
                    kept,
                    making.demonstration());
            making.row(ReleaseTable.ANSWERS, row);
        }
        if (given.participant() != null) making.gathered().names(here, given.participant());
    }

    private void scores(Entry entry, Administration given, String kept) {
        making.gathered().uses(given.instrument().code(), given.version());
        for (var score : making.scored(given)) {
            var row = administration(
                    entry, given, Tables.columns(ReleaseTable.SCORES).size());
            Cells.fill(
                    row, FIRST_OF_ANSWER, score.score(), score.value(), score.absent(), kept, making.demonstration());
            making.row(ReleaseTable.SCORES, row);
            if (given.participant() != null) making.gathered().names(here, given.participant());
        }
    }

    private @Nullable Object[] administration(Entry entry, Administration given, int columns) {
        var row = new @Nullable Object[columns];
        Cells.fill(
                row,
                0,
                here,
                given.participant(),
                given.session(),
                entry.id(),
                entry.position(),
                entry.kind(),
                given.instrument(),
                given.version(),
                given.timepoint());
        Cells.when(row, 9, entry);
        return row;
    }

    private void one(Entry entry, Collection<ParticipantCode> people, String kept) {
        var envelope = entry.event().envelope();
        var row = new @Nullable Object[Tables.columns(ReleaseTable.ACTIONS).size()];
        Cells.fill(
                row,
                0,
                here,
                entry.id(),
                entry.position(),
                FieldEvents.chapter(entry.event().getClass()).toLowerCase(Locale.ROOT),
                entry.kind());
        Cells.when(row, 5, entry);
        Cells.fill(
                row,
                10,
                entry.event() instanceof GroupSessionEvent meeting ? meeting.session() : null,
                Cells.lower(envelope.mode()),
                envelope.language(),
                envelope.approval(),
                envelope.objectives().isEmpty()
                        ? null
                        : envelope.objectives().stream()
                                .map(Cells::lower)
                                .sorted()
                                .collect(Collectors.joining(";")),
                (long) people.size(),
                kept,
                making.demonstration());
        making.row(ReleaseTable.ACTIONS, row);
        people.forEach(person -> making.gathered().names(here, person));
    }

    private void parts(Entry entry) {
        Concerned.by(entry.event()).forEach((person, part) -> {
            making.gathered().names(here, person);
            var erasure = making.since().of(person);
            if (erasure.isPresent()) {
                making.gathered().gone(Gone.by(erasure.get(), ReleaseTable.PARTS, here, entry.id(), person, null, 1L));
                return;
            }
            making.row(
                    ReleaseTable.PARTS,
                    here,
                    entry.id(),
                    entry.position(),
                    person,
                    part == null ? null : part.role(),
                    part == null ? null : Cells.lower(part.level()),
                    making.demonstration());
        });
    }
}
