package org.fieldledger.demo;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What this store remembers of its load: the seed and scale it was begun with, and whether it came to the end. */
final class LoadRecord {

    record Begun(long seed, int scale, boolean finished) {}

    private final JdbcClient db;

    LoadRecord(JdbcClient db) {
        this.db = db;
    }

    Optional<Begun> begun() {
        db.sql("create schema if not exists demonstration").update();
        db.sql("""
                create table if not exists demonstration.load (
                    only_one boolean primary key default true check (only_one),
                    seed bigint not null,
                    scale integer not null,
                    finished boolean not null default false)
                """).update();
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
