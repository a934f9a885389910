package org.fieldledger.query.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** A folder that nobody else may look into, gone with all that is in it when it is closed. */
public final class PassingFolder implements AutoCloseable {

    private final Path path;

    public PassingFolder() throws IOException {
        this.path = Files.createTempDirectory("fieldledger-release"); // for its owner alone
    }

    public Path path() {
        return path;
    }

    /** What is in it, by name. */
    List<Path> files() throws IOException {
        try (var files = Files.list(path)) {
            return files.sorted().toList();
        }
    }

    @Override
    public void close() throws IOException {
        try (var all = Files.walk(path)) {
            all.sorted(Comparator.reverseOrder()).forEach(PassingFolder::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException kept) {
            throw new UncheckedIOException(kept);
        }
    }
}
