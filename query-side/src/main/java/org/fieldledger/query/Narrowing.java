package org.fieldledger.query;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the address of a question says beside its two times: by what it is narrowed, and in which form it is answered. */
public final class Narrowing {

    private static final Set<String> NOT_OF_THE_QUESTION =
            Set.of("trueAt", "knownAt", "atLeastPosition", "format", "purpose");

    /** What a question is narrowed by. */
    public static Map<String, String> of(HttpServletRequest request) {
        var narrowedBy = new TreeMap<String, String>();
        request.getParameterMap().forEach((name, values) -> {
            if (!NOT_OF_THE_QUESTION.contains(name)) narrowedBy.put(name, values[0]);
        });
        return narrowedBy;
    }

    /** Whether it is answered as CSV: where it says so, or the client accepts nothing before that. */
    public static boolean csv(HttpServletRequest request) {
        var format = Optional.ofNullable(request.getParameter("format")).orElse("");
        return switch (format) {
            case "csv" -> true;
            case "json" -> false;
            case "" ->
                Optional.ofNullable(request.getHeader("Accept")).orElse("").startsWith("text/csv");
            default -> throw new BadQuestion("format", format, "Write json or csv");
        };
    }

    private Narrowing() {}
}
