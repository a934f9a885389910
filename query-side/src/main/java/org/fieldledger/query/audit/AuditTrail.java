package org.fieldledger.query.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fieldledger.consent.Action;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.consent.Facts;
import org.fieldledger.consent.Needs;
import org.fieldledger.consent.Shortfall;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.ConsentFormEvent;
import org.fieldledger.events.EthicsEvent;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FieldEvents;
import org.fieldledger.events.GovernanceEvent.DataReleased;
import org.fieldledger.events.GovernanceEvent.PersonErased;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ParticipantEvent;
import org.fieldledger.events.ParticipantEvent.BirthRecorded;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ProgrammeEvent.ConsentRulesAdopted;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.AsOf.FieldTime;
import org.fieldledger.query.audit.AcrossCases.Correction;
import org.fieldledger.vault.Erasures.State;
import org.jspecify.annotations.Nullable;

/**
 * What the log holds of one case, and of the rules that bind all cases, by the instant asked about. Where the case is absent,
 * what was done for the programme as a whole.
 */
public final class AuditTrail {

    private static final Comparator<Dated> IN_FIELD_ORDER = Comparator.comparing(Dated::earliest)
            .thenComparing(dated -> dated.entry().position());

    /** An entry with the first instant at which it can have happened, read once. */
    private record Dated(Entry entry, Instant earliest) {}

    private final @Nullable CaseCode caseCode;
    private final List<Entry> log;
    private final List<Correction> corrections;
    private final Map<UUID, Correction> superseded;
    private final Entries all;
    private final Entries standing;
    private final AsOf asOf;
    private final ZoneId zone;
    private final List<State> erasures;
    private final UnaryOperator<List<Entry>> opening;
    private final Map<UUID, List<Shortfall>> judged = new HashMap<>();
    private @Nullable CaseReading reading;
    private @Nullable Map<UUID, Entry> byId;
    private @Nullable Entries everRecorded;
    private @Nullable Entries happened;
    private @Nullable Set<ParticipantCode> people;
    private @Nullable List<Entry> binding;

    /**
     * @param log every event of the case and of what may matter to it, in order of recording, up to the instant asked about
     * @param corrections every correction in the log up to then
     * @param asOf with a day in the field
     * @param zone where the day is counted that a moment belongs to
     * @param erasures how far each erasure has got, now
     * @param opening hands back entries with their personal texts as they read
     */
    AuditTrail(
            @Nullable CaseCode caseCode,
            List<Entry> log,
            List<Correction> corrections,
            AsOf asOf,
            ZoneId zone,
            List<State> erasures,
            UnaryOperator<List<Entry>> opening) {
        this.opening = opening;
        this.erasures = erasures;
        this.caseCode = caseCode;
        this.log = log;
        this.corrections = corrections;
        this.asOf = asOf;
        this.zone = zone;
        this.superseded = new HashMap<>();
        for (var correction : corrections) superseded.putIfAbsent(correction.corrected(), correction);
        this.all = new Entries(log.stream()
                .filter(this::concernsUs)
                .map(entry -> entry.supersededBy(superseded.get(entry.id())))
                .toList());
        this.standing = new Entries(all.all().filter(Entry::stands).toList());
    }

    private boolean concernsUs(Entry entry) {
        return bindsAllCases(entry.event().getClass())
                || entry.event() instanceof BirthRecorded
                || entry.event() instanceof PersonErased
                || ours(entry)
                || releasedForAll(entry);
    }

    /** Whether it was recorded of this case; for the programme as a whole, of none. */
    boolean ours(Entry entry) {
        return entry.caseCode().equals(code());
    }

    private static boolean releasedForAll(Entry entry) {
        return entry.event() instanceof DataReleased && entry.caseCode().isEmpty();
    }

    /**
     * Approvals, texts, modules and the rules of countries bind every case, whichever case they were reported from; and when a
     * person was born is the same in all.
     */
    static boolean bindsAllCases(@Nullable Class<? extends FieldEvent> kind) {
        return kind != null
                && (EthicsEvent.class.isAssignableFrom(kind)
                        || ConsentFormEvent.class.isAssignableFrom(kind)
                        || kind == ConsentModuleDefined.class
                        || kind == ConsentRulesAdopted.class);
    }

