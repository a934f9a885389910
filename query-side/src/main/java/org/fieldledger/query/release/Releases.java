package org.fieldledger.query.release;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.fieldledger.access.AccessSchema;
import org.fieldledger.access.ReadLog;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.EthicsEvent;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.FieldEvents;
import org.fieldledger.events.FrozenRelease;
import org.fieldledger.events.FrozenRelease.Definition;
import org.fieldledger.events.FrozenRelease.ReleasedFile;
import org.fieldledger.events.FrozenRelease.Withheld;
import org.fieldledger.events.GovernanceEvent.DataReleased;
import org.fieldledger.events.GovernanceEvent.DeviationOpened;
import org.fieldledger.events.GovernanceEvent.EnteredInError;
import org.fieldledger.events.GovernanceEvent.ErasureDecided;
import org.fieldledger.events.GovernanceEvent.PersonErased;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionReleased;
import org.fieldledger.events.InstrumentEvent.ScheduleAdopted;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantEvent;
import org.fieldledger.events.ProgrammeEvent.ConsentModuleDefined;
import org.fieldledger.events.ProgrammeEvent.ConsentRulesAdopted;
import org.fieldledger.events.ReleaseTable;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.TimepointCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.AsOf.FieldTime;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.Basis;
import org.fieldledger.query.Nearest;
import org.fieldledger.query.audit.Entry;
import org.fieldledger.query.audit.Trails;
import org.fieldledger.query.reads.Showing;
import org.fieldledger.query.release.Gathered.Gone;
import org.fieldledger.query.release.Gathered.Whose;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.Selection;
import org.fieldledger.store.Slice;
import org.fieldledger.store.StoreKind;
import org.fieldledger.vault.Opening;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Makes releases, and makes them again. Nothing of one is kept but its definition and what its files were: the rest is in the
 * log. A release counts once it is on record; recording it is a command, and not done here.
 */
@Component
public class Releases {

    private static final String QUESTION = "release";

    /** What can change what may be used of anybody. */
    private static final Selection BEARS_ON_USE = new Selection(
            0,
            Slice.COUNT,
            FieldEvents.names(List.of(
                    ConsentEvent.class,
                    EthicsEvent.class,
                    ParticipantEvent.class,
                    ConsentModuleDefined.class,
                    ConsentRulesAdopted.class,
                    EnteredInError.class,
                    DeviationOpened.class,
                    ErasureDecided.class,
                    PersonErased.class)),
            "\"corrects\"");

    private final EventLog log;
    private final Trails trails;
    private final Showing showing;
    private final Clock clock;
    private final ZoneId zone;
    private final boolean demonstration;

    /** The zone says where a day ends that is named without one; the clock, as of when consent is judged. */
    @Autowired
    Releases(
            EventLog log,
            Trails trails,
            Showing showing,
            Clock clock,
            @Value("${fieldledger.zone:Europe/Stockholm}") ZoneId zone) {
        this.log = log;
        this.trails = trails;
        this.showing = showing;
        this.clock = clock;
        this.zone = zone;
        this.demonstration = log.identity().kind() == StoreKind.DEMONSTRATION;
    }

    /** For an operator who holds the database in their hands, with what for in their words. */
    public static Releases ofEveryCase(
            EventLog log, ZoneId zone, DataSource database, Opening opening, Clock clock, @Nullable String purpose) {
        AccessSchema.migrate(database);
        return new Releases(
                log,
                new Trails(log, database, opening),
                Showing.toTheOperator(new ReadLog(database, Clock.systemUTC()), purpose),
                clock,
                zone);
    }

    /**
     * What is to be in a release. Empty lists do not narrow it.
     *
     * @param tables which; all of them if none is named
     * @param sharing consent modules that everybody in it must have given besides
     * @param position the log as it was shown before; the whole log as it is where left out
     */
    public record Wanted(
            List<ReleaseTable> tables,
            List<CaseCode> cases,
            List<InstrumentCode> instruments,
            List<TimepointCode> timepoints,
            List<ModuleCode> sharing,
            boolean texts,
            AsOf asOf,
            @Nullable Long position) {}

