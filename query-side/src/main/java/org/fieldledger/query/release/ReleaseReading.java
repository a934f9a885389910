package org.fieldledger.query.release;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.DiaryEvent;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FieldEvents;
import org.fieldledger.events.ForumEvent;
import org.fieldledger.events.FrozenRelease.Definition;
import org.fieldledger.events.GroupSessionEvent;
import org.fieldledger.events.GroupSessionEvent.EventQuestionnaireAnswered;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionReleased;
import org.fieldledger.events.InterpretationEvent;
import org.fieldledger.events.InterventionEvent;
import org.fieldledger.events.InterventionEvent.AllocationMade;
import org.fieldledger.events.InterviewEvent;
import org.fieldledger.events.MaterialEvent;
import org.fieldledger.events.MeasureEvent;
import org.fieldledger.events.MeasureEvent.FunctionAssessed;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.ObservationEvent;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent.ParticipantDiscontinued;
import org.fieldledger.events.ParticipantEvent.ParticipantEnrolled;
import org.fieldledger.events.ParticipantEvent.ParticipantTransferred;
import org.fieldledger.events.ReleaseTable;
import org.fieldledger.events.Responses;
import org.fieldledger.events.SessionCode;
import org.fieldledger.events.TimepointCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.AsOfParameters;
import org.fieldledger.query.audit.AuditTrail;
import org.fieldledger.query.audit.Entry;
import org.fieldledger.query.audit.Trails;
import org.fieldledger.query.measure.MeasureView.Answered;
import org.fieldledger.query.measure.MeasureView.Scored;
import org.fieldledger.query.release.Gathered.Gone;
import org.fieldledger.store.Selection;
import org.fieldledger.vault.Opening;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a release from the log, case by case in the order of their codes and within each in the order of recording,
 * by the rules of format 1. The definition and the log up to its position say all there is to say, save what was destroyed
 * since.
 */
final class ReleaseReading {

    /** The edition of these rules and of the files' form. Raised whenever either makes other bytes; the old one then stays. */
    static final int FORMAT = 1;

    /** What is no action of fieldwork but administration, and what people's own decisions are: told in other tables or not. */
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

    /** Takes the rows, one value for each column of the table. */
    interface Into {
        void row(ReleaseTable table, @Nullable Object[] values);

        /** For whoever wants to know only how much there is. */
        Into NOWHERE = (table, values) -> {};
    }

    private final Trails trails;
    private final Definition definition;
    private final boolean demonstration;
    private final Destroyed then;
    private final Destroyed since;
    private final Into into;
    private final Gathered gathered = new Gathered();
    private final Map<String, InstrumentVersionReleased> instruments;
    private final EnumSet<ReleaseTable> tables;
    private final AsOf content;

    /** @param since what was destroyed after the release was made, and can only be named */
    ReleaseReading(Trails trails, Definition definition, boolean demonstration, Destroyed since, Into into) {
        this.trails = trails;
        this.definition = definition;
        this.demonstration = demonstration;
        this.then = Destroyed.upTo(trails, definition.position());
        this.since = since;
        this.into = into;
        this.tables = EnumSet.copyOf(definition.tables());
        this.content = new AsOf(
                new AsOfParameters(definition.zone())
                        .read(definition.trueAt(), null)
                        .trueAt(),
                definition.knownAt());
        this.instruments = instruments(trails, definition);
    }

    /** Each version of an instrument as last defined, as far as was known, by code and version. */
    Map<String, InstrumentVersionReleased> instruments() {
        return instruments;
    }

    private static Map<String, InstrumentVersionReleased> instruments(Trails trails, Definition definition) {
        var known = new TreeMap<String, InstrumentVersionReleased>();
        trails.ofKinds(Set.of(InstrumentVersionReleased.class), definition.position()).stream()
                .filter(entry -> !entry.recordedAt().isAfter(definition.knownAt()))
                .filter(entry -> entry.supersededAt() == null
                        || Objects.requireNonNull(entry.supersededAt()).isAfter(definition.knownAt()))
                .map(entry -> (InstrumentVersionReleased) entry.event())
                .forEach(version -> known.put(key(version.instrument(), version.version()), version));
        return known;
    }

