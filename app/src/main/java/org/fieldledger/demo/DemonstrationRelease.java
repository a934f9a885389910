package org.fieldledger.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.fieldledger.command.desk.Desk;
import org.fieldledger.command.desk.Submission;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ReleaseTable;
import org.fieldledger.query.AsOf;
import org.fieldledger.query.release.PassingFolder;
import org.fieldledger.query.release.Releases;
import org.fieldledger.query.release.Releases.Wanted;
import org.fieldledger.release.RecordedRelease;
import org.fieldledger.store.EventLog;
import org.fieldledger.vault.Vault;

/** The release that a demonstration comes with, made by its own rules on the last evening of its years. */
record DemonstrationRelease(EventLog log, DataSource database, Vault vault, Clock clock, Desk desk) {

    static final String NAME = "REL-SHARED-2024";

    private static final UUID KEY = UUID.nameUUIDFromBytes(NAME.getBytes(StandardCharsets.UTF_8));

    private static final ModuleCode SHARING = new ModuleCode("data-sharing");

    /** Once, however often the load was cut off. */
    void make(ZoneId zone) {
        var releases = Releases.ofEveryCase(log, zone, database, vault, clock, "the release of the demonstration");
        if (releases.all().stream().anyMatch(one -> one.release().equals(NAME))) return;
        var wanted = new Wanted(
                List.of(ReleaseTable.ANSWERS, ReleaseTable.SCORES, ReleaseTable.PARTICIPANTS),
                List.of(),
                List.of(),
                List.of(),
                List.of(SHARING),
                false,
                AsOf.LATEST,
                null);
        try (var folder = new PassingFolder()) {
            var made = releases.make(
                    NAME,
                    "a university abroad",
                    "What do measures say of those who agreed to share them?",
                    wanted,
                    folder.path());
            // The same key in every demonstration, whatever its master key: the same seed gives the same events.
            desk.submit(Submission.of(KEY, RecordedRelease.command(made), ProgrammeLife.MANAGER));
        } catch (IOException full) {
            throw new UncheckedIOException("The release of the demonstration could not be made", full);
        }
    }
}