    /**
     * What a release would hold.
     *
     * @param rows of each table, by its name
     * @param people how many persons it would name
     */
    public record Preview(
            Basis basis, Definition definition, Map<String, Long> rows, long people, List<Withheld> withheld) {}

    /** A release whose files are written, and that is not on record yet. */
    public record Made(String release, String recipient, String question, int rows, FrozenRelease frozen) {}

    /**
     * A release on record.
     *
     * @param frozen absent for one that was made by other means, and cannot be made again
     * @param supersededBy what corrected the entry, or declared it an error
     */
    public record Release(
            UUID event,
            long position,
            Instant recordedAt,
            ResearcherCode recordedBy,
            String release,
            String recipient,
            String question,
            int rows,
            @Nullable FrozenRelease frozen,
            @Nullable UUID supersededBy) {}

    /** How a release made again compares with what it was. */
    public enum Finding {
        /** Every file is what it was, byte for byte. */
        THE_SAME_BYTES,
        /** All that differs is that something was destroyed since, and that is named. */
        DESTROYED_SINCE,
        /** Something differs that nothing on record explains. */
        NOT_THE_SAME
    }

    /**
     * A file as it was and as it is now.
     *
     * @param now absent where there is none any more
     */
    public record Compared(ReleasedFile was, @Nullable ReleasedFile now) {

        public boolean same() {
            return was.equals(now);
        }
    }

    /**
     * What is gone of a release, in words and codes.
     *
     * @param what which rows, or which part of one
     * @param rows how many; absent where that is gone too
     * @param because on whose decision; or why it cannot be read
     */
    public record Missing(
            String caseCode,
            @Nullable String participant,
            ReleaseTable table,
            @Nullable UUID event,
            String what,
            @Nullable Long rows,
            @Nullable UUID erasure,
            String because) {

        static Missing of(Gone gone) {
            return new Missing(
                    gone.caseCode() == null ? "" : gone.caseCode().code(),
                    gone.participant() == null ? null : gone.participant().code(),
                    gone.table(),
                    gone.event(),
                    gone.part() == null ? "the whole of it" : "the " + gone.part(),
                    gone.rows(),
                    gone.erasure(),
                    gone.erasure() == null
                            ? "it cannot be read here: " + gone.reason()
                            : "erased on the decision of %s: %s (%s, %s)"
                                    .formatted(gone.decidedBy(), gone.reason(), gone.legalBasis(), gone.reference()));
        }
    }

    /** A release made again. */
    public record Reproduction(Release release, Finding finding, List<Compared> files, List<Missing> missing) {}

    /** Every release on record, the last first. */
    public List<Release> all() {
        return trails.ofKinds(Set.of(DataReleased.class), log.head()).stream()
                .map(Releases::release)
                .sorted(Comparator.comparing(Release::position).reversed())
                .toList();
    }

    /** The release of that name that stands. Throws {@link NoSuchRelease} with what may have been meant where there is none. */
    public Release named(String name) {
        var all = all();
        return all.stream()
                .filter(one -> one.release().equals(name))
                .min(Comparator.comparing((Release one) -> one.supersededBy() != null)
                        .thenComparing(Comparator.comparing(Release::position).reversed()))
                .orElseThrow(() -> new NoSuchRelease(
                        name, all.stream().map(Release::release).toList()));
    }

    private static Release release(Entry entry) {
        var event = (DataReleased) entry.event();
        return new Release(
                entry.id(),
                entry.position(),
                entry.recordedAt(),
                event.envelope().recordedBy(),
                event.release(),
                event.recipient(),
                event.question(),
                event.rows(),
                event.frozen(),
                entry.supersededBy());
    }

