package org.fieldledger.oracle;

import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.GovernanceEvent.DataReleased;
import org.fieldledger.events.ParticipantCode;
import org.fieldledger.oracle.PlainReading.Held;
import org.fieldledger.oracle.PlainReading.Line;
import org.fieldledger.oracle.PlainReading.When;
import tools.jackson.databind.JsonNode;

/**
 * Question 6, plainly: of which modules a release that names nobody may hold something that, by one person's own word, is no
 * longer to be used, so that its recipient is to be told, or has been.
 */
record PlainReleases(PlainReading plain, CaseCode caseCode, ParticipantCode person, When when) {

    TreeSet<String> notices() {
        var rows = new TreeSet<String>();
        for (var line : plain.lines)
            if (line.event() instanceof DataReleased release
                    && caseCode.equals(release.envelope().caseStudy())
                    && when.begun(line.occurred())) {
                var modules = modulesOutOfUse(line);
                if (!modules.isEmpty()) rows.add(release.release() + " " + modules);
            }
        return rows;
    }

    private TreeSet<String> modulesOutOfUse(Line release) {
        var modules = new TreeSet<String>();
        for (var line : plain.lines)
            if (line.position() < release.position())
                Foretold.action(line.event())
                        .filter(action -> action.caseCode().equals(caseCode)
                                && action.people().contains(person))
                        .filter(action ->
                                plain.material.ownWord(action, person, when).compareTo(Held.USE_PERIOD_OVER) < 0)
                        .ifPresent(action -> action.modules().forEach(module -> modules.add(module.code())));
        return modules;
    }

    /** Nothing where nobody is to be told. */
    static String written(JsonNode row) {
        var modules = new TreeSet<String>();
        for (var which : new String[] {"noticeFor", "noticeGiven"})
            StreamSupport.stream(row.path(which).spliterator(), false)
                    .map(JsonNode::asString)
                    .forEach(modules::add);
        return modules.isEmpty() ? "" : row.path("release").asString() + " " + modules;
    }
}
