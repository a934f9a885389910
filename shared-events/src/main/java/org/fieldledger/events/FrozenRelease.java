package org.fieldledger.events;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.fieldledger.events.GroupSessionEvent.EventQuestionnaireAnswered;
import org.fieldledger.events.MeasureEvent.FunctionAssessed;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.jspecify.annotations.Nullable;

/**
 * A release that can be made again, byte for byte: how it is defined, what was left out of it and why, and what its files were.
 * All the rest is in the log up to the position named.
 *
 * @param format the edition of the rules by which rows and files are made; a program makes only the editions it knows
 * @param participants everybody whose data it holds
 */
public record FrozenRelease(
        int format,
        Definition definition,
        List<Withheld> withheld,
        List<ReleasedFile> files,
        List<ParticipantCode> participants) {

    public FrozenRelease {
        withheld = Absent.asEmpty(withheld);
        files = Absent.asEmpty(files);
        participants = Absent.asEmpty(participants);
    }

    /**
     * What a release is made of. Nothing in it is left to the day on which it is made again.
     *
     * @param cases the cases; every case if empty
     * @param instruments the instruments whose answers and scores it holds; all if empty
     * @param timepoints the timepoints of these; all, and what has none, if empty
     * @param sharing consent modules that everybody in it must have given beside those under which it was collected
     * @param texts whether what people wrote in their own words is in it
     * @param trueAt the day or moment in the field as of which it is
     * @param knownAt as far as was known by then
     * @param position the last position of the log that it rests on
     * @param judgedAt the instant at which consent is judged, by all that was known at the position, whatever {@code knownAt}
     * @param zone where a day ends, for what names no zone of its own
     */
    public record Definition(
            List<ReleaseTable> tables,
            List<CaseCode> cases,
            List<InstrumentCode> instruments,
            List<TimepointCode> timepoints,
            List<ModuleCode> sharing,
            boolean texts,
            String trueAt,
            Instant knownAt,
            long position,
            Instant judgedAt,
            ZoneId zone) {

        public Definition {
            tables = Absent.asEmpty(tables);
            cases = Absent.asEmpty(cases);
            instruments = Absent.asEmpty(instruments);
            timepoints = Absent.asEmpty(timepoints);
            sharing = Absent.asEmpty(sharing);
        }

        /** Whether something of an action can be in it, if it may be used: its answers, or that it took place at all. */
        public boolean takes(FieldEvent action) {
            if (tables.stream().anyMatch(table -> table != ReleaseTable.ANSWERS && table != ReleaseTable.SCORES))
                return true;
            return switch (action) {
                case MeasureAdministered e -> takes(e.instrument(), e.timepoint());
                case FunctionAssessed e -> takes(e.instrument(), e.timepoint());
                case EventQuestionnaireAnswered e -> takes(e.instrument(), null);
                default -> false;
            };
        }

        /** Whether answers to an instrument at a timepoint are asked for. */
        public boolean takes(InstrumentCode instrument, @Nullable TimepointCode timepoint) {
            return (instruments.isEmpty() || instruments.contains(instrument))
                    && (timepoints.isEmpty() || timepoint != null && timepoints.contains(timepoint));
        }
    }

    /**
     * What was left out by rule: how much, and why.
     *
     * @param caseStudy the case; absent for what was done for the programme as a whole
     * @param reason why, in lower case with hyphens
     * @param entries how many entries of the log
     * @param rows how many rows they would have made
     * @param people how many persons had a part in them
     */
    public record Withheld(
            ReleaseTable table, @Nullable CaseCode caseStudy, String reason, long entries, long rows, long people) {}

    /**
     * A file of a release.
     *
     * @param rows how many, where it holds a table
     */
    public record ReleasedFile(String name, @Nullable Long rows, long bytes, Sha256 sha256) {}
}
