package org.fieldledger.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.fieldledger.query.Rebuilding;
import org.fieldledger.vault.Opening;
import org.postgresql.PGConnection;

/** The rebuild of the case timeline beside a bare COPY of the rows it ends up with, into a table with the same indexes. */
final class TimelineRebuild {

    private final DataSource database;

    TimelineRebuild(DataSource database) {
        this.database = database;
    }

    void rebuild() {
        rebuild(database, "timeline");
    }

    static void rebuild(DataSource database, String... projections) {
        Rebuilding.on(database, Opening.CLOSED, List.of(projections), progress -> {});
    }

    /** Keeps the rows as they stand in a file of COPY's text. */
    Path rows() throws SQLException, IOException {
        var file = Files.createTempFile("timeline", ".copy");
        try (var connection = database.getConnection();
                var out = Files.newOutputStream(file)) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut("copy query.timeline to stdout", out);
        }
        Postgres.run(database, "create table public.timeline_copied (like query.timeline including all)");
        return file;
    }

    void copy(Path rows) throws SQLException, IOException {
        Postgres.run(database, "truncate public.timeline_copied");
        try (var connection = database.getConnection();
                InputStream in = Files.newInputStream(rows)) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy public.timeline_copied from stdin", in, 65_536);
        }
    }
}
