package org.fieldledger.demo;

import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What this store remembers of its load: the seed and scale it was begun with, and whether it came to the end. */
public final class LoadRecord {

    record Begun(long seed, int scale, boolean finished) {}

    private final JdbcClient db;

    LoadRecord(DataSource database) {
        setUp(database);
        this.db = JdbcClient.create(database);
    }

    /** Brings the table to the present version. */
    public static void setUp(DataSource database) {
        Flyway.configure(LoadRecord.class.getClassLoader())
                .loggers("slf4j")
                .dataSource(database)
                .schemas("demonstration")
                .table("flyway_demonstration")
                .locations("classpath:db/demonstration")
                .load()
                .migrate();
    }

    Optional<Begun> begun() {
        return db.sql("select seed, scale, finished from demonstration.load")
                .query((row, n) -> new Begun(row.getLong("seed"), row.getInt("scale"), row.getBoolean("finished")))
                .optional();
    }

    void begin(long seed, int scale) {
        db.sql("insert into demonstration.load (seed, scale) values (?, ?) on conflict do nothing")
                .params(seed, scale)
                .update();
    }

    void finish() {
        db.sql("update demonstration.load set finished = true").update();
    }
}
