package org.fieldledger.command.observation;

import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.events.ObservationKind;
import org.fieldledger.events.Phase;
import org.fieldledger.events.SiteCode;
import org.fieldledger.events.Strand;
import org.fieldledger.events.WardData;
import org.jspecify.annotations.Nullable;

/** What can be asked about observations and field notes. */
public sealed interface ObservationCommand extends FieldCommand {

    @Override
    default StreamName stream() {
        return StreamName.OF_ITS_OWN;
    }

    /** Records an observation. Enrolled people are named in the report; others only counted. */
    record RecordObservation(
            Report report,
            ObservationKind kind,
            @Nullable SiteCode site,
            @Nullable Strand strand,
            @Nullable Phase phase,
            int headcount,
            String bystanderPolicy)
            implements ObservationCommand {}

    /** Records that data a ward owed could not be collected, and why. */
    record MissWardCollection(Report report, SiteCode site, Phase phase, WardData kind, String reason)
            implements ObservationCommand {}

    /** Records a field note. */
    record WriteFieldNote(Report report, String about, String note) implements ObservationCommand {}
}
