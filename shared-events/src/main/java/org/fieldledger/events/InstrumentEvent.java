package org.fieldledger.events;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Instruments and when they are due. A new instrument or item is data, never code. */
public sealed interface InstrumentEvent extends FieldEvent {

    /** The instrument concerned. */
    InstrumentCode instrument();

    /** One question or rating. Without choices, a number within the range; bounds are inclusive. */
    record Item(
            String code,
            Map<Language, String> text,
            @Nullable BigDecimal least,
            @Nullable BigDecimal greatest,
            List<BigDecimal> choices,
            boolean freeText) {}

    /** Why an answer is not there, under the code that stands in for it. */
    record MissingCode(String code, Map<Language, String> meaning) {}

    /** A total over items, added up as they stand. */
    record Score(String code, Map<Language, String> title, List<String> items) {}

    /** A planned moment, counted from an anchor in the person's own course, with the days it may be early or late. */
    record Timepoint(
            TimepointCode code,
            Map<Language, String> title,
            Anchor anchor,
            int afterDays,
            int earlyDays,
            int lateDays) {}

    /** A version of an instrument came into use, with every item, its range and its missing codes. */
    record InstrumentVersionReleased(
            Envelope envelope,
            InstrumentCode instrument,
            String version,
            InstrumentKind kind,
            Map<Language, String> title,
            List<Item> items,
            List<MissingCode> missingCodes,
            List<Score> scores)
            implements InstrumentEvent {}

    /** A version of an instrument went out of use; what was answered on it stands. */
    record InstrumentVersionRetired(Envelope envelope, InstrumentCode instrument, String version, String reason)
            implements InstrumentEvent {}

    /** A case planned when an instrument is due. A later schedule replaces an earlier one from its day on. */
    record ScheduleAdopted(Envelope envelope, InstrumentCode instrument, String version, List<Timepoint> timepoints)
            implements InstrumentEvent {}
}
