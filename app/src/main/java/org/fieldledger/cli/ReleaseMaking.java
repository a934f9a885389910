package org.fieldledger.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.fieldledger.cli.Reports.AskedAsOf;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.TimepointCode;
import org.fieldledger.query.release.Releases;
import org.fieldledger.query.release.Releases.Preview;
import org.fieldledger.query.release.Releases.Wanted;
import org.fieldledger.release.RecordedRelease;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fieldledger release make NAME}. */
@Command(
        name = "make",
        description =
                "Freezes a dataset under a name, puts it on record and writes its files. What may not be used is left out"
                        + " by rule.",
        mixinStandardHelpOptions = true)
final class ReleaseMaking extends OnReleases {

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
        LeftOut.tell(made.frozen().withheld(), out());
        out().printf("%s: %d files.%n", into.wanted(), made.frozen().files().size());
        return 0;
    }

    private static void tell(Preview preview, PrintWriter out) {
        var definition = preview.definition();
        out.printf(
                "As it was on %s, as far as was known by %s; consent judged at %s; the log up to position %,d.%n",
                definition.trueAt(), definition.knownAt(), definition.judgedAt(), definition.position());
        preview.rows().forEach((table, rows) -> out.printf("  %-13s %,9d rows%n", table, rows));
        out.printf("  %-13s %,9d%n", "people", preview.people());
        LeftOut.tell(preview.withheld(), out);
    }
}
