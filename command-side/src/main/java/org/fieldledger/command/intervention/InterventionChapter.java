package org.fieldledger.command.intervention;

import java.util.List;
import org.fieldledger.command.Chapter;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Rule;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.command.gate.Gate;
import org.fieldledger.command.intervention.InterventionCommand.DesignIntervention;
import org.fieldledger.command.intervention.InterventionCommand.IntroduceIntervention;
import org.fieldledger.command.intervention.InterventionCommand.MakeAllocation;
import org.fieldledger.events.FieldEvent;
import org.fieldledger.events.InterventionEvent.AllocationMade;
import org.fieldledger.events.InterventionEvent.InterventionDesigned;
import org.fieldledger.events.InterventionEvent.InterventionIntroduced;
import org.springframework.stereotype.Component;

/** Decides about interventions and allocations. */
@Component
class InterventionChapter implements Chapter<InterventionCommand> {

    @Override
    public Class<InterventionCommand> commands() {
        return InterventionCommand.class;
    }

    @Override
    public List<FieldEvent> decide(InterventionCommand command, OnRecord known) {
        var report = command.report();
        report.theCase();
        return List.of(
                switch (command) {
                    case DesignIntervention c ->
                        new InterventionDesigned(
                                Gate.admit(report, InterventionDesigned.class, known),
                                c.intervention(),
                                c.version(),
                                c.description());
                    case IntroduceIntervention c -> {
                        if (c.site() != null
                                && !known.caseStudy(report.theCase()).hasSite(c.site()))
                            throw Refused.because(
                                    Rule.SITE_UNKNOWN,
                                    "Case %s has no site %s".formatted(report.theCase(), c.site()),
                                    "Check the code, or have the site added first");
                        yield new InterventionIntroduced(
                                Gate.admit(report, InterventionIntroduced.class, known),
                                c.intervention(),
                                c.version(),
                                c.site());
                    }
                    case MakeAllocation c -> {
                        var allocated = known.participant(c.participant())
                                .in(report.theCase(), AllocationMade.class)
                                .findFirst();
                        if (allocated.isPresent() && report.corrects() == null)
                            throw Refused.because(
                                    Rule.ALREADY_RECORDED,
                                    "%s is already allocated to %s"
                                            .formatted(
                                                    c.participant(),
                                                    allocated.get().arm()),
                                    "An allocation stands; if it was recorded wrongly, correct it");
                        yield new AllocationMade(
                                Gate.admit(report.about(c.participant()), AllocationMade.class, known),
                                c.participant(),
                                c.arm(),
                                c.method());
                    }
                });
    }
}
