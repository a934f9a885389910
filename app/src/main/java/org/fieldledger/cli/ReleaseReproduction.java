package org.fieldledger.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import org.fieldledger.query.release.Releases;
import org.fieldledger.query.release.Releases.Finding;
import org.fieldledger.query.release.Releases.Reproduction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
final class ReleaseReproduction extends OnReleases {

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
                tell(again, into.wanted());
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
                    "%s: the same bytes, %d files in %s.%n", name, again.files().size(), where);
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
                    Releases.written(one.table()),
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
