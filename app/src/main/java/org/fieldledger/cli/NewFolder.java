package org.fieldledger.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import org.fieldledger.embedded.StartRefused;

/** A folder that comes to be as a whole or not at all. */
final class NewFolder implements AutoCloseable {

    private final Path wanted;
    private final Path part;

    NewFolder(Path wanted) throws IOException {
        this.wanted = wanted.toAbsolutePath().normalize();
        if (Files.exists(this.wanted)) throw new StartRefused(wanted + " is there already. Name a folder that is not.");
        var above = Objects.requireNonNull(this.wanted.getParent());
        if (!Files.isDirectory(above)) throw new StartRefused("There is no folder %s to make it in.".formatted(above));
        this.part = Files.createTempDirectory(above, "." + this.wanted.getFileName() + ".part");
    }

    /** Where it is to be, absolute. */
    Path wanted() {
        return wanted;
    }

    /** Where it is written until it is whole. */
    Path part() {
        return part;
    }

    /** All of it is there. */
    void done() throws IOException {
        Files.move(part, wanted);
    }

    @Override
    public void close() throws IOException {
        if (!Files.exists(part)) return;
        try (var left = Files.walk(part)) {
            left.sorted(Comparator.reverseOrder()).forEach(NewFolder::delete);
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
