package org.fieldledger.command.api;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.fieldledger.command.Problem;
import org.fieldledger.command.Rule;
import org.jspecify.annotations.Nullable;

/** Whether everything that a command cannot do without is there: whatever its record does not mark as nullable. */
final class FilledIn {

    /** One problem for each place that is empty and must not be. */
    static List<Problem> problems(Record command) {
        var problems = new ArrayList<Problem>();
        walk("", command, problems);
        return problems;
    }

    private static void walk(String place, @Nullable Object value, List<Problem> problems) {
        switch (value) {
            case null -> {}
            case Record part
            when part.getClass().getPackageName().startsWith("org.fieldledger") -> components(place, part, problems);
            case Collection<?> many -> {
                int index = 0;
                for (var each : many) walk("%s[%d]".formatted(place, index++), each, problems);
            }
            default -> {}
        }
    }

    private static void components(String place, Record part, List<Problem> problems) {
        for (var component : part.getClass().getRecordComponents()) {
            var here = place.isEmpty() ? component.getName() : place + "." + component.getName();
            var value = read(component.getAccessor(), part);
            var mayBeAbsent = component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                    || component.getAccessor().getAnnotatedReturnType().isAnnotationPresent(Nullable.class);
            if (value == null || value instanceof String text && text.isBlank()) {
                if (!mayBeAbsent) problems.add(empty(here));
            } else if (value instanceof Map<?, ?> map && map.isEmpty() && !mayBeAbsent) {
                problems.add(empty(here));
            } else walk(here, value, problems);
        }
    }

    private static @Nullable Object read(Method accessor, Record part) {
        try {
            accessor.setAccessible(true);
            return accessor.invoke(part);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A record's own accessor can be called", e);
        }
    }

    private static Problem empty(String place) {
        return Problem.of(Rule.FIELD_NOT_FILLED_IN, "%s is not filled in".formatted(place), "Fill in " + place);
    }

    private FilledIn() {}
}
