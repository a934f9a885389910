package org.fieldledger.query.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentFormEvent;
import org.fieldledger.events.EthicsEvent;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FieldEvents;
import org.fieldledger.events.GovernanceEvent.DataReleased;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.AsOf.FieldTime;
import org.jspecify.annotations.Nullable;

/**
 * What the log holds of one case, and of the rules that bind all cases, by the instant asked about. Where the case is absent,
 * what was done for the programme as a whole.
 */
final class AuditTrail {

    private static final Comparator<Entry> IN_FIELD_ORDER =
            Comparator.comparing((Entry entry) -> entry.occurred().earliest()).thenComparing(Entry::position);

    private final @Nullable CaseCode caseCode;
    private final List<Entry> log;
    private final List<Entry> all;
    private final AsOf asOf;
    private final ZoneId zone;
    private final Instant now;
    private @Nullable Consents consents;
    private @Nullable Map<UUID, Entry> byId;

    /**
     * @param log every event of any case that may matter here, in order of recording, up to the instant asked about
     * @param zone where the day is counted in which time-driven changes take effect
     * @param now when it is, for a question that does not say: when the last event was recorded
     */
    AuditTrail(@Nullable CaseCode caseCode, List<Entry> log, AsOf asOf, ZoneId zone, Instant now) {
        this.caseCode = caseCode;
        this.log = log;
        this.asOf = asOf;
        this.zone = zone;
        this.now = now;
        var corrections = new HashMap<UUID, Entry>();
        for (var entry : log) {
            var correction = entry.event().envelope().corrects();
            if (correction != null) corrections.putIfAbsent(correction.event().value(), entry);
        }
        this.all = log.stream()
                .filter(this::concernsUs)
                .map(entry -> entry.supersededBy(corrections.get(entry.id())))
                .toList();
    }

    private boolean concernsUs(Entry entry) {
        return bindsAllCases(entry.event().getClass()) || ours(entry) || releasedForAll(entry);
    }

    private boolean ours(Entry entry) {
        return entry.caseCode().equals(code());
    }

    private static boolean releasedForAll(Entry entry) {
        return entry.event() instanceof DataReleased && entry.caseCode().isEmpty();
    }

    /** Approvals, texts and modules bind every case, whichever case they were reported from. */
    static boolean bindsAllCases(@Nullable Class<? extends FieldEvent> kind) {
        return kind != null
                && (EthicsEvent.class.isAssignableFrom(kind)
                        || ConsentFormEvent.class.isAssignableFrom(kind)
                        || kind == ConsentModuleDefined.class);
    }

    static boolean bindsAllCases(String kind) {
        return bindsAllCases(FieldEvents.BY_NAME.get(kind));
    }

    /** The same case as it was known earlier. */
    AuditTrail asKnownBy(Instant earlier) {
        return new AuditTrail(
                caseCode,
                log.stream()
                        .filter(entry -> !entry.recordedAt().isAfter(earlier))
                        .toList(),
                asOf.knownAt(earlier),
                zone,
                earlier);
    }

    /** The code of the case; empty for the programme as a whole. */
    String code() {
        return caseCode == null ? "" : caseCode.code();
    }

    /** The same, for what has to be compared with a code in an event. */
    Optional<CaseCode> caseCode() {
        return Optional.ofNullable(caseCode);
    }

    AsOf asOf() {
        return asOf;
    }

    /** The day asked about, or the day of the last that was known. */
    LocalDate today() {
        return switch (asOf.trueAt()) {
            case FieldTime.Day(var day) -> day;
            case FieldTime.Moment(var moment) -> moment.atZone(zone).toLocalDate();
            case null -> now.atZone(zone).toLocalDate();
        };
    }

    /** The last instant of the day asked about. */
    Instant endOfToday() {
        return today().plusDays(1).atStartOfDay(zone).toInstant().minusNanos(1_000);
    }

    ZoneId zone() {
        return zone;
    }

    /** Everything that was recorded of the case, also what has been superseded since, in the order of the field. */
    Stream<Entry> everRecorded() {
        return all.stream().filter(this::ours).sorted(IN_FIELD_ORDER);
    }

    /** What had certainly begun by the time asked about and stands, in the order of the field. */
    Stream<Entry> happened() {
        return everRecorded().filter(Entry::stands).filter(this::begun);
    }

    /** The same, of one kind. */
    <E extends FieldEvent> Stream<Fact<E>> happened(Class<E> kind) {
        return happened().filter(entry -> kind.isInstance(entry.event())).map(entry -> new Fact<>(entry, kind));
    }

    /** What stands, whenever it was true, in order of recording: what judging a single action rests on. */
    <E extends FieldEvent> Stream<Fact<E>> standing(Class<E> kind) {
        return all.stream()
                .filter(Entry::stands)
                .filter(entry -> kind.isInstance(entry.event()))
                .map(entry -> new Fact<>(entry, kind));
    }

    /** An event of the case or of what binds all cases, whether or not it stands. */
    Optional<Entry> find(UUID id) {
        if (byId == null) byId = all.stream().collect(Collectors.toMap(Entry::id, entry -> entry));
        return Optional.ofNullable(byId.get(id));
    }

    /** What everybody decided. */
    Consents consents() {
        if (consents == null) consents = new Consents(this);
        return consents;
    }

    boolean begun(Entry entry) {
        return begun(entry.occurred());
    }

    boolean begun(Occurred occurred) {
        return holds(occurred.begunOn(), occurred.begunBy());
    }

    /** Whether something that holds from this local day and instant holds at the time asked about. */
    boolean holds(LocalDate from, Instant since) {
        return switch (asOf.trueAt()) {
            case FieldTime.Day(var day) -> !from.isAfter(day);
            case FieldTime.Moment(var moment) -> !since.isAfter(moment);
            case null -> true;
        };
    }

    /** An entry whose event is of a known kind. */
    record Fact<E extends FieldEvent>(Entry entry, E event) {
        Fact(Entry entry, Class<E> kind) {
            this(entry, kind.cast(entry.event()));
        }

        Occurred occurred() {
            return entry.occurred();
        }
    }
}