    /** What a release would hold and what would be left out of it. Names nobody. */
    public Preview preview(Wanted wanted) {
        var definition = definition(wanted);
        var reading =
                new ReleaseReading(trails, definition, demonstration, Destroyed.NOTHING, ReleaseReading.Into.NOWHERE);
        var gathered = reading.read(log.recordedAt(definition.position()));
        var rows = new LinkedHashMap<String, Long>();
        definition.tables().forEach(table -> rows.put(Tables.name(table), gathered.rows(table)));
        return new Preview(
                basis(definition), definition, rows, gathered.participants().size(), gathered.withheld());
    }

    /**
     * Writes the files of a new release into a folder. They may be handed to nobody before it is on record. Throws {@link
     * BadQuestion} for what cannot be asked, and {@link CannotBeMade}, also where something that bears on what may be used was
     * recorded while it was made.
     */
    public Made make(String name, String recipient, String question, Wanted wanted, Path folder) throws IOException {
        if (all().stream().anyMatch(one -> one.release().equals(name)))
            throw new BadQuestion("name", name, "There already is a release of that name, and it stays what it was");
        var named = Named.of(name, recipient, question, definition(wanted));
        var definition = named.definition();
        var written = new ReleaseFiles(folder, named, demonstration)
                .write(trails, log.recordedAt(definition.position()), Destroyed.NOTHING, Optional.empty());
        if (!written.gathered().gone().isEmpty())
            throw new CannotBeMade(
                    "Some texts cannot be read: their keys are not in this store. Restore the keys, or leave texts out");
        nothingNewBearsOnUse(definition.position());
        shown(named, written.gathered().whose());
        return new Made(
                named.release(),
                named.recipient(),
                named.question(),
                Math.toIntExact(written.gathered().rows()),
                new FrozenRelease(
                        named.format(),
                        definition,
                        written.gathered().withheld(),
                        written.files(),
                        written.gathered().participants()));
    }

    /**
     * Writes the files of a release into a folder again, and compares them with what they were. Throws {@link NoSuchRelease}
     * where there is no such release, and {@link CannotBeMade} where it was not made by this program or by a later one.
     */
    public Reproduction reproduce(String name, Path folder) throws IOException {
        var release = named(name);
        var frozen = release.frozen();
        if (frozen == null)
            throw new CannotBeMade(
                    "Release %s was made by other means: the store knows that it was made, and not of what"
                            .formatted(name));
        if (frozen.format() != ReleaseReading.FORMAT)
            throw new CannotBeMade(
                    "Release %s is of format %d, and this version of the program makes format %d only: use the version that made it, or a later one"
                            .formatted(name, frozen.format(), ReleaseReading.FORMAT));
        var definition = frozen.definition();
        var named = new Named(release.release(), release.recipient(), release.question(), frozen.format(), definition);
        var since = Destroyed.between(trails, definition.position(), log.head());
        var written = new ReleaseFiles(folder, named, demonstration)
                .write(trails, log.recordedAt(definition.position()), since, Optional.of(frozen.withheld()));
        shown(named, written.gathered().whose());
        var now = written.files().stream().collect(Collectors.toMap(ReleasedFile::name, Function.identity()));
        var compared = frozen.files().stream()
                .map(was -> new Compared(was, now.get(was.name())))
                .toList();
        return new Reproduction(
                release,
                finding(frozen, written, compared),
                compared,
                written.gathered().gone().stream().map(Missing::of).toList());
    }

    private static Finding finding(FrozenRelease was, ReleaseFiles.Written now, List<Compared> files) {
        if (files.stream().allMatch(Compared::same) && now.gathered().gone().isEmpty()) return Finding.THE_SAME_BYTES;
        return explained(was, now, files) ? Finding.DESTROYED_SINCE : Finding.NOT_THE_SAME;
    }

