package org.fieldledger.benchmarks;

import java.nio.file.Path;
import java.util.List;

/**
 * What a run is to measure.
 *
 * @param only the one part to measure; empty for all
 * @param json where the figures go
 */
record Asked(Size size, String only, Path json) {

    private static final List<String> PARTS =
            List.of("appends", "commands", "imports", "visible", "gaps", "questions", "rebuilds", "replays", "pages");

    static final String USAGE = """
            Usage: ./fieldledger-bench [--quick | --laptop] [--stored EVENTS] [--scale N] [--json FILE]
                   [--only %s]""".formatted(String.join("|", PARTS));

    /** @throws IllegalArgumentException that says what could not be understood */
    static Asked of(String... arguments) {
        var size = Size.FULL;
        var stored = 0;
        var scale = 0;
        var only = "";
        var json = Path.of("figures.json");
        for (int n = 0; n < arguments.length; n++) {
            switch (arguments[n]) {
                case "--quick" -> size = Size.QUICK;
                case "--laptop" -> size = Size.LAPTOP;
                case "--stored" -> stored = many(arguments, n++);
                case "--scale" -> scale = many(arguments, n++);
                case "--only" -> only = part(arguments, n++);
                case "--json" -> json = Path.of(value(arguments, n++));
                default -> throw new IllegalArgumentException("not understood: " + arguments[n]);
            }
        }
        if (stored > 0) size = size.storing(stored);
        if (scale > 0) size = size.scaled(scale);
        return new Asked(size, only, json);
    }

    private static String part(String[] arguments, int option) {
        var part = value(arguments, option);
        if (!PARTS.contains(part)) throw new IllegalArgumentException("there is no part called " + part);
        return part;
    }

    private static int many(String[] arguments, int option) {
        var written = value(arguments, option);
        if (!written.matches("[1-9]\\d{0,8}"))
            throw new IllegalArgumentException(arguments[option] + " counts from 1, and was " + written);
        return Integer.parseInt(written);
    }

    private static String value(String[] arguments, int option) {
        if (option + 1 == arguments.length) throw new IllegalArgumentException(arguments[option] + " of what?");
        return arguments[option + 1];
    }
}