    static String key(InstrumentCode instrument, String version) {
        return instrument + " " + version;
    }

    /**
     * Goes through the log once. Throws {@link CannotBeMade} where an event of these cases cannot be read by this version: a
     * release lacks nothing in silence.
     */
    Gathered read(Instant lastKnown) {
        var unreadable = new TreeSet<Long>();
        trails.eachCase(
                definition.position(),
                definition.cases().isEmpty() ? Optional.empty() : Optional.of(Set.copyOf(definition.cases())),
                definition.cases().isEmpty(),
                Selection.EVERYTHING,
                AsOf.trueAt(definition.judgedAt()).knownAt(lastKnown),
                definition.zone(),
                unreadable,
                judged -> {
                    if (unreadable.isEmpty()) new InCase(judged).read();
                });
        if (!unreadable.isEmpty())
            throw new CannotBeMade(
                    "This version of the program cannot read the events at position %s, and a release lacks nothing in silence"
                            .formatted(unreadable.stream().map(String::valueOf).collect(Collectors.joining(", "))));
        return gathered;
    }

    /** One case of the release. */
    private final class InCase {

        private final AuditTrail read;
        private final Withholding withholding;
        private final @Nullable CaseCode here;

        InCase(AuditTrail judged) {
            this.read = judged.opened().asOf(content);
            this.withholding = new Withholding(judged, definition.judgedAt(), definition.sharing(), then);
            this.here = judged.caseCode().orElse(null);
        }

        void read() {
            read.happened()
                    .filter(entry -> ACTION_NAMES.contains(entry.kind()))
                    .sorted(Comparator.comparing(Entry::position))
                    .forEach(this::action);
            if (tables.contains(ReleaseTable.PARTICIPANTS) || tables.contains(ReleaseTable.CONSENT)) persons();
            gathered.caseDone(here);
        }

        private void action(Entry entry) {
            var answers = answered(entry.event())
                    .filter(given -> tables.contains(ReleaseTable.ANSWERS) || tables.contains(ReleaseTable.SCORES))
                    .filter(given -> definition.takes(given.instrument(), given.timepoint()));
            if (answers.isEmpty()
                    && tables.stream().noneMatch(table -> table == ReleaseTable.ACTIONS || table == ReleaseTable.PARTS))
                return;
            var verdict = withholding.of(entry);
            var people = Concerned.codes(entry.event());
            if (verdict.reason().isPresent()) leftOut(entry, verdict.reason().get(), people, answers);
            else if (!people.isEmpty() && since.people().containsAll(people)) gone(entry, people, answers);
            else {
                var kept = verdict.inPart() ? "in-part" : "whole";
                answers.ifPresent(given -> {
                    if (answersGone(entry, given)) return;
                    if (tables.contains(ReleaseTable.ANSWERS)) answers(entry, given, kept);
                    if (tables.contains(ReleaseTable.SCORES)) scores(entry, given, kept);
                });
                if (tables.contains(ReleaseTable.ACTIONS)) one(entry, people, kept);
                if (tables.contains(ReleaseTable.PARTS)) parts(entry);
            }
        }

        private void leftOut(
                Entry entry,
                Withholding.Reason reason,
                Collection<ParticipantCode> people,
                Optional<Administration> answers) {
            for (var table : tables)
                rows(table, entry, answers)
                        .ifPresent(rows -> gathered.leftOut(table, reason, entry.id(), people, rows));
        }

        private void gone(Entry entry, Collection<ParticipantCode> people, Optional<Administration> answers) {
            var person = people.iterator().next();
            var erasure = since.of(person).orElseThrow();
            answers.ifPresent(given -> gathered.uses(given.instrument().code(), given.version()));
            for (var table : tables)
                rows(table, entry, answers)
                        .ifPresent(rows -> gathered.gone(
                                Gone.by(erasure, table, here, entry.id(), person, null, rows == 0 ? null : rows)));
            people.forEach(one -> gathered.names(here, one));
        }

