package org.fieldledger.query.projection;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A projection that cannot bear certain events until it is mended. Its table has one row for each event. */
final class Fragile implements Projection {

    static final String TABLE_DEFINITION = """
            create table query.fragile (like query.fact, kind text not null, primary key (position));
            create index on query.fragile (event_id);
            """;
    private static final Table TABLE = Table.ofFacts("fragile", "kind");

    final Set<UUID> unbearable = ConcurrentHashMap.newKeySet();
    final Set<UUID> refusedByTheDatabase = ConcurrentHashMap.newKeySet();
    final Set<UUID> refusedByAnIndex = ConcurrentHashMap.newKeySet();
    volatile int version = 1;

    @Override
    public String name() {
        return "fragile";
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public List<Table> tables() {
        return List.of(TABLE);
    }

    @Override
    public void project(Recorded event, Rows rows) {
        if (unbearable.contains(event.eventId())) throw new IllegalStateException("Anna's secret");
        if (refusedByAnIndex.contains(event.eventId())) rows.fact(TABLE, event, event.kind());
        rows.fact(TABLE, event, refusedByTheDatabase.contains(event.eventId()) ? null : event.kind());
    }
}
