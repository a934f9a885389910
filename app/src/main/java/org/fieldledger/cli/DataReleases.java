package org.fieldledger.cli;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.fieldledger.cli.Reports.AskedAsOf;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.embedded.StartRefused;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.FrozenRelease.Withheld;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ReleaseTable;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.TimepointCode;
import org.fieldledger.query.BadQuestion;
import org.fieldledger.query.release.CannotBeMade;
import org.fieldledger.query.release.NoSuchRelease;
import org.fieldledger.query.release.Releases;
import org.fieldledger.query.release.Releases.Finding;
import org.fieldledger.query.release.Releases.Preview;
import org.fieldledger.query.release.Releases.Release;
import org.fieldledger.query.release.Releases.Reproduction;
import org.fieldledger.query.release.Releases.Wanted;
import org.fieldledger.release.RecordedRelease;
import org.fieldledger.store.EventLog;
import org.fieldledger.store.StoreKind;
import org.fieldledger.store.StoreSetup;
import org.fieldledger.vault.Vault;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./fieldledger release}: datasets frozen under a name, made and made again. */
@Command(
        name = "release",
        description = "Makes releases of data, lists them, and makes them again to the byte.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DataReleases.Make.class,
            DataReleases.Listed.class,
            DataReleases.Show.class,
            DataReleases.Reproduce.class
        })
final class DataReleases {

    /** What all of them do alike: open the store, and say in one sentence why they refuse. */
    private abstract static class OnReleases implements Callable<Integer> {

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Mixin
        private StoreOptions options = new StoreOptions();

        @Option(
                names = "--purpose",
                paramLabel = "TEXT",
                description = "what for, in a sentence kept in the access log")
        private @Nullable String purpose;

        PrintWriter out() {
            return spec.commandLine().getOut();
        }

        interface Work {
            int on(Releases releases, @Nullable RecordedRelease desk) throws IOException;
        }

        /** On the log alone, which needs no application. */
        int reading(ZoneId zone, Work work) throws IOException {
            try (var store = options.open(this::say);
                    var database = store.pool(6)) {
                StoreSetup.open(database, StoreKind.ORDINARY);
                try (var log = EventLog.open(database, Clock.systemUTC(), new SimpleMeterRegistry())) {
                    return told(
                            work,
                            Releases.ofEveryCase(
                                    log,
                                    zone,
                                    database,
                                    Vault.open(database, store.masterKeyFile()),
                                    Clock.systemUTC(),
                                    purpose),
                            null);
                }
            }
        }

        /** With the desk, to put something on record. */
        int recording(ZoneId zone, Work work) throws IOException {
            try (var application =
                    RunningApplication.start(options.open(this::say), WebApplicationType.NONE, Map.of())) {
                var context = application.context();
                return told(
                        work,
                        Releases.ofEveryCase(
                                context.getBean(EventLog.class),
                                zone,
                                context.getBean(DataSource.class),
                                context.getBean(Vault.class),
                                context.getBean(Clock.class),
                                purpose),
                        new RecordedRelease(context.getBean(Desk.class)));
            }
        }

        private int told(Work work, Releases releases, @Nullable RecordedRelease desk) throws IOException {
            try {
                return work.on(releases, desk);
            } catch (BadQuestion refused) {
                throw new StartRefused(String.valueOf(refused.getMessage()), refused);
            } catch (CannotBeMade | NoSuchRelease refused) {
                throw new StartRefused(refused.getMessage() + ".", refused);
            } finally {
                out().flush();
            }
        }

        private void say(String sentence) {
            spec.commandLine().getErr().println(sentence + ".");
        }
    }

    /** A folder that comes to be as a whole or not at all. */
    private static final class NewFolder implements AutoCloseable {

        private final Path wanted;
        private final Path part;

        NewFolder(Path wanted) throws IOException {
            this.wanted = wanted.toAbsolutePath().normalize();
            if (Files.exists(this.wanted))
                throw new StartRefused(wanted + " is there already. Name a folder that is not.");
            var above = Objects.requireNonNull(this.wanted.getParent());
            if (!Files.isDirectory(above))
                throw new StartRefused("There is no folder %s to make it in.".formatted(above));
            this.part = Files.createTempDirectory(above, "." + this.wanted.getFileName() + ".part");
        }

