package org.fieldledger.command.entity;

import java.time.ZoneId;
import java.util.Optional;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.CaseClosed;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleAssigned;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleEnded;
import org.fieldledger.events.CaseStudyEvent.SiteAdded;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.SiteCode;

/** A case study: its registration, who works in it and which sites it has. */
public record CaseStudy(CaseCode code, History history) {

    public boolean registered() {
        return registration().isPresent();
    }

    public Optional<CaseRegistered> registration() {
        return history.of(CaseRegistered.class).findFirst();
    }

    public Optional<CaseClosed> closure() {
        return history.of(CaseClosed.class).findFirst();
    }

    /** The zone in which the case lives; only of a registered case. */
    public ZoneId zone() {
        return registration().orElseThrow().zone();
    }

    /** Whether somebody holds this role and has not laid it down since. */
    public boolean holds(ResearcherCode researcher, ResearchRole role) {
        var assigned = history.of(ResearcherRoleAssigned.class)
                .filter(a -> a.researcher().equals(researcher) && a.role() == role)
                .count();
        var ended = history.of(ResearcherRoleEnded.class)
                .filter(e -> e.researcher().equals(researcher) && e.role() == role)
                .count();
        return assigned > ended;
    }

    public boolean hasSite(SiteCode site) {
        return history.of(SiteAdded.class).anyMatch(added -> added.site().equals(site));
    }
}
