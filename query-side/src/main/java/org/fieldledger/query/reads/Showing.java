package org.fieldledger.query.reads;

import java.util.Collection;
import java.util.Map;
import org.fieldledger.access.ReadLog;
import org.fieldledger.access.ReadNotRecorded;
import org.fieldledger.query.Basis;
import org.jspecify.annotations.Nullable;

/** Whoever answers tells it what is about to be shown, and shows it only when it has been told. */
public interface Showing {

    /**
     * These rows are about to be shown. Rows of kinds that name nobody need not be recorded.
     *
     * @param kinds of all rows there could have been
     * @throws ReadNotRecorded then they are not to be shown
     */
    void shown(
            String question,
            Map<String, String> narrowedBy,
            Basis basis,
            Collection<? extends Class<?>> kinds,
            Collection<?> rows);

    /** At the command line, to whoever holds the database in their hands: told by the account of the operating system. */
    static Showing toTheOperator(ReadLog log) {
        return toTheOperator(log, null);
    }

    /** The same, with what for; where that is not said, as the environment says it. */
    static Showing toTheOperator(ReadLog log, @Nullable String purpose) {
        return (question, narrowedBy, basis, kinds, rows) -> {
            if (kinds.stream().anyMatch(Shown::namesPersons))
                Reads.shown(log, Reader.operator(purpose), question, Reads.codes(narrowedBy), basis, rows);
        };
    }
}
