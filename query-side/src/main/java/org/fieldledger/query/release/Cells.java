package org.fieldledger.query.release;

import java.util.Locale;
import org.fieldledger.query.audit.Entry;
import org.jspecify.annotations.Nullable;

/** How values are put into the cells of a row. */
final class Cells {

    static void when(@Nullable Object[] row, int at, Entry entry) {
        var occurred = entry.occurred();
        fill(
                row,
                at,
                occurred.from(),
                occurred.until(),
                occurred.zone(),
                lower(occurred.precision()),
                entry.recordedAt());
    }

    static void fill(@Nullable Object[] row, int from, @Nullable Object... values) {
        System.arraycopy(values, 0, row, from, values.length);
    }

    /** An empty text is no text: CSV could not tell the two apart. */
    static @Nullable String filled(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    static @Nullable String lower(@Nullable Enum<?> value) {
        return value == null ? null : value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Cells() {}
}
