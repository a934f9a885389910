package org.fieldledger.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A fault planted in the tables of a running store, until it is closed: then everything is as it was. */
final class Planting implements AutoCloseable {

    private final JdbcClient db;
    private final List<String> tables;
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final String table;

    /** How many rows are wrong now. */
    final int rows;

    Planting(Fault fault, JdbcClient db) {
        this.db = db;
        this.table = fault.table();
        // What is published depends on what was judged: these tables are put back together.
        this.tables = fault.schema().equals("reporting") ? tablesOf("reporting", db) : List.of(table);
        db.sql("create schema sound").update();
        for (var each : tables)
            db.sql("create table %s as table %s".formatted(kept(each), each)).update();
        dropKeys();
        rows = db.sql(fault.sql().formatted(table, columnsOf(table))).update();
    }

    static List<String> tablesOf(String schema, JdbcClient db) {
        return db.sql("""
                select schemaname || '.' || tablename from pg_tables
                 where schemaname = :schema and tablename not like '%schema_history' order by 1
                """).param("schema", schema).query(String.class).list();
    }

    private static String kept(String table) {
        return "sound." + table.replace('.', '_');
    }

    /** Those that are written; what PostgreSQL works out of them it works out again. */
    private String columnsOf(String table) {
        return db.sql("""
                select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
                 where attrelid = to_regclass(:table) and attnum > 0 and not attisdropped and attgenerated = ''
                """).param("table", table).query(String.class).single();
    }

    /** A key is a defence of its own: it refuses what is applied twice. Here it is the proof that has to notice. */
    private void dropKeys() {
        db.sql("""
                select conname, pg_get_constraintdef(oid) as definition from pg_constraint
                 where conrelid = to_regclass(:table) and contype in ('p', 'u')
                """).param("table", table).query(row -> {
            keys.put(row.getString("conname"), row.getString("definition"));
        });
        for (var key : keys.keySet())
            db.sql("alter table %s drop constraint %s".formatted(table, key)).update();
    }

    @Override
    public void close() {
        for (var each : tables) {
            db.sql("truncate " + each).update();
            db.sql("insert into %1$s (%2$s) select %2$s from %3$s".formatted(each, columnsOf(each), kept(each)))
                    .update();
        }
        keys.forEach(
                (name, definition) -> db.sql("alter table %s add constraint %s %s".formatted(table, name, definition))
                        .update());
        db.sql("drop schema sound cascade").update();
    }
}
