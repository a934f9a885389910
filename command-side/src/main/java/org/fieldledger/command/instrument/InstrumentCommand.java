package org.fieldledger.command.instrument;

import java.util.List;
import java.util.Map;
import org.fieldledger.command.FieldCommand;
import org.fieldledger.command.Report;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentEvent.Item;
import org.fieldledger.events.InstrumentEvent.MissingCode;
import org.fieldledger.events.InstrumentEvent.Score;
import org.fieldledger.events.InstrumentEvent.Timepoint;
import org.fieldledger.events.InstrumentKind;
import org.fieldledger.events.Language;

/** What can be asked about instruments and schedules. */
public sealed interface InstrumentCommand extends FieldCommand {

    /** Brings a version of an instrument into use. */
    record ReleaseInstrumentVersion(
            Report report,
            InstrumentCode instrument,
            String version,
            InstrumentKind kind,
            Map<Language, String> title,
            List<Item> items,
            List<MissingCode> missingCodes,
            List<Score> scores)
            implements InstrumentCommand {
        @Override
        public StreamName stream() {
            return StreamName.instrument(instrument);
        }
    }

    /** Takes a version out of use. */
    record RetireInstrumentVersion(Report report, InstrumentCode instrument, String version, String reason)
            implements InstrumentCommand {
        @Override
        public StreamName stream() {
            return StreamName.instrument(instrument);
        }
    }

    /** Plans when an instrument is due in a case. */
    record AdoptSchedule(Report report, InstrumentCode instrument, String version, List<Timepoint> timepoints)
            implements InstrumentCommand {
        @Override
        public StreamName stream() {
            return StreamName.schedules(report.theCase());
        }

        @Override
        public List<StreamName> alsoReads() {
            return List.of(StreamName.instrument(instrument));
        }
    }
}
