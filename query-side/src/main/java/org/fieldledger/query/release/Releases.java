package org.fieldledger.query.release;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.fieldledger.access.AccessSchema;
import org.fieldledger.access.ReadLog;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.FrozenRelease;
import org.fieldledger.events.FrozenRelease.Definition;
import org.fieldledger.events.FrozenRelease.ReleasedFile;
import org.fieldledger.events.FrozenRelease.Withheld;
import org.fieldledger.events.GovernanceEvent.DataReleased;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ReleaseTable;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.TimepointCode;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.Basis;
import org.fieldledger.query.audit.Entry;
import org.fieldledger.query.audit.Trails;
import org.fieldledger.query.reads.Showing;
import org.fieldledger.query.release.Gathered.Gone;
import org.fieldledger.query.release.Gathered.Whose;
import org.fieldledger.store.EventLog;
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
    private static final String EDITION = "release/" + ReleaseReading.FORMAT;

    private final EventLog log;
    private final Trails trails;
    private final Showing showing;
    private final Defining defining;
    private final Clock clock;
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
        this.defining = new Defining(log, trails, clock, zone);
        this.clock = clock;
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

    /** The releases on record as of two times, the last first: a release is known from when it was recorded. */
    public record Register(Basis basis, List<Release> releases) {

        /** The release of that name that stands. Throws {@link NoSuchRelease} with what may have been meant where there is none. */
        public Release named(String name) {
            return releases.stream()
                    .filter(one -> one.release().equals(name))
                    .min(Comparator.comparing((Release one) -> one.supersededBy() != null)
                            .thenComparing(
                                    Comparator.comparing(Release::position).reversed()))
                    .orElseThrow(() -> new NoSuchRelease(
                            name, releases.stream().map(Release::release).toList()));
        }
    }

    public Register register(AsOf asOf) {
        var last = log.last();
        var asked = asOf.knownAt();
        var over = asked != null && (asked.isBefore(last.recordedAt()) || !asOf.mayStillGrow(clock));
        var upTo = over ? log.positionAsOf(Objects.requireNonNull(asked)) : last.position();
        return new Register(
                new Basis(
                        upTo,
                        asOf.trueAt() == null ? null : asOf.trueAt().toString(),
                        over ? asked : last.recordedAt(),
                        EDITION,
                        demonstration),
                trails.ofKinds(Set.of(DataReleased.class), upTo).stream()
                        .filter(entry -> asOf.begun(entry.event().envelope().occurred()))
                        .map(Releases::release)
                        .sorted(Comparator.comparing(Release::position).reversed())
                        .toList());
    }

    /** Every release on record, the last first. */
    public List<Release> all() {
        return register(AsOf.LATEST).releases();
    }

    /** The release of that name that stands. Throws {@link NoSuchRelease} with what may have been meant where there is none. */
    public Release named(String name) {
        return register(AsOf.LATEST).named(name);
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
        var definition = defining.of(wanted);
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
        var named = Named.of(name, recipient, question, defining.of(wanted));
        var definition = named.definition();
        var written = new ReleaseFiles(folder, named, demonstration)
                .write(trails, log.recordedAt(definition.position()), Destroyed.NOTHING, Optional.empty());
        if (!written.gathered().gone().isEmpty())
            throw new CannotBeMade(
                    "Some texts cannot be read: their keys are not in this store. Restore the keys, or leave texts out");
        defining.nothingNewBearsOnUse(definition.position());
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
                Explained.of(frozen, written, compared),
                compared,
                written.gathered().gone().stream().map(Missing::of).toList());
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
        return new Basis(definition.position(), definition.trueAt(), definition.knownAt(), EDITION, demonstration);
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
