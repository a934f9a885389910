package org.fieldledger.cli;

import java.io.IOException;
import java.time.ZoneId;
import org.fieldledger.query.release.Releases.Release;
import picocli.CommandLine.Command;

/** {@code ./fieldledger release list}. */
@Command(name = "list", description = "Tells every release on record, the last first.", mixinStandardHelpOptions = true)
final class ReleaseList extends OnReleases {

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
