package org.fieldledger.events;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The texts of an event that are marked {@link Personal}, wherever in it they stand. What is {@link Sealable} counts as one text,
 * and while it is open the texts in it count besides.
 */
public final class PersonalTexts {

    /** How to rebuild records of one kind; empty for those in which no personal text can stand. */
    private static final ClassValue<Optional<Shape>> SHAPES = new ClassValue<>() {
        @Override
        protected Optional<Shape> computeValue(Class<?> kind) {
            return Shape.of(kind);
        }
    };

    /** Hands over each personal text of the event, in the order of its components. */
    public static void each(FieldEvent event, Consumer<String> text) {
        replaced(event, personal -> {
            text.accept(personal);
            return personal;
        });
    }

    /** The same event with each personal text replaced; the very same where none changes. */
    public static <E extends FieldEvent> E replaced(E event, UnaryOperator<String> by) {
        return rebuilt(event, new Replacing(by, true));
    }

    /** Hands over what stands for each {@link Sealable} of the event that is not open. */
    public static void eachWithheld(FieldEvent event, Consumer<String> text) {
        withheldReplaced(event, withheld -> {
            text.accept(withheld);
            return withheld;
        });
    }

    /** Whether anything {@link Sealable} in the event is not open. */
    public static boolean anythingWithheld(FieldEvent event) {
        var found = new AtomicBoolean();
        eachWithheld(event, withheld -> found.set(true));
        return found.get();
    }

    /** The same event with what stands for each {@link Sealable} that is not open replaced, and every other text as it is. */
    public static <E extends FieldEvent> E withheldReplaced(E event, UnaryOperator<String> by) {
        return rebuilt(event, new Replacing(by, false));
    }

    /** @param all every personal text; else only what stands for a value that is not open */
    private record Replacing(UnaryOperator<String> by, boolean all) {

        Object text(String text) {
            return all ? by.apply(text) : text;
        }

        /** What is open is sealed from within; what is sealed is opened from without. */
        <V extends Sealable<V>> V value(Sealable<V> value) {
            @SuppressWarnings("unchecked") // a value is of its own kind
            var before = (V) value;
            if (before.open() && !all) return before;
            var within = all ? rebuilt(before, this) : before;
            var written = within.written();
            var replacement = by.apply(written);
            if (replacement.equals(written)) return within;
            var after = before.read(replacement);
            return all ? rebuilt(after, this) : after;
        }
    }

    @SuppressWarnings("unchecked") // a record is rebuilt by its own constructor
    private static <R> R rebuilt(R value, Replacing by) {
        var shape = SHAPES.get(value.getClass());
        return shape.isEmpty() ? value : (R) shape.get().rebuilt(value, by);
    }

    private record Part(RecordComponent component, boolean personal, boolean list) {

        /** Absent where no personal text can stand in it. */
        static Optional<Part> of(RecordComponent component) {
            var personal = component.isAnnotationPresent(Personal.class);
            var element = elementOf(component.getGenericType());
            var list = component.getType() == List.class;
            var sealable = Sealable.class.isAssignableFrom(component.getType());
            var text = (list ? element : component.getType()) == String.class;
            if (personal ? !text && !sealable : sealable)
                throw new IllegalStateException(
                        "%s is marked as personal and can be sealed, or neither".formatted(component));
            var nested = list ? element : component.getType();
            return personal
                            || nested instanceof Class<?> kind
                                    && kind.isRecord()
                                    && SHAPES.get(kind).isPresent()
                    ? Optional.of(new Part(component, personal, list))
                    : Optional.empty();
        }

        private static @Nullable Type elementOf(Type type) {
            return type instanceof ParameterizedType of && of.getRawType() == List.class
                    ? of.getActualTypeArguments()[0]
                    : null;
        }

        @Nullable
        Object replaced(@Nullable Object value, Replacing by) {
            if (value == null) return null;
            if (!list) return one(value, by);
            var before = (List<?>) value;
            var after = new ArrayList<>(before.size());
            var changed = false;
            for (var element : before) {
                var replacement = one(element, by);
                changed |= replacement != element;
                after.add(replacement);
            }
            return changed ? List.copyOf(after) : before;
        }

        private Object one(Object value, Replacing by) {
            if (value instanceof Sealable<?> sealable) return by.value(sealable);
            return personal ? by.text((String) value) : rebuilt(value, by);
        }
    }

    private record Shape(List<RecordComponent> components, List<Optional<Part>> parts, Constructor<?> constructor) {

        static Optional<Shape> of(Class<?> kind) {
            if (!kind.isRecord()) return Optional.empty();
            var components = List.of(kind.getRecordComponents());
            var parts = components.stream().map(Part::of).toList();
            if (parts.stream().allMatch(Optional::isEmpty)) return Optional.empty();
            try {
                return Optional.of(new Shape(
                        components,
                        parts,
                        kind.getDeclaredConstructor(components.stream()
                                .map(RecordComponent::getType)
                                .toArray(Class<?>[]::new))));
            } catch (NoSuchMethodException never) {
                throw new IllegalStateException("A record has a constructor of its components", never);
            }
        }

        Object rebuilt(Object before, Replacing by) {
            try {
                var values = new @Nullable Object[components.size()];
                var changed = false;
                for (int n = 0; n < values.length; n++) {
                    var value = components.get(n).getAccessor().invoke(before);
                    values[n] =
                            parts.get(n).isEmpty() ? value : parts.get(n).get().replaced(value, by);
                    changed |= values[n] != value;
                }
                return changed ? constructor.newInstance(values) : before;
            } catch (InvocationTargetException refused) {
                if (refused.getCause() instanceof RuntimeException told) throw told;
                throw new IllegalStateException("%s cannot be rebuilt".formatted(before.getClass()), refused);
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException("%s cannot be rebuilt".formatted(before.getClass()), impossible);
            }
        }
    }

    private PersonalTexts() {}
}