        /** How many rows an action makes in a table, where it makes any: none, where its answers are gone with it. */
        private Optional<Long> rows(ReleaseTable table, Entry entry, Optional<Administration> answers) {
            return switch (table) {
                case ANSWERS -> answers.map(given -> (long) given.responses().size());
                case SCORES -> answers.map(given -> (long) scored(given).size()).filter(scores -> scores > 0);
                case ACTIONS -> Optional.of(1L);
                case PARTS ->
                    Optional.of((long) Concerned.codes(entry.event()).size()).filter(parts -> parts > 0);
                case PARTICIPANTS, CONSENT -> Optional.empty();
            };
        }

        /** Answers about nobody in particular that were erased with somebody since, or that cannot be read here. */
        private boolean answersGone(Entry entry, Administration given) {
            var erasure = since.of(new EventId(entry.id()));
            if (erasure.isEmpty() && given.withheld() == null) return false;
            gathered.uses(given.instrument().code(), given.version());
            for (var table : List.of(ReleaseTable.ANSWERS, ReleaseTable.SCORES))
                if (tables.contains(table))
                    rows(table, entry, Optional.of(given))
                            .map(rows -> Optional.of(rows).filter(some -> some > 0))
                            .ifPresent(rows -> gathered.gone(
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
            if (given.participant() != null) gathered.names(here, given.participant());
            return true;
        }

        private void answers(Entry entry, Administration given, String kept) {
            gathered.uses(given.instrument().code(), given.version());
            var at = 0;
            for (var response : given.responses()) {
                at++;
                var row = administration(
                        entry, given, Tables.columns(ReleaseTable.ANSWERS).size());
                var text = response.text();
                var unreadable = text != null && UNREADABLE.contains(text);
                if (unreadable && definition.texts())
                    gathered.gone(Gone.unreadable(
                            String.valueOf(text),
                            ReleaseTable.ANSWERS,
                            here,
                            entry.id(),
                            given.participant(),
                            "text of item %d".formatted(at),
                            1L));
                fill(
                        row,
                        FIRST_OF_ANSWER,
                        (long) at,
                        response.item(),
                        response.number() != null ? "number" : response.missing() != null ? "missing" : "text",
                        response.number(),
                        definition.texts() && !unreadable ? filled(text) : null,
                        response.missing(),
                        kept,
                        demonstration);
                row(ReleaseTable.ANSWERS, row);
            }
            if (given.participant() != null) gathered.names(here, given.participant());
        }

        private void scores(Entry entry, Administration given, String kept) {
            gathered.uses(given.instrument().code(), given.version());
            for (var score : scored(given)) {
                var row = administration(
                        entry, given, Tables.columns(ReleaseTable.SCORES).size());
                fill(row, FIRST_OF_ANSWER, score.score(), score.value(), score.absent(), kept, demonstration);
                row(ReleaseTable.SCORES, row);
                if (given.participant() != null) gathered.names(here, given.participant());
            }
        }

        private @Nullable Object[] administration(Entry entry, Administration given, int columns) {
            var row = new @Nullable Object[columns];
            fill(
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
            when(row, 9, entry);
            return row;
        }

        private void one(Entry entry, Collection<ParticipantCode> people, String kept) {
            var envelope = entry.event().envelope();
            var row = new @Nullable Object[Tables.columns(ReleaseTable.ACTIONS).size()];
            fill(
                    row,
                    0,
                    here,
                    entry.id(),
                    entry.position(),
                    FieldEvents.chapter(entry.event().getClass()).toLowerCase(Locale.ROOT),
                    entry.kind());
            when(row, 5, entry);
            fill(
                    row,
                    10,
                    entry.event() instanceof GroupSessionEvent meeting ? meeting.session() : null,
                    lower(envelope.mode()),
                    envelope.language(),
                    envelope.approval(),
                    envelope.objectives().isEmpty()
                            ? null
                            : envelope.objectives().stream()
                                    .map(ReleaseReading::lower)
                                    .sorted()
                                    .collect(Collectors.joining(";")),
                    (long) people.size(),
                    kept,
                    demonstration);
            row(ReleaseTable.ACTIONS, row);
            people.forEach(person -> gathered.names(here, person));
        }

        private void parts(Entry entry) {
            Concerned.by(entry.event()).forEach((person, part) -> {
                gathered.names(here, person);
                var erasure = since.of(person);
                if (erasure.isPresent()) {
                    gathered.gone(Gone.by(erasure.get(), ReleaseTable.PARTS, here, entry.id(), person, null, 1L));
                    return;
                }
                row(
                        ReleaseTable.PARTS,
                        here,
                        entry.id(),
                        entry.position(),
                        person,
                        part == null ? null : part.role(),
                        part == null ? null : lower(part.level()),
                        demonstration);
            });
        }

        /** Everybody who had joined the case, in the order of their codes. */
        private void persons() {
            var joined = new TreeMap<ParticipantCode, List<Entry>>();
            read.happened()
                    .filter(entry -> entry.event() instanceof ParticipantEnrolled
                            || entry.event() instanceof ParticipantTransferred
                            || entry.event() instanceof ParticipantDiscontinued)
                    .forEach(entry -> joined.computeIfAbsent(
                                    Concerned.codes(entry.event()).iterator().next(), person -> new ArrayList<>())
                            .add(entry));
            var arms = new HashMap<ParticipantCode, Entry>();
            read.happened()
                    .filter(entry -> entry.event() instanceof AllocationMade)
                    .sorted(Comparator.comparing(
                                    (Entry entry) -> entry.occurred().begunOn())
                            .thenComparing(Entry::position))
                    .forEach(entry -> arms.put(((AllocationMade) entry.event()).participant(), entry));
            joined.forEach((person, steps) -> person(person, steps, Optional.ofNullable(arms.get(person))));
        }

        private void person(ParticipantCode person, List<Entry> steps, Optional<Entry> allocation) {
            var first = steps.stream()
                    .filter(entry -> entry.event() instanceof ParticipantEnrolled)
                    .findFirst();
            if (first.isEmpty()) return;
            var consents = tables.contains(ReleaseTable.CONSENT) ? consents(person) : List.<@Nullable Object[]>of();
            var why = withholding.ofJoining(person, AuditTrail.fact(first.get()));
            var erasure = since.of(person);
            if (why.isPresent()) {
                if (tables.contains(ReleaseTable.PARTICIPANTS))
                    gathered.leftOut(
                            ReleaseTable.PARTICIPANTS, why.get(), first.get().id(), List.of(person), 1);
                if (!consents.isEmpty())
                    gathered.leftOut(ReleaseTable.CONSENT, why.get(), null, List.of(person), consents.size());
            } else if (erasure.isPresent()) {
                gathered.names(here, person);
                if (tables.contains(ReleaseTable.PARTICIPANTS))
                    gathered.gone(Gone.by(erasure.get(), ReleaseTable.PARTICIPANTS, here, null, person, null, 1L));
                if (!consents.isEmpty())
                    gathered.gone(Gone.by(
                            erasure.get(), ReleaseTable.CONSENT, here, null, person, null, (long) consents.size()));
            } else {
                gathered.names(here, person);
                if (tables.contains(ReleaseTable.PARTICIPANTS))
                    row(ReleaseTable.PARTICIPANTS, participant(person, steps, first.get(), allocation));
                consents.forEach(row -> row(ReleaseTable.CONSENT, row));
            }
        }

        private @Nullable Object[] participant(
                ParticipantCode person, List<Entry> steps, Entry first, Optional<Entry> allocation) {
            @Nullable Object role = null;
            @Nullable Object level = null;
            @Nullable Object site = null;
            @Nullable Entry left = null;
            for (var step : steps)
                switch (step.event()) {
                    case ParticipantEnrolled e -> {
                        role = e.role();
                        level = lower(e.level());
                        site = e.site();
                        left = null;
                    }
                    case ParticipantTransferred e -> {
                        role = e.to();
                        level = lower(e.level());
                    }
                    case ParticipantDiscontinued e -> left = step;
                    default -> throw new IllegalStateException("No step in anybody's course: " + step.kind());
                }
            return new @Nullable Object[] {
                here,
                person,
                role,
                level,
                site,
                allocation
                        .filter(arm -> withholding.of(arm).reason().isEmpty())
                        .map(arm -> ((AllocationMade) arm.event()).arm())
                        .orElse(null),
                first.occurred().from(),
                left == null ? null : left.occurred().from(),
                left == null ? null : lower(((ParticipantDiscontinued) left.event()).reason()),
                demonstration
            };
        }

        private List<@Nullable Object[]> consents(ParticipantCode person) {
            var reading = read.reading().orElseThrow();
            var of = reading.person(person);
            var rows = new ArrayList<@Nullable Object[]>();
            for (var module : of.modules()) {
                var stands = of.standing(module, read.at());
                rows.add(new @Nullable Object[] {
                    here,
                    person,
                    module,
                    lower(stands.state()),
                    lower(stands.cause()),
                    lower(stands.withdrawal()),
                    stands.since(),
                    stands.decision() == null ? null : stands.decision().id(),
                    stands.given() == null ? null : stands.given().text(),
                    demonstration
                });
            }
            return rows;
        }

        private void row(ReleaseTable table, @Nullable Object... values) {
            gathered.row(table);
            into.row(table, values);
        }
    }

    private static final int FIRST_OF_ANSWER = 14;

    /** What a text reads as that nobody can read. */
    private static final Set<String> UNREADABLE = Set.of(Opening.ERASED, Opening.NO_KEY, Opening.NOT_ITS_OWN);

    /**
     * An instrument answered once.
     *
     * @param withheld what stands in place of the answers, where they cannot be read
     */
    private record Administration(
            @Nullable ParticipantCode participant,
            @Nullable SessionCode session,
            InstrumentCode instrument,
            String version,
            @Nullable TimepointCode timepoint,
            List<Response> responses,
            @Nullable String withheld) {

        Administration(
                @Nullable ParticipantCode participant,
                @Nullable SessionCode session,
                InstrumentCode instrument,
                String version,
                @Nullable TimepointCode timepoint,
                Responses responses) {
            this(participant, session, instrument, version, timepoint, responses.given(), responses.withheld());
        }
    }

    private static Optional<Administration> answered(FieldEvent event) {
        return switch (event) {
            case MeasureAdministered e ->
                Optional.of(new Administration(
                        e.participant(), null, e.instrument(), e.version(), e.timepoint(), e.responses()));
            case FunctionAssessed e ->
                Optional.of(new Administration(
                        e.participant(), null, e.instrument(), e.version(), e.timepoint(), e.responses()));
            case EventQuestionnaireAnswered e ->
                Optional.of(new Administration(null, e.session(), e.instrument(), e.version(), null, e.responses()));
            default -> Optional.empty();
        };
    }

    private List<Scored> scored(Administration given) {
        var instrument = instruments.get(key(given.instrument(), given.version()));
        if (instrument == null) return List.of();
        var responses = new LinkedHashMap<String, Answered>();
        for (var response : given.responses())
            responses.put(
                    response.item(),
                    new Answered(response.item(), response.number(), response.text(), response.missing()));
        return instrument.scores().stream()
                .map(score -> Scored.over(score.code(), score.items(), responses))
                .toList();
    }

    private static void when(@Nullable Object[] row, int at, Entry entry) {
        var occurred = entry.occurred();
        fill(
                row,
                at,
                occurred.from(),
                occurred.until(),
                occurred.zone(),
                lower(occurred.precision()),
                entry.recordedAt());
    }

    private static void fill(@Nullable Object[] row, int from, @Nullable Object... values) {
        System.arraycopy(values, 0, row, from, values.length);
    }

    /** An empty text is no text: CSV could not tell the two apart. */
    private static @Nullable String filled(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static @Nullable String lower(@Nullable Enum<?> value) {
        return value == null ? null : value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