        Path part() {
            return part;
        }

        /** All of it is there. */
        void done() throws IOException {
            Files.move(part, wanted);
        }

        @Override
        public void close() throws IOException {
            if (!Files.exists(part)) return;
            try (var left = Files.walk(part)) {
                left.sorted(Comparator.reverseOrder()).forEach(NewFolder::delete);
            }
        }

        private static void delete(Path file) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException kept) {
                throw new UncheckedIOException(kept);
            }
        }
    }

    /** {@code ./fieldledger release make NAME}. */
    @Command(
            name = "make",
            description =
                    "Freezes a dataset under a name, puts it on record and writes its files. What may not be used is left out"
                            + " by rule.",
            mixinStandardHelpOptions = true)
    static final class Make extends OnReleases {

        @Parameters(paramLabel = "NAME", description = "its name for ever, such as REL-2021-1")
        private String name = "";

        @Option(names = "--for", required = true, paramLabel = "RECIPIENT", description = "who is to receive it")
        private String recipient = "";

        @Option(names = "--question", required = true, paramLabel = "TEXT", description = "what it is to answer")
        private String question = "";

        @Option(
                names = "--table",
                split = ",",
                paramLabel = "TABLE",
                description = "answers, scores, actions, parts, participants, consent; all of them if left out")
        private List<String> tables = List.of();

        @Option(names = "--case", split = ",", paramLabel = "CODE", description = "only these cases")
        private List<String> cases = List.of();

        @Option(
                names = "--instrument",
                split = ",",
                paramLabel = "CODE",
                description = "only answers and scores of these instruments")
        private List<String> instruments = List.of();

        @Option(
                names = "--timepoint",
                split = ",",
                paramLabel = "CODE",
                description = "only answers and scores at these timepoints")
        private List<String> timepoints = List.of();

        @Option(
                names = "--sharing",
                split = ",",
                paramLabel = "MODULE",
                description = "leave out whoever has not given this consent module too, such as data-sharing")
        private List<String> sharing = List.of();

        @Option(names = "--texts", description = "with what people wrote in their own words")
        private boolean texts;

        @Option(
                names = "--position",
                paramLabel = "NUMBER",
                description = "the log as it was shown by --dry-run; refused where consent has changed since")
        private @Nullable Long position;

        @Option(names = "--dry-run", description = "tells what it would hold and leave out, and makes nothing")
        private boolean dryRun;

        @Option(
                names = {"-o", "--out"},
                paramLabel = "FOLDER",
                description = "where to; named after the release if left out")
        private @Nullable Path folder;

        @Option(
                names = "--by",
                defaultValue = "data-manager",
                paramLabel = "CODE",
                description = "who makes it (default: ${DEFAULT-VALUE})")
        private ResearcherCode by = new ResearcherCode("data-manager");

        @Mixin
        private AskedAsOf asked = new AskedAsOf();

        @Override
        public Integer call() throws IOException {
            if (dryRun) return reading(asked.zone(), (releases, none) -> look(releases));
            try (var into = new NewFolder(folder == null ? Path.of(name) : folder)) {
                return recording(asked.zone(), (releases, desk) -> make(releases, Objects.requireNonNull(desk), into));
            }
        }

        private Wanted wanted() {
            return new Wanted(
                    tables.stream().map(Releases::table).toList(),
                    codes("case", cases, CaseCode::new),
                    codes("instrument", instruments, InstrumentCode::new),
                    codes("timepoint", timepoints, TimepointCode::new),
                    codes("sharing", sharing, ModuleCode::new),
                    texts,
                    asked.asOf(),
                    position);
        }

        private static <C> List<C> codes(String option, List<String> written, Function<String, C> reading) {
            return written.stream()
                    .map(one -> Objects.requireNonNull(Reports.read("--" + option, one, reading)))
                    .toList();
        }

        private int look(Releases releases) {
            var preview = releases.preview(wanted());
            tell(preview, out());
            out().printf(
                            "Nothing was made. To make just this: the same command with --position %d and without --dry-run.%n",
                            preview.definition().position());
            return 0;
        }

        private int make(Releases releases, RecordedRelease desk, NewFolder into) throws IOException {
            var made = releases.make(name, recipient, question, wanted(), into.part());
            desk.record(made, by);
            into.done();
            var definition = made.frozen().definition();
            out().printf(
                            "%s is on record: %,d rows about %,d people, as it was on %s, as far as was known by %s; the log up to position %,d.%n",
                            made.release(),
                            made.rows(),
                            made.frozen().participants().size(),
                            definition.trueAt(),
                            definition.knownAt(),
                            definition.position());
            withheld(made.frozen().withheld(), out());
            out().printf("%s: %d files.%n", into.wanted, made.frozen().files().size());
            return 0;
        }
    }

    private static void tell(Preview preview, PrintWriter out) {
        var definition = preview.definition();
        out.printf(
                "As it was on %s, as far as was known by %s; consent judged at %s; the log up to position %,d.%n",
                definition.trueAt(), definition.knownAt(), definition.judgedAt(), definition.position());
        preview.rows().forEach((table, rows) -> out.printf("  %-13s %,9d rows%n", table, rows));
        out.printf("  %-13s %,9d%n", "people", preview.people());
        withheld(preview.withheld(), out);
    }

    private static void withheld(List<Withheld> withheld, PrintWriter out) {
        if (withheld.isEmpty()) {
            out.println("Nothing had to be left out.");
            return;
        }
        out.println("Left out by rule:");
        for (var one : withheld)
            out.printf(
                    "  %-13s %-12s %,9d rows of %,d people: %s%n",
                    name(one.table()),
                    one.caseStudy() == null ? "programme" : one.caseStudy(),
                    one.rows(),
                    one.people(),
                    Releases.why(one.reason()).toLowerCase(Locale.ROOT));
    }

    private static String name(ReleaseTable table) {
        return Releases.written(table);
    }

    /** {@code ./fieldledger release list}. */
    @Command(
            name = "list",
            description = "Tells every release on record, the last first.",
            mixinStandardHelpOptions = true)
    static final class Listed extends OnReleases {

        @Override
        public Integer call() throws IOException {
            return reading(ZoneId.of("UTC"), (releases, none) -> {
                var all = releases.all();
                if (all.isEmpty()) out().println("Nothing has been released.");
                for (var one : all)
                    out().printf(
                                    "%-20s %s  %,9d rows  %s: %s%s%n",
                                    one.release(),
                                    one.recordedAt(),
                                    one.rows(),
                                    one.recipient(),
                                    one.question(),
                                    state(one));
                return 0;
            });
        }

        private static String state(Release release) {
            if (release.supersededBy() != null) return " (corrected since)";
            return release.frozen() == null ? " (made by other means)" : "";
        }
    }

    /** {@code ./fieldledger release show NAME}. */
    @Command(
            name = "show",
            description = "Tells how a release is defined, what it left out and what its files are.",
            mixinStandardHelpOptions = true)
    static final class Show extends OnReleases {

        @Parameters(paramLabel = "NAME", description = "its name, such as REL-2021-1")
        private String name = "";

        @Override
        public Integer call() throws IOException {
            return reading(ZoneId.of("UTC"), (releases, none) -> {
                show(releases.named(name), out());
                return 0;
            });
        }

        private static void show(Release release, PrintWriter out) {
            out.printf("%s, for %s: %s%n", release.release(), release.recipient(), release.question());
            out.printf(
                    "  on record as event %s, position %,d, by %s at %s%n",
                    release.event(), release.position(), release.recordedBy(), release.recordedAt());
            if (release.supersededBy() != null) out.printf("  corrected by event %s%n", release.supersededBy());
            var frozen = release.frozen();
            if (frozen == null) {
                out.println("  made by other means: the store knows that it was made, and not of what");
                return;
            }
            var definition = frozen.definition();
            out.printf(
                    "  tables       %s%n",
                    listed(definition.tables().stream().map(DataReleases::name).toList()));
            out.printf("  cases        %s%n", listed(definition.cases()));
            out.printf("  instruments  %s%n", listed(definition.instruments()));
            out.printf("  timepoints   %s%n", listed(definition.timepoints()));
            out.printf(
                    "  sharing      %s%n",
                    definition.sharing().isEmpty() ? "not asked for" : listed(definition.sharing()));
            out.printf("  texts        %s%n", definition.texts() ? "yes" : "no");
            out.printf(
                    "  as it was    on %s, as far as was known by %s; days of %s%n",
                    definition.trueAt(), definition.knownAt(), definition.zone());
            out.printf(
                    "  consent      judged at %s, by all that the log held up to position %,d%n",
                    definition.judgedAt(), definition.position());
            out.printf("  people       %,d%n", frozen.participants().size());
            withheld(frozen.withheld(), out);
            for (var file : frozen.files())
                out.printf(
                        "  %-22s %,12d bytes %s  %s%n",
                        file.name(),
                        file.bytes(),
                        file.rows() == null ? " ".repeat(14) : "%,9d rows".formatted(file.rows()),
                        file.sha256());
        }

        private static String listed(List<?> codes) {
            return codes.isEmpty() ? "all" : codes.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
    }

    /**
     * {@code ./fieldledger release reproduce NAME}. Exit code 0: the same bytes; 2: what was destroyed since is missing, and
     * named; 3: something differs that nothing on record explains.
     */
    @Command(
            name = "reproduce",
            description =
                    "Makes a release again and holds it against what it was. Exit code 0: the same bytes; 2: what was destroyed"
                            + " since is missing, and named; 3: it differs, and nothing explains it.",
            mixinStandardHelpOptions = true)
    static final class Reproduce extends OnReleases {

        private static final int DESTROYED_SINCE = 2;
        private static final int NOT_THE_SAME = 3;

        @Parameters(paramLabel = "NAME", description = "its name, such as REL-2021-1")
        private String name = "";

        @Option(
                names = {"-o", "--out"},
                paramLabel = "FOLDER",
                description = "where to; named after the release if left out")
        private @Nullable Path folder;

        @Override
        public Integer call() throws IOException {
            try (var into = new NewFolder(folder == null ? Path.of(name) : folder)) {
                return reading(ZoneId.of("UTC"), (releases, none) -> {
                    var again = releases.reproduce(name, into.part());
                    into.done();
                    tell(again, into.wanted);
                    return switch (again.finding()) {
                        case THE_SAME_BYTES -> 0;
                        case DESTROYED_SINCE -> DESTROYED_SINCE;
                        case NOT_THE_SAME -> NOT_THE_SAME;
                    };
                });
            }
        }

        private void tell(Reproduction again, Path where) {
            var out = out();
            if (again.finding() == Finding.THE_SAME_BYTES) {
                out.printf(
                        "%s: the same bytes, %d files in %s.%n",
                        name, again.files().size(), where);
                return;
            }
            out.printf(
                    again.finding() == Finding.DESTROYED_SINCE
                            ? "%s: the same but for what was destroyed since. Missing:%n"
                            : "%s is NOT what it was, and what is on record as destroyed does not explain it. Missing:%n",
                    name);
            for (var one : again.missing())
                out.printf(
                        "  %s %s%s: %s, %s; %s%s%n",
                        name(one.table()),
                        one.participant() == null ? one.caseCode() : one.participant(),
                        one.event() == null ? "" : ", event " + one.event(),
                        one.what(),
                        one.rows() == null ? "nobody can tell how many rows" : "%,d rows".formatted(one.rows()),
                        one.because(),
                        one.erasure() == null ? "" : ", event " + one.erasure());
            if (again.missing().isEmpty()) out.println("  nothing that is on record");
            for (var file : again.files())
                out.printf(
                        "  %-22s %s%n",
                        file.was().name(),
                        file.same()
                                ? "the same bytes"
                                : "was %s, is %s"
                                        .formatted(
                                                file.was().sha256(),
                                                file.now() == null
                                                        ? "not there"
                                                        : file.now().sha256()));
            out.printf("What there is of it is in %s.%n", where);
        }
    }

    private DataReleases() {}
}
