package org.fieldledger.query.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.fieldledger.access.MaterialRead.Stage;
import org.fieldledger.access.ReadLog.Recorded;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FieldEventReader;
import org.fieldledger.events.GovernanceEvent.ParticipantMaterialRead;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.query.AsOf.FieldTime;
import org.fieldledger.query.audit.Inquiry.Parameter;
import org.fieldledger.store.StoredEvent;
import org.fieldledger.vault.Opening;
import org.fieldledger.vault.Sealing.Identified;
import org.jspecify.annotations.Nullable;

/**
 * Question 15. Who read material about a person, what of it, when and for what purpose: what the store itself showed, from the
 * access log, and what was read elsewhere, such as a paper in an archive, as it was reported.
 */
final class WhoRead implements LogQuestion {

    private static final FieldEventReader READER = new FieldEventReader();
    private static final String EVERY_CASE = "every-case";

    /**
     * One read.
     *
     * @param how page, api, command-line, or reported for what was read elsewhere
     * @param certainty named where the persons are, case-wide where the read was of whole cases and may have shown them
     * @param people how many persons it showed; absent where the answer broke off and nobody knows
     * @param whole false where the reader went away before the end
     * @param knownAt with {@code trueAt}, the two times of what was read: asked again as of both, it shows the same
     */
    record Row(
            Instant readAt,
            String reader,
            String account,
            List<String> roles,
            String how,
            String question,
            List<String> narrowedBy,
            List<String> cases,
            List<String> participants,
            String certainty,
            @Nullable Long people,
            @Nullable Long rows,
            boolean whole,
            @Nullable String trueAt,
            @Nullable Instant knownAt,
            @Nullable String purpose,
            UUID read) {}

    @Override
    public int number() {
        return 15;
    }

    @Override
    public String name() {
        return "who-read";
    }

    @Override
    public String asks() {
        return "Who read this person's material, and why?";
    }

    @Override
    public Class<Row> row() {
        return Row.class;
    }

    @Override
    public Set<Parameter> takes() {
        return EnumSet.of(Parameter.CASE, Parameter.PARTICIPANT, Parameter.READER, Parameter.SINCE);
    }

    @Override
    public boolean forDataManagers() {
        return false;
    }

    @Override
    public Findings in(Sources sources, Inquiry inquiry) {
        var told = Told.by(sources, inquiry.participant());
        var rows = new ArrayList<Row>();
        merged(sources.reads()
                        .recordedBy(
                                sources.asOf().knownAt(), inquiry.participant().map(ParticipantCode::code)))
                .forEach(read -> rows.add(row(read)));
        told.opened(sources.opening()).forEach(read -> rows.add(row(read)));
        return Findings.of(rows.stream()
                .filter(row -> happened(row, sources))
                .filter(row -> inquiry.reader()
                        .map(reader -> reader.equals(row.reader()) || reader.equals(row.account()))
                        .orElse(true))
                .filter(row -> inquiry.since()
                        .map(day -> !row.readAt()
                                .atZone(sources.zone())
                                .toLocalDate()
                                .isBefore(day))
                        .orElse(true))
                .filter(row ->
                        inquiry.caseCode().map(code -> ofCase(row, code.code())).orElse(true))
                .filter(row -> inquiry.participant()
                        .map(person -> row.participants().contains(person.code())
                                || !row.certainty().equals("named")
                                        && (told.cases.stream().anyMatch(code -> ofCase(row, code))))
                        .orElse(true))
                .sorted(Comparator.comparing(Row::readAt))
                .toList());
    }

    private static boolean happened(Row row, Sources sources) {
        return switch (sources.asOf().trueAt()) {
            case FieldTime.Day(var day) ->
                !row.readAt().atZone(sources.zone()).toLocalDate().isAfter(day);
            case FieldTime.Moment(var moment) -> !row.readAt().isAfter(moment);
            case null -> true;
        };
    }

    private static boolean ofCase(Row row, String code) {
        return row.cases().contains(code) || row.cases().contains(EVERY_CASE);
    }

