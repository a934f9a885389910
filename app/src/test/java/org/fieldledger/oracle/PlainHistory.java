package org.fieldledger.oracle;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.InterventionEvent.AllocationMade;
import org.fieldledger.events.InterviewEvent.LeadershipInterviewMissed;
import org.fieldledger.events.InterviewEvent.LeadershipInterviewRecorded;
import org.fieldledger.events.MeasureEvent.MeasureAdministered;
import org.fieldledger.events.MeasureEvent.MeasureMissed;
import org.fieldledger.events.ParticipantEvent;
import org.fieldledger.oracle.PlainReading.Line;

/** What happened in a case and what each person had a part in, entry by entry, read off the plain course. */
final class PlainHistory {

    private final PlainCourse plain;

    PlainHistory(PlainCourse plain) {
        this.plain = plain;
    }

    /** Everything that happened in a case. */
    List<String> timeline(CaseCode caseCode) {
        return plain.begun.stream()
                .filter(line -> caseCode.equals(line.event().envelope().caseStudy()))
                .map(line -> "%s %s of %s, %d days late, quarantined %s"
                        .formatted(
                                line.id(),
                                line.event().getClass().getSimpleName(),
                                people(line.event()),
                                late(line),
                                quarantined(line)))
                .toList();
    }

    /** What everybody in a case had a part in. */
    List<String> parts(CaseCode caseCode) {
        var rows = new ArrayList<String>();
        for (var line : plain.begun)
            if (caseCode.equals(line.event().envelope().caseStudy()))
                for (var person : people(line.event()))
                    rows.add("%s %s %s"
                            .formatted(
                                    person, line.id(), line.event().getClass().getSimpleName()));
        return rows;
    }

    /** Whole days from the last day of it to the day on which it was recorded, where it happened. */
    private static long late(Line line) {
        var recordedOn = line.recordedAt().atZone(line.occurred().zone()).toLocalDate();
        return Math.max(0, ChronoUnit.DAYS.between(line.occurred().lastDay(), recordedOn));
    }

    static boolean quarantined(Line line) {
        var deviation = line.event().envelope().deviation();
        return deviation != null && !deviation.uncovered().isEmpty();
    }

    static TreeSet<String> people(FieldEvent event) {
        var people = new TreeSet<String>();
        event.envelope()
                .participants()
                .forEach(part -> people.add(part.participant().code()));
        switch (event) {
            case ParticipantEvent e -> people.add(e.participant().code());
            case ConsentEvent e -> people.add(e.participant().code());
            case AllocationMade e -> people.add(e.participant().code());
            case MeasureAdministered e -> people.add(e.participant().code());
            case MeasureMissed e -> people.add(e.participant().code());
            case LeadershipInterviewRecorded e -> people.add(e.leader().code());
            case LeadershipInterviewMissed e -> people.add(e.leader().code());
            default -> {
                // names nobody beside those who took part
            }
        }
        return people;
    }
}
