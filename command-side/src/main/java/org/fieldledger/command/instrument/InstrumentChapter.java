package org.fieldledger.command.instrument;

import java.util.HashSet;
import java.util.List;
import org.fieldledger.command.Chapter;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Rule;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.command.gate.Gate;
import org.fieldledger.command.instrument.InstrumentCommand.AdoptSchedule;
import org.fieldledger.command.instrument.InstrumentCommand.ReleaseInstrumentVersion;
import org.fieldledger.command.instrument.InstrumentCommand.RetireInstrumentVersion;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.InstrumentEvent;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionReleased;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionRetired;
import org.fieldledger.events.InstrumentEvent.ScheduleAdopted;
import org.springframework.stereotype.Component;

/** Decides about instruments and schedules. */
@Component
class InstrumentChapter implements Chapter<InstrumentCommand> {

    @Override
    public Class<InstrumentCommand> commands() {
        return InstrumentCommand.class;
    }

    @Override
    public List<FieldEvent> decide(InstrumentCommand command, OnRecord known) {
        var envelope = Gate.admit(command.report(), InstrumentEvent.class, known);
        return switch (command) {
            case ReleaseInstrumentVersion c -> {
                if (known.instrument(c.instrument()).version(c.version()).isPresent()
                        && c.report().corrects() == null)
                    throw Refused.because(
                            Rule.ALREADY_RECORDED,
                            "Instrument %s already has a version %s".formatted(c.instrument(), c.version()),
                            "Release the changed items under a new version, or correct this one");
                wellFormed(c);
                yield List.of(new InstrumentVersionReleased(
                        envelope,
                        c.instrument(),
                        c.version(),
                        c.kind(),
                        c.title(),
                        c.items(),
                        c.missingCodes(),
                        c.scores()));
            }
            case RetireInstrumentVersion c -> {
                var instrument = known.instrument(c.instrument());
                if (instrument.version(c.version()).isEmpty())
                    throw Refused.because(
                            Rule.INSTRUMENT_UNKNOWN,
                            "Instrument %s has no version %s".formatted(c.instrument(), c.version()),
                            "Check the instrument and the version");
                yield instrument.retired(c.version()) && c.report().corrects() == null
                        ? List.of()
                        : List.of(new InstrumentVersionRetired(envelope, c.instrument(), c.version(), c.reason()));
            }
            case AdoptSchedule c -> {
                if (!known.instrument(c.instrument()).known())
                    throw Refused.because(
                            Rule.INSTRUMENT_UNKNOWN,
                            "There is no instrument %s".formatted(c.instrument()),
                            "Release the instrument before planning it");
                yield List.of(new ScheduleAdopted(envelope, c.instrument(), c.version(), c.timepoints()));
            }
        };
    }

    private static void wellFormed(ReleaseInstrumentVersion c) {
        var items = new HashSet<String>();
        for (var item : c.items()) {
            if (!items.add(item.code())) throw malformed(c, "item %s stands in it twice".formatted(item.code()));
            if (item.least() != null && item.greatest() != null && item.least().compareTo(item.greatest()) > 0)
                throw malformed(c, "the range of item %s is upside down".formatted(item.code()));
        }
        if (items.isEmpty()) throw malformed(c, "it has no items");
        for (var score : c.scores())
            for (var item : score.items())
                if (!items.contains(item))
                    throw malformed(
                            c, "score %s adds up item %s, which it does not have".formatted(score.code(), item));
    }

    private static Refused malformed(ReleaseInstrumentVersion c, String what) {
        return Refused.because(
                Rule.INSTRUMENT_MALFORMED,
                "Version %s of instrument %s cannot be used: %s".formatted(c.version(), c.instrument(), what),
                "Put the definition right and release it again");
    }
}
