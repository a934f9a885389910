package org.fieldledger.command.entity;

import java.time.ZoneId;
import java.util.Optional;
import org.fieldledger.events.CaseCode;
import org.fieldledger.events.CaseStudyEvent.CaseClosed;
import org.fieldledger.events.CaseStudyEvent.CaseRegistered;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleAssigned;
import org.fieldledger.events.CaseStudyEvent.ResearcherRoleEnded;
import org.fieldledger.events.CaseStudyEvent.SiteAdded;
import org.fieldledger.events.Occurred;
import org.fieldledger.events.ResearchRole;
import org.fieldledger.events.ResearcherCode;
import org.fieldledger.events.SiteCode;

/** A case study: whether it was open, who worked in it and which sites it had, on a day in the field. */
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

    /** Whether the whole action fell between the opening and the closing of the case. */
    public boolean openThroughout(Occurred action) {
        return registration()
                        .filter(opened -> !Cover.begins(opened.envelope().occurred(), action)
                                .isAfter(action.earliest()))
                        .isPresent()
                && closure()
                        .filter(closed ->
                                Cover.ends(closed.envelope().occurred()).isBefore(action.latest()))
                        .isEmpty();
    }

    /** Whether a member of the team held any role in the case throughout the action. */
    public boolean assigned(ResearcherCode researcher, Occurred action) {
        return history.of(ResearcherRoleAssigned.class)
                .filter(assigned -> assigned.researcher().equals(researcher))
                .anyMatch(assigned -> heldThroughout(assigned, action));
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

    private boolean heldThroughout(ResearcherRoleAssigned assigned, Occurred action) {
        var from = Cover.begins(assigned.envelope().occurred(), action);
        if (from.isAfter(action.earliest())) return false;
        return history.of(ResearcherRoleEnded.class)
                .filter(ended -> ended.researcher().equals(assigned.researcher()) && ended.role() == assigned.role())
                .map(ended -> Cover.ends(ended.envelope().occurred()))
                .filter(end -> !end.isBefore(from))
                .noneMatch(end -> end.isBefore(action.latest()));
    }
}
