package org.fieldledger.command.desk;

import java.util.List;
import org.fieldledger.command.entity.StreamName;
import org.fieldledger.consent.CaseReading;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ResearcherCode;
import org.springframework.stereotype.Component;

/** Who is assigned to which case, as the log has it now. */
@Component
public class Assignments {

    private final Histories histories;

    Assignments(Histories histories) {
        this.histories = histories;
    }

    /** Whether somebody holds any role in the case throughout that time. */
    public boolean holds(ResearcherCode researcher, CaseCode caseStudy, Occurred time) {
        var name = StreamName.caseStudy(caseStudy);
        var history = histories.read(List.of(name), true).get(name);
        return history != null && CaseReading.assigned(history.facts(), researcher, time);
    }
}