    static boolean bindsAllCases(String kind) {
        return bindsAllCases(FieldEvents.BY_NAME.get(kind));
    }

    /** The same case as it was known earlier. */
    AuditTrail asKnownBy(Instant earlier) {
        return asOf(asOf.knownAt(earlier));
    }

    /** The same case as of another day, as it was known no later than here. */
    public AuditTrail asOf(AsOf other) {
        var earlier = Objects.requireNonNull(other.knownAt(), "A trail is cut off at an instant");
        return cut(
                other,
                entry -> !entry.recordedAt().isAfter(earlier),
                correction -> !correction.recordedAt().isAfter(earlier));
    }

    private AuditTrail cut(AsOf other, Predicate<Entry> entries, Predicate<Correction> known) {
        return new AuditTrail(
                caseCode,
                log.stream().filter(entries).toList(),
                corrections.stream().filter(known).toList(),
                other,
                zone,
                erasures,
                opening);
    }

    /** The same case with every personal text as it reads. Costs what there is of them. */
    public AuditTrail opened() {
        return new AuditTrail(caseCode, opening.apply(log), corrections, asOf, zone, erasures, opening);
    }

    /** The same entries in the same order with their personal texts as they read; in all others the texts are as stored. */
    List<Entry> opened(List<Entry> entries) {
        return opening.apply(entries);
    }

    /** How far the erasure that this event records has got, now, whatever the instant asked about. */
    Optional<State> erasure(UUID event) {
        return erasures.stream().filter(state -> state.event().equals(event)).findFirst();
    }

    /** The code of the case; empty for the programme as a whole. */
    public String code() {
        return caseCode == null ? "" : caseCode.code();
    }

    /** The same, for what has to be compared with a code in an event. */
    public Optional<CaseCode> caseCode() {
        return Optional.ofNullable(caseCode);
    }

    AsOf asOf() {
        return asOf;
    }

    /** The day asked about. */
    LocalDate today() {
        return day(asOf, zone);
    }

    /** The day in the field that a question is about. */
    static LocalDate day(AsOf asOf, ZoneId zone) {
        return asOf.lastInstant(zone).atZone(zone).toLocalDate();
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
        return inFieldOrder().all();
    }

    /** The same, of what concerns one person. */
    Stream<Entry> everRecordedOf(ParticipantCode person) {
        return inFieldOrder().concerning(person);
    }

    private Entries inFieldOrder() {
        if (everRecorded == null)
            everRecorded = new Entries(all.all()
                    .filter(this::ours)
                    .map(entry -> new Dated(entry, entry.occurred().earliest()))
                    .sorted(IN_FIELD_ORDER)
                    .map(Dated::entry)
                    .toList());
        return everRecorded;
    }

    /** What had certainly begun by the time asked about and stands, in the order of the field. */
    public Stream<Entry> happened() {
        return begunAndStanding().all();
    }

    /** The same, of what concerns one person. */
    Stream<Entry> happenedTo(ParticipantCode person) {
        return begunAndStanding().concerning(person);
    }

    /** The same, of what concerns this person; where none is named, all of it. */
    Stream<Entry> happened(Optional<ParticipantCode> person) {
        return person.map(this::happenedTo).orElseGet(this::happened);
    }

    /** The same, of one kind. */
    public <E extends FieldEvent> Stream<Fact<E>> happened(Class<E> kind) {
        return begunAndStanding().of(kind);
    }

    /** The same, of one kind and of what concerns one person. */
    <E extends FieldEvent> Stream<Fact<E>> happenedTo(ParticipantCode person, Class<E> kind) {
        return begunAndStanding().concerning(person, kind);
    }

    private Entries begunAndStanding() {
        if (happened == null)
            happened = new Entries(
                    everRecorded().filter(Entry::stands).filter(this::begun).toList());
        return happened;
    }

    /** What stands, whenever it was true, in order of recording: what judging a single action rests on. */
    public <E extends FieldEvent> Stream<Fact<E>> standing(Class<E> kind) {
        return standing.of(kind);
    }

    /** An event of the case or of what binds all cases, whether or not it stands. */
    Optional<Entry> find(UUID id) {
        if (byId == null) byId = all.all().collect(Collectors.toMap(Entry::id, entry -> entry));
        return Optional.ofNullable(byId.get(id));
    }

