package org.fieldledger.embedded;

import java.nio.file.Path;

/** A process of its own that uses a data home until its input ends: what the tests kill, and what they attach beside. */
final class HoldsDatabase {

    private HoldsDatabase() {}

    /** Prints one line, {@code owner=true|false url}, when the database can be used. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.attachOrStart(Path.of(arguments[0]))) {
            System.out.println("owner=" + database.owner() + " " + database.jdbcUrl());
            System.in.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }
}
