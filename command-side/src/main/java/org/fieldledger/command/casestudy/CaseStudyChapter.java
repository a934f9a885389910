package org.fieldledger.command.casestudy;

import java.util.List;
import org.fieldledger.command.Chapter;
import org.fieldledger.command.Refused;
import org.fieldledger.command.Rule;
import org.fieldledger.command.casestudy.CaseStudyCommand.AddSite;
import org.fieldledger.command.casestudy.CaseStudyCommand.AssignResearcherRole;
import org.fieldledger.command.casestudy.CaseStudyCommand.CloseCase;
import org.fieldledger.command.casestudy.CaseStudyCommand.EndResearcherRole;
import org.fieldledger.command.casestudy.CaseStudyCommand.RegisterCase;
import org.fieldledger.command.entity.CaseStudy;
import org.fieldledger.command.entity.OnRecord;
import org.fieldledger.command.gate.Gate;
import org.fieldledger.events.CaseStudyEvent;
import org.fieldledger.events.CaseStudyEvent.CaseClosed;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleAssigned;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleEnded;
import org.fieldledger.events.CaseStudyEvent.SiteAdded;
import org.fieldledger.events.FieldEvent;
import org.springframework.stereotype.Component;

/** Decides about case studies. */
@Component
class CaseStudyChapter implements Chapter<CaseStudyCommand> {

    @Override
    public Class<CaseStudyCommand> commands() {
        return CaseStudyCommand.class;
    }

    @Override
    public List<FieldEvent> decide(CaseStudyCommand command, OnRecord known) {
        var caseStudy = known.caseStudy(command.report().theCase());
        var correcting = command.report().corrects() != null;
        if (command instanceof RegisterCase c) return List.of(register(c, caseStudy, known));
        var envelope = Gate.admit(command.report(), CaseStudyEvent.class, known);
        return switch (command) {
            case RegisterCase c -> throw new IllegalStateException("decided above");
            case CloseCase c -> {
                if (caseStudy.closure().isPresent() && !correcting)
                    throw Refused.because(
                            Rule.ALREADY_RECORDED,
                            "Case %s is already closed".formatted(caseStudy.code()),
                            "If the date is wrong, correct the closing");
                yield List.of(new CaseClosed(envelope, c.reason()));
            }
            case AddSite c -> {
                if (caseStudy.hasSite(c.site()) && !correcting)
                    throw Refused.because(
                            Rule.ALREADY_RECORDED,
                            "Case %s already has a site %s".formatted(caseStudy.code(), c.site()),
                            "Choose another site code, or correct the site");
                yield List.of(new SiteAdded(envelope, c.site(), c.name(), c.arm()));
            }
            case AssignResearcherRole c -> {
                if (caseStudy.holds(c.researcher(), c.role()) && !correcting) yield List.of();
                yield List.of(new ResearcherRoleAssigned(envelope, c.researcher(), c.role()));
            }
            case EndResearcherRole c -> {
                if (!caseStudy.holds(c.researcher(), c.role()) && !correcting)
                    throw Refused.because(
                            Rule.ROLE_NOT_HELD,
                            "%s does not hold the role %s in case %s"
                                    .formatted(c.researcher(), c.role(), caseStudy.code()),
                            "Check the researcher and the role");
                yield List.of(new ResearcherRoleEnded(envelope, c.researcher(), c.role(), c.reason()));
            }
        };
    }

    /** The one command in a case that finds no case yet. */
    private static FieldEvent register(RegisterCase c, CaseStudy caseStudy, OnRecord known) {
        if (caseStudy.registered() && c.report().corrects() == null)
            throw Refused.because(
                    Rule.ALREADY_RECORDED,
                    "There already is a case %s".formatted(caseStudy.code()),
                    "Choose another code, or correct its registration");
        return new CaseRegistered(
                Gate.opening(c.report(), known), c.title(), c.country(), c.setting(), c.vulnerableGroup(), c.zone());
    }
}
