package org.fieldledger.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The embedded database in a home that a test makes. PostgreSQL's programs are the same for every home and take seconds to unpack:
 * that is done once for all tests of a build, and each home is led to them.
 */
public final class TestDatabase {

    private static final Path PROGRAMS = Path.of("target", "postgresql").toAbsolutePath();

    /** The database of a home, started if it does not run. */
    public static EmbeddedDatabase in(Path home) {
        try {
            leadToPrograms(home);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return EmbeddedDatabase.attachOrStart(home, sentence -> {});
    }

    private static synchronized void leadToPrograms(Path home) throws IOException {
        if (Files.exists(home.resolve("programs"))) return;
        Files.createDirectories(PROGRAMS);
        // Tests of a build run in several processes.
        try (var lock =
                FileChannel.open(PROGRAMS.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            Binaries.unpackedBelow(PROGRAMS, sentence -> {});
        }
        OwnerOnly.folder(home.toAbsolutePath());
        Files.createSymbolicLink(home.resolve("programs"), PROGRAMS);
    }

    private TestDatabase() {}
}
