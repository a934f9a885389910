package org.fieldledger.events;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Documents and datasets that came from elsewhere. The files stay where they are kept; their hashes stand here. */
public sealed interface MaterialEvent extends FieldEvent {

    /** A document was collected. */
    record DocumentCollected(Envelope envelope, @Personal String title, String kind) implements MaterialEvent {}

    /** An extract of a dataset or ward register was received: from where, on what basis, about which period. */
    record DatasetReceived(
            Envelope envelope,
            DatasetKind kind,
            String source,
            String basis,
            LocalDate periodFrom,
            LocalDate periodUntil,
            int rows,
            @Nullable SiteCode site,
            @Nullable Phase phase)
            implements MaterialEvent {}
}
