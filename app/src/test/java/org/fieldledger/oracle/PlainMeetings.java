package org.fieldledger.oracle;

import java.util.TreeSet;
import org.fieldledger.events.CaseCode;
import org.fieldledger.oracle.PlainReading.Action;
import org.fieldledger.oracle.PlainReading.Held;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.When;
import tools.jackson.databind.JsonNode;

/**
 * Question 19, plainly: whose own word, or own want of consent, keeps a meeting from being used; and what keeps it from being
 * used whoever was there, told of nobody.
 */
record PlainMeetings(PlainReading plain, CaseCode caseCode, When when) {

    private static final String NOBODY = "nobody";

    TreeSet<String> blocked() {
        var rows = new TreeSet<String>();
        for (var line : plain.lines)
            Foretold.action(line.event())
                    .filter(action -> action.session() != null
                            && action.caseCode().equals(caseCode)
                            && when.begun(line.occurred()))
                    .ifPresent(meeting -> block(line, meeting, rows));
        return rows;
    }

    static String written(JsonNode row) {
        return "%s %s %s"
                .formatted(
                        row.path("event").asString(),
                        row.path("participant").asString(NOBODY),
                        row.path("use").asString());
    }

    private static String written(Line line, String whom, Held held) {
        return "%s %s %s".formatted(line.id(), whom, held.name().toLowerCase().replace('_', '-'));
    }

    private void block(Line line, Action meeting, TreeSet<String> rows) {
        for (var person : meeting.people()) {
            var held = plain.material.ownWord(meeting, person, when);
            if (held.compareTo(Held.USE_PERIOD_OVER) < 0) rows.add(written(line, person.code(), held));
        }
        if (line.event().envelope().deviation() != null
                || plain.uncovered(meeting).stream().anyMatch(reason -> reason.person() == null))
            rows.add(written(line, NOBODY, Held.QUARANTINED));
        var day = when.dayIn(plain.cases.zoneOf(caseCode));
        for (var module : meeting.modules())
            if (plain.standings
                    .module(module, when)
                    .map(defined -> defined.useUntil())
                    .filter(day::isAfter)
                    .isPresent()) rows.add(written(line, NOBODY, Held.USE_PERIOD_OVER));
    }
}
