package org.fieldledger.query;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * How much of an answer, and from where: {@code limit} from 1 to 1,000, and {@code after}, the cursor of the page before.
 * Pages follow a key, not a count, so that nothing is left out or repeated while the log grows.
 */
public record Paging(int limit, @Nullable String after) {

    public static final int MOST = 1_000;
    public static final int UNLESS_SAID = 100;

    /** The first page of the usual length. */
    public static final Paging FIRST = new Paging(UNLESS_SAID, null);

    /** A page of what was read: one row more than the limit says that there is a next one. */
    public <T> Answer<T> page(Basis basis, List<T> read, Function<T, String> cursor) {
        var more = read.size() > limit;
        var items = more ? read.subList(0, limit) : read;
        return new Answer<>(basis, items, more ? cursor.apply(items.getLast()) : null);
    }

    /** The parts of the cursor, or none on the first page. Throws {@link BadQuestion} when it is not one of ours. */
    public @Nullable Cursor cursor() {
        return after == null || after.isBlank() ? null : Cursor.read(after);
    }

    /** A place in an order: the sorting value and the position in the log, which settles ties. */
    public record Cursor(String value, long position) {

        static Cursor read(String written) {
            var dot = written.lastIndexOf('~');
            try {
                return new Cursor(written.substring(0, dot), Long.parseLong(written.substring(dot + 1)));
            } catch (IndexOutOfBoundsException | NumberFormatException e) {
                throw new BadQuestion("after", written, "Pass on the value of 'next' from the page before");
            }
        }

        /** The cursor behind something that can have begun at this instant. */
        public static String at(Instant earliest, long position) {
            return new Cursor(earliest.toString(), position).toString();
        }

        /** Narrows to what comes later in the order of the field. */
        public void beyond(Conditions conditions) {
            conditions
                    .and(
                            "(occurred_earliest, position) > (cast(:value as timestamptz), :beyond)",
                            "value",
                            instant().toString())
                    .with("beyond", position);
        }

        private Instant instant() {
            try {
                return Instant.parse(value);
            } catch (DateTimeParseException e) {
                throw new BadQuestion("after", toString(), "Pass on the value of 'next' from the page before");
            }
        }

        @Override
        public String toString() {
            return value + "~" + position;
        }
    }

    /** Reads the two from the address of a question. */
    @Component
    static class Parameters implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Paging.class;
        }

        @Override
        public Paging resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            return new Paging(limit(request.getParameter("limit")), request.getParameter("after"));
        }

        private static int limit(@Nullable String written) {
            if (written == null || written.isBlank()) return UNLESS_SAID;
            try {
                var limit = Integer.parseInt(written);
                if (limit >= 1 && limit <= MOST) return limit;
            } catch (NumberFormatException e) {
                // said below, with the range
            }
            throw new BadQuestion("limit", written, "Write a number from 1 to " + MOST);
        }
    }
}
