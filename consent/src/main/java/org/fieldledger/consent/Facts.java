package org.fieldledger.consent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.EventId;
import org.fieldledger.events.FieldEvent;

/** Events that stand, in log order. Sorted by kind or chapter when first asked for one, so that asking again costs what there is of it. */
public final class Facts {

    /** No events. */
    public static final Facts NONE = new Facts(List.of());

    private final List<Fact<?>> inOrder;
    private final Map<Class<?>, List<Fact<?>>> chapters = new ConcurrentHashMap<>();
    private volatile Map<Class<?>, List<Fact<?>>> byKind = Map.of();
    private volatile Map<EventId, Fact<?>> byId = Map.of();

    private Facts(List<Fact<?>> inOrder) {
        this.inOrder = inOrder;
    }

    /** Events in log order; none of them superseded or entered in error. */
    public static Facts of(List<? extends Fact<?>> standing) {
        return new Facts(List.copyOf(standing));
    }

    /** All of them, in log order. */
    public Stream<Fact<?>> all() {
        return inOrder.stream();
    }

    /** Those of one kind, or of one chapter, in log order. */
    @SuppressWarnings("unchecked") // filed under a kind that every one of them is of
    public <E extends FieldEvent> Stream<Fact<E>> of(Class<E> kind) {
        if (kind.isSealed())
            return chapters.computeIfAbsent(kind, this::chapter).stream().map(fact -> (Fact<E>) fact);
        return kinds().getOrDefault(kind, List.of()).stream().map(fact -> (Fact<E>) fact);
    }

    public Optional<Fact<?>> find(EventId id) {
        return Optional.ofNullable(ids().get(id));
    }

    /** Those that belong to one case. */
    public Facts in(CaseCode caseStudy) {
        return where(fact -> caseStudy.equals(fact.event().envelope().caseStudy()));
    }

    public Facts where(Predicate<Fact<?>> which) {
        return new Facts(inOrder.stream().filter(which).toList());
    }

    private List<Fact<?>> chapter(Class<?> chapter) {
        return inOrder.stream().filter(fact -> chapter.isInstance(fact.event())).toList();
    }

    private Map<Class<?>, List<Fact<?>>> kinds() {
        if (byKind.isEmpty() && !inOrder.isEmpty()) {
            var kinds = new HashMap<Class<?>, List<Fact<?>>>();
            for (var fact : inOrder)
                kinds.computeIfAbsent(fact.event().getClass(), kind -> new ArrayList<>())
                        .add(fact);
            byKind = kinds;
        }
        return byKind;
    }

    private Map<EventId, Fact<?>> ids() {
        if (byId.isEmpty() && !inOrder.isEmpty()) {
            var ids = new HashMap<EventId, Fact<?>>();
            for (var fact : inOrder) ids.put(fact.id(), fact);
            byId = ids;
        }
        return byId;
    }
}
