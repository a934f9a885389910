package org.fieldledger.events;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** A case study: its opening and closing, its sites, and who of the team works in it. */
public sealed interface CaseStudyEvent extends FieldEvent {

    /** A case study was opened. */
    record CaseRegistered(
            Envelope envelope, String title, Country country, String setting, boolean vulnerableGroup, ZoneId zone)
            implements CaseStudyEvent {}

    /** A case study was closed: fieldwork that occurred later belongs to no open case. */
    record CaseClosed(Envelope envelope, @Personal String reason) implements CaseStudyEvent {}

    /** A place of fieldwork joined the case. */
    record SiteAdded(
            Envelope envelope,
            SiteCode site,
            String name,
            @Nullable String arm) implements CaseStudyEvent {}

    /** A member of the team took up a role in the case. */
    record ResearcherRoleAssigned(Envelope envelope, ResearcherCode researcher, ResearchRole role)
            implements CaseStudyEvent {}

    /** A member of the team laid down a role in the case. */
    record ResearcherRoleEnded(
            Envelope envelope,
            ResearcherCode researcher,
            ResearchRole role,
            @Personal String reason) implements CaseStudyEvent {}
}