    /** Whether what was destroyed accounts for every row that is missing, and everything else is as it was. */
    private static boolean explained(FrozenRelease was, ReleaseFiles.Written now, List<Compared> files) {
        var gone = now.gathered().gone();
        if (gone.isEmpty() || gone.stream().anyMatch(one -> one.erasure() == null)) return false;
        if (!was.participants().equals(now.gathered().participants())
                || !counted(was.withheld()).equals(counted(now.gathered().withheld()))) return false;
        var touched = new TreeSet<String>();
        touched.add(ReleaseFiles.DESCRIPTOR);
        for (var table : was.definition().tables()) {
            if (gone.stream().anyMatch(one -> one.table() == table)) {
                touched.add(Tables.name(table) + ".csv");
                touched.add(Tables.name(table) + ".parquet");
            }
            var before = was.files().stream()
                    .filter(file -> file.name().equals(Tables.name(table) + ".csv"))
                    .map(ReleasedFile::rows)
                    .filter(Objects::nonNull)
                    .findFirst();
            if (before.isEmpty() || !accountedFor(before.get() - now.gathered().rows(table), table, gone)) return false;
        }
        return files.stream()
                .allMatch(file -> file.same() || touched.contains(file.was().name()));
    }

    /** Whether as many rows of a table are missing as were destroyed; where it is gone how many these were, at least one each. */
    private static boolean accountedFor(long missing, ReleaseTable table, List<Gone> gone) {
        var whole = gone.stream()
                .filter(one -> one.table() == table && one.part() == null)
                .toList();
        var known = whole.stream()
                .map(Gone::rows)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
        var uncounted = whole.stream().filter(one -> one.rows() == null).count();
        return uncounted == 0 ? missing == known : missing >= known + uncounted;
    }

    /** What was left out but for how many rows it would have made: of what is destroyed since, nobody can tell any more. */
    private static List<Withheld> counted(List<Withheld> withheld) {
        return withheld.stream()
                .map(one -> new Withheld(one.table(), one.caseStudy(), one.reason(), one.entries(), 0, one.people()))
                .toList();
    }

    /** Whoever was told what a release would hold is not to get another one. */
    private void nothingNewBearsOnUse(long position) {
        var news = log.after(position, log.head(), 1, BEARS_ON_USE);
        if (!news.isEmpty())
            throw new CannotBeMade(
                    "Something that bears on what may be used was recorded after position %d (%s at position %d): look again at what the release would hold, and make it on the log as it is now"
                            .formatted(
                                    position,
                                    news.getFirst().type(),
                                    news.getFirst().position()));
    }

    private void shown(Named named, Collection<Whose> whose) {
        showing.shown(
                QUESTION,
                Map.of(QUESTION, named.release()),
                basis(named.definition()),
                List.of(Whose.class),
                List.copyOf(whose));
    }

    private Basis basis(Definition definition) {
        return new Basis(
                definition.position(),
                definition.trueAt(),
                definition.knownAt(),
                "release/" + ReleaseReading.FORMAT,
                demonstration);
    }

    /** Everything that the day of asking would decide is settled here, and from then on stands in the definition. */
    private Definition definition(Wanted wanted) {
        var last = log.last();
        if (last.position() == 0) throw new CannotBeMade("Nothing has been recorded yet");
        long position = wanted.position() == null ? last.position() : wanted.position();
        if (position < 1 || position > last.position())
            throw new BadQuestion(
                    "position",
                    Long.toString(position),
                    "The log runs from position 1 to %d".formatted(last.position()));
        nothingNewBearsOnUse(position);
        var lastKnown = log.recordedAt(position);
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var judgedAt = now.isBefore(lastKnown) ? lastKnown : now;
        var known = known(wanted.asOf().knownAt(), lastKnown, judgedAt);
        var trueAt = trueAt(wanted.asOf(), known, judgedAt);
        known("case", wanted.cases(), trails.cases(position), "No case of that code has been opened");
        known(
                "instrument",
                wanted.instruments(),
                of(InstrumentVersionReleased.class, position)
                        .map(InstrumentVersionReleased::instrument)
                        .toList(),
                "No instrument of that code has been released");
        known(
                "timepoint",
                wanted.timepoints(),
                of(ScheduleAdopted.class, position)
                        .flatMap(schedule -> schedule.timepoints().stream())
                        .map(timepoint -> timepoint.code())
                        .toList(),
                "No schedule has a timepoint of that code");
        known(
                "sharing",
                wanted.sharing(),
                of(ConsentModuleDefined.class, position)
                        .map(ConsentModuleDefined::module)
                        .toList(),
                "No consent module of that code is defined");
        return new Definition(
                wanted.tables().isEmpty()
                        ? List.of(ReleaseTable.values())
                        : wanted.tables().stream().distinct().sorted().toList(),
                wanted.cases().stream().distinct().sorted().toList(),
                wanted.instruments().stream().distinct().sorted().toList(),
                wanted.timepoints().stream().distinct().sorted().toList(),
                wanted.sharing().stream().distinct().sorted().toList(),
                wanted.texts(),
                trueAt,
                known,
                position,
                judgedAt,
                zone);
    }

