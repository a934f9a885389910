package org.fieldledger.command.desk;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.fieldledger.command.Chapter;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.events.FieldEvent;
import org.springframework.stereotype.Component;

/** Every chapter of fieldwork, and the commands each seals. Walks the sealed families, so there is no list to keep. */
@Component
public class Chapters {

    private final Map<Class<?>, Chapter<?>> byCommand = new HashMap<>();
    private final Map<String, Class<? extends FieldCommand>> byName = new TreeMap<>();

    public Chapters(Collection<Chapter<?>> chapters) {
        for (var chapter : chapters)
            kinds(chapter.commands()).forEach(kind -> {
                byCommand.put(kind, chapter);
                byName.put(kind.getSimpleName(), kind.asSubclass(FieldCommand.class));
            });
    }

    /** Every kind of command by its name, in alphabetical order. */
    public Map<String, Class<? extends FieldCommand>> commandsByName() {
        return Map.copyOf(byName);
    }

    /** The chapter a kind of command belongs to. */
    public Chapter<?> of(Class<? extends FieldCommand> kind) {
        var chapter = byCommand.get(kind);
        if (chapter == null) throw new IllegalArgumentException("No chapter seals the command " + kind.getSimpleName());
        return chapter;
    }

    @SuppressWarnings("unchecked") // a command stands in the map under the chapter that seals it
    List<FieldEvent> decide(FieldCommand command, OnRecord known) {
        return ((Chapter<FieldCommand>) of(command.getClass())).decide(command, known);
    }

    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed() ? Stream.of(type.getPermittedSubclasses()).flatMap(Chapters::kinds) : Stream.of(type);
    }
}
