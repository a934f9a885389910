package org.fieldledger.oracle;

import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.GroupSessionEvent.EventQuestionnaireAnswered;
import org.fieldledger.events.InstrumentCode;
import org.fieldledger.events.InstrumentEvent.InstrumentVersionReleased;
import org.fieldledger.events.InterventionEvent.AllocationMade;
import org.fieldledger.events.InterviewEvent.LeadershipInterviewMissed;
import org.fieldledger.events.InterviewEvent.LeadershipInterviewRecorded;
import org.fieldledger.events.MeasureEvent;
import org.fieldledger.events.MeasureEvent.Response;
import org.fieldledger.events.ParticipantEvent;
import org.fieldledger.oracle.PlainReading.Line;
import org.jspecify.annotations.Nullable;

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
                .map(line -> "%s %s of %s, %d days late, quarantined %s, under way %s"
                        .formatted(
                                line.id(),
                                line.event().getClass().getSimpleName(),
                                people(line.event()),
                                late(line),
                                quarantined(line),
                                plain.notOver(line)))
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

    /** An instrument answered once: under somebody's name, or at a meeting under nobody's. */
    record Administered(
            Line line,
            CaseCode caseCode,
            @Nullable String person,
            @Nullable String session,
            InstrumentCode instrument,
            String version,
            @Nullable String timepoint,
            List<Response> responses) {}

    List<Administered> given(CaseCode caseCode) {
        var given = new ArrayList<Administered>();
        for (var line : plain.of(caseCode, EventQuestionnaireAnswered.class)) {
            var e = (EventQuestionnaireAnswered) line.event();
            given.add(new Administered(
                    line,
                    caseCode,
                    null,
                    e.session().code(),
                    e.instrument(),
                    e.version(),
                    null,
                    e.responses().given()));
        }
        for (var one : plain.answered(caseCode))
            given.add(new Administered(
                    one.line(),
                    caseCode,
                    one.person(),
                    null,
                    RandomCourses.INSTRUMENT,
                    one.version(),
                    one.timepoint(),
                    one.responses()));
        return given;
    }

    /** One of the answers, by its place from 0. */
    String answer(Administered given, int ordinal) {
        var answer = given.responses().get(ordinal);
        return "%d. %s %s %s in words %s"
                .formatted(ordinal, answer.item(), figures(answer.number()), answer.missing(), answer.text() != null);
    }

    /** Without the noughts at its end, which JSON as it is read here does not keep. */
    static @Nullable String figures(@Nullable BigDecimal number) {
        return number == null ? null : number.stripTrailingZeros().toPlainString();
    }

    /** The scores of that version, each a sum over its items; why there is none, where an item is missing. */
    List<String> scores(Administered given) {
        var rows = new ArrayList<String>();
        for (var line : plain.known)
            if (line.event() instanceof InstrumentVersionReleased e
                    && e.instrument().equals(given.instrument())
                    && e.version().equals(given.version()))
                for (var score : e.scores()) {
                    var sum = BigDecimal.ZERO;
                    var absent = new TreeSet<String>();
                    for (var item : score.items()) {
                        var response = given.responses().stream()
                                .filter(one -> one.item().equals(item))
                                .findFirst();
                        if (response.isEmpty()) absent.add(item + " was not answered");
                        else if (response.get().text() != null) absent.add(item + " is not a number");
                        else if (response.get().number() == null)
                            absent.add(item + " is missing: " + response.get().missing());
                        else sum = sum.add(response.get().number());
                    }
                    rows.add("%s %s %s"
                            .formatted(
                                    score.code(),
                                    absent.isEmpty() ? figures(sum) : null,
                                    absent.isEmpty() ? null : String.join("; ", absent)));
                }
        return rows;
    }

    /** When an event was, how exactly that is known, and where it stands in the record. */
    static String written(Line line) {
        return written(line, quarantined(line));
    }

    static String written(Line line, boolean quarantined) {
        var occurred = line.occurred();
        return "%s until %s in %s to the %s: %s at %d, recorded %s, %d days late, quarantined %s"
                .formatted(
                        occurred.from(),
                        occurred.until(),
                        occurred.zone(),
                        PlainCourse.written(occurred.precision()),
                        line.id(),
                        line.position(),
                        line.recordedAt(),
                        late(line),
                        quarantined);
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
            case MeasureEvent e -> people.add(e.participant().code());
            case LeadershipInterviewRecorded e -> people.add(e.leader().code());
            case LeadershipInterviewMissed e -> people.add(e.leader().code());
            default -> {
                // names nobody beside those who took part
            }
        }
        return people;
    }
}
