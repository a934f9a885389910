package org.fieldledger.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import org.fieldledger.query.release.Releases;
import org.fieldledger.query.release.Releases.Release;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./fieldledger release show NAME}. */
@Command(
        name = "show",
        description = "Tells how a release is defined, what it left out and what its files are.",
        mixinStandardHelpOptions = true)
final class ReleaseShown extends OnReleases {

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
                listed(definition.tables().stream().map(Releases::written).toList()));
        out.printf("  cases        %s%n", listed(definition.cases()));
        out.printf("  instruments  %s%n", listed(definition.instruments()));
        out.printf("  timepoints   %s%n", listed(definition.timepoints()));
        out.printf(
                "  sharing      %s%n", definition.sharing().isEmpty() ? "not asked for" : listed(definition.sharing()));
        out.printf("  texts        %s%n", definition.texts() ? "yes" : "no");
        out.printf(
                "  as it was    on %s, as far as was known by %s; days of %s%n",
                definition.trueAt(), definition.knownAt(), definition.zone());
        out.printf(
                "  consent      judged at %s, by all that the log held up to position %,d%n",
                definition.judgedAt(), definition.position());
        out.printf("  people       %,d%n", frozen.participants().size());
        LeftOut.tell(frozen.withheld(), out);
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
