package org.fieldledger.query.reporting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The SQL of this chapter that stands in files of its own. */
final class SqlFiles {

    static String read(String name) {
        try (var file = SqlFiles.class.getResourceAsStream("/sql/" + name + ".sql")) {
            if (file == null) throw new IllegalStateException("sql/%s.sql is missing from the program".formatted(name));
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The questions of a file, each by the name that stands before it: {@code --# name}. */
    static Map<String, String> questions(String name) {
        return Stream.of(read(name).split("(?m)^--# "))
                .skip(1)
                .map(part -> part.split("\n", 2))
                .collect(Collectors.toUnmodifiableMap(part -> part[0].strip(), part -> part[1]));
    }

    private SqlFiles() {}
}
