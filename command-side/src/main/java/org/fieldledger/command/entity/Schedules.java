package org.fieldledger.command.entity;

import java.util.Optional;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentEvent.ScheduleAdopted;
import org.fieldledger.events.TimepointCode;

/** When each instrument is due in one case. */
public record Schedules(History history) {

    /** Whether any schedule of the case ever planned the instrument at that timepoint. */
    public boolean plans(InstrumentCode instrument, TimepointCode timepoint) {
        return history.of(ScheduleAdopted.class)
                .filter(schedule -> schedule.instrument().equals(instrument))
                .flatMap(schedule -> schedule.timepoints().stream())
                .anyMatch(planned -> planned.code().equals(timepoint));
    }

    /** The schedule last adopted for the instrument. */
    public Optional<ScheduleAdopted> of(InstrumentCode instrument) {
        return history.of(ScheduleAdopted.class)
                .filter(schedule -> schedule.instrument().equals(instrument))
                .reduce((earlier, later) -> later);
    }
}
