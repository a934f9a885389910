package org.fieldledger.query.reads;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.fieldledger.access.MaterialRead;
import org.jspecify.annotations.Nullable;

/**
 * What an answer showed: whose material, of which cases, in how many rows. Finds both in the rows themselves, which name a
 * person in {@code participant} or {@code participants} and a case in {@code caseCode}.
 */
final class Shown {

    private static final Set<String> PERSON = Set.of("participant", "participants");
    private static final String CASE = "caseCode";
    private static final Map<Class<?>, List<RecordComponent>> TELLING = new ConcurrentHashMap<>();

    private final Set<String> persons = new TreeSet<>();
    private final Set<String> cases = new TreeSet<>();
    private long rows;

    /** What the question itself names. */
    void asked(Map<String, String> narrowedBy) {
        var person = narrowedBy.get("participant");
        var caseCode = narrowedBy.get("case");
        if (person != null) persons.add(person);
        if (caseCode != null) cases.add(caseCode);
    }

    void row(Object row) {
        rows++;
        for (var component : TELLING.computeIfAbsent(row.getClass(), Shown::telling)) {
            var into = component.getName().equals(CASE) ? cases : persons;
            switch (value(row, component)) {
                case null -> {}
                case Collection<?> several -> several.forEach(one -> into.add(String.valueOf(one)));
                case Object one -> into.add(one.toString());
            }
        }
    }

    /** Whether rows of this kind name persons. */
    static boolean namesPersons(Class<?> row) {
        return telling(row).stream().anyMatch(component -> PERSON.contains(component.getName()));
    }

    /** The persons by name, unless they are too many; then the cases stand for them. */
    @Nullable
    List<String> persons() {
        return persons.size() > MaterialRead.NAMED_AT_MOST ? null : List.copyOf(persons);
    }

    List<String> cases() {
        return cases.stream().filter(code -> !code.isEmpty()).toList();
    }

    long people() {
        return persons.size();
    }

    long rows() {
        return rows;
    }

    private static List<RecordComponent> telling(Class<?> kind) {
        return kind.isRecord()
                ? Arrays.stream(kind.getRecordComponents())
                        .filter(component -> component.getName().equals(CASE) || PERSON.contains(component.getName()))
                        .toList()
                : List.of();
    }

    private static @Nullable Object value(Object row, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(row);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("%s of %s cannot be read".formatted(component, row.getClass()), e);
        }
    }
}
