package org.fieldledger.command.material;

import java.time.LocalDate;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.events.DatasetKind;
import org.fieldledger.events.Phase;
import org.fieldledger.events.SiteCode;
import org.jspecify.annotations.Nullable;

/** What can be asked about documents and datasets. The files are named in the report, by hash. */
public sealed interface MaterialCommand extends FieldCommand {

    @Override
    default StreamName stream() {
        return StreamName.OF_ITS_OWN;
    }

    /** Records that a document was collected. */
    record CollectDocument(Report report, String title, String kind) implements MaterialCommand {}

    /** Records that an extract was received. */
    record ReceiveDataset(
            Report report,
            DatasetKind kind,
            String source,
            String basis,
            LocalDate periodFrom,
            LocalDate periodUntil,
            int rows,
            @Nullable SiteCode site,
            @Nullable Phase phase)
            implements MaterialCommand {}
}
