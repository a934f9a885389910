package org.fieldledger.oracle;

import java.util.List;
import java.util.TreeSet;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.ConsentEvent.AmendmentTold;
import org.fieldledger.events.EthicsEvent.EthicsApprovalAmended;
import org.fieldledger.events.EventId;
import org.fieldledger.events.ModuleCode;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.events.ReconsentRule;
import org.fieldledger.oracle.PlainReading.When;
import org.fieldledger.oracle.PlainStanding.Given;
import tools.jackson.databind.JsonNode;

/** Question 9 as far as people have only to be told, plainly: whoever consented before an amendment of their text, until told of it. */
record PlainNotices(PlainReading plain, CaseCode caseCode, List<ParticipantCode> people, When when) {

    TreeSet<String> due() {
        var rows = new TreeSet<String>();
        for (var person : people)
            for (var module : FieldWorld.MODULES) {
                var state = plain.standing(person, caseCode, module, when).state();
                if (!PlainStanding.permits(state)) continue;
                plain.standings
                        .given(person, caseCode, module, when)
                        .ifPresent(given -> amendments(person, module, given, rows));
            }
        return rows;
    }

    static String written(JsonNode row) {
        return "%s %s %s"
                .formatted(
                        row.path("participant").asString(),
                        row.path("module").asString(),
                        row.path("amendment").asString());
    }

    private void amendments(ParticipantCode person, ModuleCode module, Given given, TreeSet<String> rows) {
        for (var line : plain.lines)
            if (line.event() instanceof EthicsApprovalAmended e
                    && e.reconsent() == ReconsentRule.NOTIFY
                    && plain.standings
                            .approvalOf(given.text())
                            .filter(e.reference()::equals)
                            .isPresent()
                    && (e.formVersionsRetired().isEmpty()
                            || e.formVersionsRetired().contains(given.text()))
                    && PlainTimes.takesAway(line.occurred()).isAfter(given.since())
                    && when.reaches(
                            PlainTimes.takesAway(line.occurred()),
                            line.occurred().zone())
                    && !told(person, module, line.id())) rows.add("%s %s %s".formatted(person, module, e.amendment()));
    }

    private boolean told(ParticipantCode person, ModuleCode module, EventId amendment) {
        return plain.lines.stream()
                .anyMatch(line -> line.event() instanceof AmendmentTold e
                        && e.participant().equals(person)
                        && caseCode.equals(e.envelope().caseStudy())
                        && PlainSteps.about(e, module)
                        && e.amendment().equals(amendment)
                        && when.reaches(
                                PlainTimes.permits(line.occurred()),
                                line.occurred().zone()));
    }
}
