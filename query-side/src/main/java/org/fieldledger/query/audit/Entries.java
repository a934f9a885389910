package org.fieldledger.query.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fieldledger.events.Concerned;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.query.audit.AuditTrail.Fact;
import org.jspecify.annotations.Nullable;

/**
 * Entries in an order. Sorted by kind and by person when first asked for one, so that asking again costs what there is of it and
 * a question that goes from person to person goes through the case once.
 */
final class Entries {

    private final List<Entry> inOrder;
    private final Map<Class<?>, List<Entry>> byKind = new HashMap<>();
    private @Nullable Map<ParticipantCode, List<Entry>> byPerson;

    Entries(List<Entry> inOrder) {
        this.inOrder = inOrder;
    }

    Stream<Entry> all() {
        return inOrder.stream();
    }

    /** Those of one kind or of one chapter. */
    <E extends FieldEvent> Stream<Fact<E>> of(Class<E> kind) {
        return facts(
                byKind
                        .computeIfAbsent(
                                kind,
                                wanted -> inOrder.stream()
                                        .filter(entry -> wanted.isInstance(entry.event()))
                                        .toList())
                        .stream(),
                kind);
    }

    /** Those that concern a person, in whatever part. */
    Stream<Entry> concerning(ParticipantCode person) {
        return people().getOrDefault(person, List.of()).stream();
    }

    /** The same, of one kind or of one chapter. */
    <E extends FieldEvent> Stream<Fact<E>> concerning(ParticipantCode person, Class<E> kind) {
        return facts(concerning(person).filter(entry -> kind.isInstance(entry.event())), kind);
    }

    private static <E extends FieldEvent> Stream<Fact<E>> facts(Stream<Entry> entries, Class<E> kind) {
        return entries.map(entry -> new Fact<>(entry, kind));
    }

    private Map<ParticipantCode, List<Entry>> people() {
        if (byPerson == null) {
            byPerson = new HashMap<>();
            for (var entry : inOrder)
                for (var person : Concerned.codes(entry.event()))
                    byPerson.computeIfAbsent(person, first -> new ArrayList<>()).add(entry);
        }
        return byPerson;
    }
}