    /** A read with its end, where it was written out as it was read; one that broke off counts for all it was asked for. */
    private static List<Recorded> merged(List<Recorded> recorded) {
        var reads = new LinkedHashMap<UUID, Recorded>();
        for (var one : recorded)
            reads.merge(
                    one.read().read(),
                    one,
                    (begun, ended) -> new Recorded(begun.number(), begun.recordedAt(), ended.read()));
        // Narrowed to a person, the end of a read that named others only is not among these: it did not show the
        // person.
        return List.copyOf(reads.values());
    }

    private static Row row(Recorded recorded) {
        var read = recorded.read();
        return new Row(
                recorded.recordedAt(),
                Objects.requireNonNullElse(read.researcher(), read.account()),
                read.account(),
                read.roles(),
                read.how(),
                read.question(),
                read.narrowedBy().entrySet().stream()
                        .map(one -> one.getKey() + "=" + one.getValue())
                        .sorted()
                        .toList(),
                Objects.requireNonNullElse(read.cases(), List.of(EVERY_CASE)),
                Objects.requireNonNullElse(read.persons(), List.of()),
                read.persons() == null ? "case-wide" : "named",
                read.people(),
                read.rows(),
                read.stage() != Stage.BEGUN && !Boolean.FALSE.equals(read.whole()),
                read.trueAt(),
                read.knownAt(),
                read.purpose(),
                read.read());
    }

    private static Row row(Told.Read read) {
        var event = read.event();
        return new Row(
                event.envelope().occurred().earliest(),
                event.reader().code(),
                event.reader().code(),
                List.of(),
                "reported",
                event.what(),
                List.of(),
                Optional.ofNullable(event.envelope().caseStudy()).map(Objects::toString).stream()
                        .toList(),
                List.of(event.participant().code()),
                "named",
                1L,
                null,
                true,
                null,
                null,
                event.purpose(),
                read.stored().eventId());
    }

    /** What the log tells of reading elsewhere, and in which cases a person is. */
    private static final class Told {

        private record Read(StoredEvent stored, ParticipantMaterialRead event) {}

        private final Map<UUID, Read> reads = new LinkedHashMap<>();
        private final Set<String> cases = new HashSet<>();

        static Told by(Sources sources, Optional<ParticipantCode> person) {
            var told = new Told();
            var corrected = new HashMap<UUID, Boolean>();
            sources.log()
                    .replay(
                            0,
                            sources.upTo(),
                            stored -> read(stored, person),
                            some -> some.stream().filter(Objects::nonNull).forEach(one -> {
                                if (one.event() instanceof ParticipantMaterialRead read)
                                    told.reads.put(one.stored().eventId(), new Read(one.stored(), read));
                                var corrects = one.event().envelope().corrects();
                                if (corrects != null)
                                    corrected.put(corrects.event().value(), true);
                                var caseCode = one.stored().caseCode();
                                if (caseCode != null
                                        && person.isPresent()
                                        && Concerned.codes(one.event()).contains(person.get()))
                                    told.cases.add(caseCode);
                            }));
            told.reads.keySet().removeAll(corrected.keySet());
            return told;
        }

        List<Read> opened(Opening opening) {
            var sealed = List.copyOf(reads.values());
            var events = opening.events(sealed.stream()
                            .map(read -> new Identified(read.stored().eventId(), read.event()))
                            .toList())
                    .iterator();
            return sealed.stream()
                    .map(read -> new Read(read.stored(), (ParticipantMaterialRead) events.next()))
                    .toList();
        }

        private record Fact(StoredEvent stored, FieldEvent event) {}

        /** Only what can matter is decoded: reports of reading, corrections, and what names the person. */
        private static @Nullable Fact read(StoredEvent stored, Optional<ParticipantCode> person) {
            if (!stored.type().equals("ParticipantMaterialRead")
                    && !stored.payload().contains("\"corrects\"")
                    && person.map(one -> !stored.payload().contains('"' + one.code() + '"'))
                            .orElse(true)) return null;
            try {
                return new Fact(stored, READER.read(stored.type(), stored.revision(), stored.payload()));
            } catch (RuntimeException unreadable) {
                return null;
            }
        }
    }
}
