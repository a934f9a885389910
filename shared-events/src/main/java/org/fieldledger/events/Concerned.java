package org.fieldledger.events;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fieldledger.events.Envelope.Participation;
import org.jspecify.annotations.Nullable;

/** Whom an event is about: everyone with a part in it, and the participant that it names itself, whatever its kind. */
public final class Concerned {

    private static final Map<Class<?>, List<RecordComponent>> NAMING = new ConcurrentHashMap<>();

    /** Each participant once, with the part played where the event states one, in the order of the event. */
    public static Map<ParticipantCode, @Nullable Participation> by(FieldEvent event) {
        var concerned = new LinkedHashMap<ParticipantCode, @Nullable Participation>();
        for (var part : event.envelope().participants()) concerned.putIfAbsent(part.participant(), part);
        for (var naming : NAMING.computeIfAbsent(event.getClass(), Concerned::naming))
            if (value(event, naming) instanceof ParticipantCode participant && !concerned.containsKey(participant))
                concerned.put(participant, null);
        return concerned;
    }

    /** The codes alone. */
    public static Collection<ParticipantCode> codes(FieldEvent event) {
        return by(event).keySet();
    }

    private static List<RecordComponent> naming(Class<?> kind) {
        return Arrays.stream(kind.getRecordComponents())
                .filter(component -> component.getType() == ParticipantCode.class)
                .toList();
    }

    private static @Nullable Object value(FieldEvent event, RecordComponent component) {
        try {
            return component.getAccessor().invoke(event);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("%s of %s cannot be read".formatted(component, event.getClass()), e);
        }
    }

    private Concerned() {}
}