    private <E extends FieldEvent> Stream<E> of(Class<E> kind, long position) {
        return trails.ofKinds(Set.of(kind), position).stream().map(entry -> kind.cast(entry.event()));
    }

    private static <C extends Comparable<C>> void known(
            String parameter, List<C> named, List<C> known, String otherwise) {
        for (var one : named)
            if (!known.contains(one))
                throw new BadQuestion(
                        parameter,
                        one.toString(),
                        Nearest.asked(
                                        one.toString(),
                                        known.stream()
                                                .map(Object::toString)
                                                .distinct()
                                                .sorted()
                                                .toList())
                                + otherwise);
    }

    /** As far as was known: not beyond the last event that the release rests on, after which nothing is known. */
    private Instant known(@Nullable Instant asked, Instant lastKnown, Instant now) {
        if (asked == null) return lastKnown;
        if (asked.isAfter(endOfDay(now)))
            throw new BadQuestion("knownAt", asked.toString(), "Nothing is known as yet of what is to come");
        if (log.positionAsOf(asked) == 0)
            throw new BadQuestion("knownAt", asked.toString(), "Nothing had been recorded by then");
        return asked.isAfter(lastKnown) ? lastKnown : asked;
    }

    private String trueAt(AsOf asked, Instant known, Instant now) {
        var settled = asked.knownAt(known).settled(Clock.fixed(now, zone), zone);
        var time = Objects.requireNonNull(settled.trueAt());
        var begins = switch (time) {
            case FieldTime.Day(var day) -> day.atStartOfDay(zone).toInstant();
            case FieldTime.Moment(var moment) -> moment;
        };
        if (begins.isAfter(now))
            throw new BadQuestion("trueAt", time.toString(), "What is still to come cannot be released");
        if (asked.knownAt() != null && begins.isAfter(Objects.requireNonNull(asked.knownAt())))
            throw new BadQuestion(
                    "trueAt",
                    time.toString(),
                    "That day had not come when knownAt ended, %s: name a day no later than that"
                            .formatted(asked.knownAt()));
        return time.toString();
    }

    private Instant endOfDay(Instant moment) {
        return moment.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** How many rows of a release each reason left out, for whoever wants only that. */
    public static Map<String, Long> rowsByReason(List<Withheld> withheld) {
        var rows = new LinkedHashMap<String, Long>();
        withheld.forEach(one -> rows.merge(one.reason(), one.rows(), Long::sum));
        return rows;
    }

    /** The reason for leaving something out, in words. */
    public static String why(String reason) {
        return Withholding.Reason.of(reason).words();
    }

    /** A table as it is written in file names and on forms. */
    public static String written(ReleaseTable table) {
        return Tables.name(table);
    }

    /** What a table holds. */
    public static String title(ReleaseTable table) {
        return Tables.title(table);
    }

    /** The table of that name. Throws {@link BadQuestion} with those there are. */
    public static ReleaseTable table(String written) {
        return Stream.of(ReleaseTable.values())
                .filter(table -> Tables.name(table).equals(written))
                .findFirst()
                .orElseThrow(() -> new BadQuestion(
                        "table",
                        written,
                        "Write one of "
                                + Stream.of(ReleaseTable.values())
                                        .map(Tables::name)
                                        .collect(Collectors.joining(", "))));
    }
}