    /** Consent and cover in the case, by all that is known; absent for the programme as a whole. */
    public Optional<CaseReading> reading() {
        if (reading == null && caseCode != null)
            reading = CaseReading.of(
                    caseCode,
                    Facts.of(standing.all()
                            .filter(entry -> ofAPerson(entry.event()) || bindsTheCase(entry.event()))
                            .map(AuditTrail::fact)
                            .toList()));
        return Optional.ofNullable(reading);
    }

    /** Consent and cover in the case by what the log held up to a position; whoever nobody asks for costs nothing. */
    Optional<CaseReading> readingUpTo(long position) {
        var programme = factsUpTo(position, binding().stream());
        return caseCode()
                .map(here -> CaseReading.of(here, programme)
                        .with(person -> factsUpTo(
                                position, all.concerning(person).filter(entry -> isOf(entry.event(), person)))));
    }

    private List<Entry> binding() {
        if (binding == null)
            binding = all.all().filter(entry -> bindsTheCase(entry.event())).toList();
        return binding;
    }

    private Facts factsUpTo(long position, Stream<Entry> entries) {
        return Facts.of(entries.filter(entry -> entry.position() <= position && !supersededBy(position, entry))
                .map(AuditTrail::fact)
                .toList());
    }

    private static boolean isOf(FieldEvent event, ParticipantCode person) {
        return switch (event) {
            case ConsentEvent e -> e.participant().equals(person);
            case ParticipantEvent e -> e.participant().equals(person);
            default -> false;
        };
    }

    private boolean supersededBy(long position, Entry entry) {
        var correction = superseded.get(entry.id());
        return correction != null && correction.position() <= position;
    }

    private static boolean ofAPerson(FieldEvent event) {
        return event instanceof ConsentEvent || event instanceof ParticipantEvent;
    }

    /** Whether it says what holds for everybody in the case. */
    private static boolean bindsTheCase(FieldEvent event) {
        return event instanceof CaseStudyEvent || bindsAllCases(event.getClass());
    }

    /** Everybody of the case who decided anything, or was asked, or about whom something was found. */
    public Set<ParticipantCode> people() {
        if (people == null)
            people = standing(ConsentEvent.class)
                    .filter(fact -> ours(fact.entry()))
                    .map(fact -> fact.event().participant())
                    .collect(Collectors.collectingAndThen(
                            Collectors.toCollection(TreeSet::new), Collections::unmodifiableSortedSet));
        return people;
    }

    /** The last instant asked about, in the time of the case. */
    public Instant at() {
        return asOf.lastInstant(reading().map(CaseReading::zone).orElse(zone));
    }

    /** Everything that an action lacked; nothing for one that was covered, or that needs no cover. Worked out once. */
    public List<Shortfall> shortfalls(Entry action) {
        if (caseCode == null || !Needs.of(action.event()).anything()) return List.of();
        var known = judged.get(action.id());
        if (known != null) return known;
        var found = reading()
                .orElseThrow()
                .shortfalls(Action.of(action.event(), List.copyOf(Concerned.codes(action.event()))));
        judged.put(action.id(), found);
        return found;
    }

    /** Whether what was judged concerns one person's consent to one module. */
    static boolean of(Shortfall shortfall, ParticipantCode person, ModuleCode module) {
        return person.equals(shortfall.participant()) && module.equals(shortfall.module());
    }

    /** An entry as the reading of consent knows it. */
    public static org.fieldledger.consent.Fact<?> fact(Entry entry) {
        return new org.fieldledger.consent.Fact<>(new EventId(entry.id()), entry.event());
    }

    boolean begun(Entry entry) {
        return begun(entry.occurred());
    }

    boolean begun(Occurred occurred) {
        return switch (asOf.trueAt()) {
            case FieldTime.Day(var day) -> !occurred.begunOn().isAfter(day);
            case FieldTime.Moment(var moment) -> !occurred.begunBy().isAfter(moment);
            case null -> throw new IllegalStateException("A trail is read as of a day");
        };
    }

    /** An entry whose event is of a known kind. */
    public record Fact<E extends FieldEvent>(Entry entry, E event) {
        Fact(Entry entry, Class<E> kind) {
            this(entry, kind.cast(entry.event()));
        }

        public Occurred occurred() {
            return entry.occurred();
        }
    }
}
