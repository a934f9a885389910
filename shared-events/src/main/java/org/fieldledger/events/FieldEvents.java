package org.fieldledger.events;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every kind of action by the name it is stored under. Walks the sealed tree, so there is no list to keep. */
public final class FieldEvents {

    /** Stored name to record class. */
    public static final Map<String, Class<? extends FieldEvent>> BY_NAME =
            kinds(FieldEvent.class).collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

    /** The chapter of fieldwork a kind of event belongs to: the name of its sealed family without the ending. */
    public static String chapter(Class<? extends FieldEvent> kind) {
        return kind.getInterfaces()[0].getSimpleName().replace("Event", "");
    }

    /** The stored names of these kinds and of all that belong to these families. */
    public static Set<String> names(Collection<Class<? extends FieldEvent>> kindsAndFamilies) {
        return kindsAndFamilies.stream()
                .flatMap(FieldEvents::kinds)
                .map(Class::getSimpleName)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<Class<? extends FieldEvent>> kinds(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(FieldEvents::kinds)
                : Stream.of(type.asSubclass(FieldEvent.class));
    }

    private FieldEvents() {}
}
